internal import Model

/// The writers `flat` and `compact` of ffprobe, and the numbers in them.
enum FlatText {
    /// Lines such as `streams.stream.0.codec_name="h264"`.
    static func values(_ lines: [String]) -> [String: String] {
        var values: [String: String] = [:]
        for line in lines {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[String(line[..<equals])] = unquoted(line[line.index(after: equals)...])
        }
        return values
    }

    /// A line such as `packet|pts=0|dts=-1024|flags=K_`.
    static func fields(_ line: String) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for part in line.split(separator: "|") {
            guard let equals = part.firstIndex(of: "=") else { continue }
            fields[part[..<equals]] = part[part.index(after: equals)...]
        }
        return fields
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        var plain = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if isEscaped {
                plain.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                plain.append(character)
            }
        }
        return plain
    }

    /// A decimal number of seconds as whole microseconds, without going through a `Double`.
    static func microseconds(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }
            .split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2 else { return nil }
        let digits = parts.count == 2 ? String(parts[1].prefix(6)) : ""
        let padded = digits + String(repeating: "0", count: 6 - digits.count)
        guard let fraction = Int64(padded) else { return nil }
        let magnitude = whole * 1_000_000 + fraction
        return isNegative ? -magnitude : magnitude
    }
}

extension Rational {
    /// From `1/90000` or `16:11`; nil when it is no positive fraction.
    init?(fraction text: some StringProtocol) {
        let parts = text.split { $0 == "/" || $0 == ":" }
        guard parts.count == 2, let numerator = Int64(parts[0]), let denominator = Int64(parts[1])
        else { return nil }
        self.init(numerator, denominator)
        guard isPositive else { return nil }
    }
}
