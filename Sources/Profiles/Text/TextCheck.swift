internal import Model

/// Whether files are text at all.
enum TextCheck {
    /// What is wrong with a file as a whole, before anything in it is looked at.
    static func problem(_ source: ProfileSource) -> ConfigurationProblem? {
        let shown = Quoted.path(source.origin.path)
        guard source.bytes.count <= ProfileText.bytesMax else {
            return tooLong(source.origin.path)
        }
        guard let encoding = foreignEncoding(source.bytes) else { return nil }
        return ConfigurationProblem("\(shown): this is \(encoding); save it as UTF-8")
    }

    static func tooLong(_ path: Path) -> ConfigurationProblem {
        let limit = "\(ProfileText.bytesMax >> 20) MiB"
        return ConfigurationProblem(
            "\(Quoted.path(path)) is longer than \(limit); it is no profile"
        )
    }

    /// Lines of a part that hold what no editor shows as it is.
    static func problems(_ text: ProfileText, _ part: ProfileText.Part) -> [LineProblem] {
        let content = text.bytes[part.range]
        if isClean(content) { return [] }
        var problems: [LineProblem] = []
        var next = part.range.lowerBound
        while next <= part.range.upperBound, problems.count < DocumentReading.problemsMax {
            let line = text.line(from: next)
            do throws(LineProblem) {
                try TextLine.check(Array(text.bytes[line]))
            } catch {
                let range = error.range.lowerBound + next..<error.range.upperBound + next
                problems.append(LineProblem(error.message, range))
            }
            next = line.upperBound + 1
        }
        return problems
    }

    private static func isClean(_ content: ArraySlice<UInt8>) -> Bool {
        let isControl = { (byte: UInt8) in
            (byte < 0x20 && byte != 0x09 && byte != 0x0a) || byte == 0x7f
        }
        // The first byte of a byte order mark stands before few other letters.
        guard !content.contains(where: { isControl($0) || $0 == 0xef }) else { return false }
        return String(validating: content, as: UTF8.self) != nil
    }

    /// Texts of Windows' programs: with a byte order mark, or by the zeros between the letters.
    private static func foreignEncoding(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xff, 0xfe, 0, 0]) || bytes.starts(with: [0, 0, 0xfe, 0xff]) {
            return "UTF-32"
        }
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
            return "UTF-16"
        }
        let head = bytes.prefix(64)
        guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
        let zeros = [0, 1].map { rest in
            head.indices.filter { $0 % 2 == rest }.allSatisfy { head[$0] == 0 }
        }
        let letters = [0, 1].map { rest in
            head.indices.filter { $0 % 2 == rest }.allSatisfy { head[$0] != 0 }
        }
        return (zeros[0] && letters[1]) || (zeros[1] && letters[0]) ? "UTF-16" : nil
    }
}
