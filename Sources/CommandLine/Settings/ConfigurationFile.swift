public import Model

/// A configuration file that was read and checked: known keys only, each once, with values that
/// fit.
public struct ConfigurationFile: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let value: ParsedValue
        let line: Int
    }

    public let path: Path
    let entries: [String: Entry]

    /// Far more than all settings take; what is longer is some other file.
    public static let bytesMax = 1 << 20

    public init(
        _ bytes: [UInt8],
        path: Path,
        settings: [SettingDefinition]
    ) throws(ConfigurationError) {
        guard bytes.count <= ConfigurationFile.bytesMax else {
            throw ConfigurationError(problems: [ConfigurationFile.tooLong(path)])
        }
        var reader = ConfigurationReader(path: path, settings: settings)
        let mark = TextLine.byteOrderMark
        let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        let lines = content.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        )
        for (index, line) in lines.enumerated() {
            let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            reader.take(Array(end), number: index + 1)
        }
        guard reader.problems.isEmpty else { throw ConfigurationError(problems: reader.problems) }
        self.path = path
        entries = reader.entries
    }

    public static func tooLong(_ path: Path) -> ConfigurationProblem {
        ConfigurationProblem(
            "\(Quoted.path(path)) is longer than \(bytesMax >> 20) MiB; it is no configuration "
                + "file"
        )
    }
}

/// Takes a file line by line and goes on after a problem, so that all of them are found.
private struct ConfigurationReader {
    let path: Path
    let settings: [SettingDefinition]
    var entries: [String: ConfigurationFile.Entry] = [:]
    var linesOfKeys: [String: Int] = [:]
    var problems: [ConfigurationProblem] = []

    mutating func take(_ bytes: [UInt8], number: Int) {
        let line = ConfigurationLine(bytes)
        do throws(LineProblem) {
            guard let assignment = try line.assignment() else { return }
            try take(assignment, number: number)
        } catch {
            problems.append(problem(error, bytes, number))
        }
    }

    private mutating func take(
        _ assignment: ConfigurationLine.Assignment,
        number: Int
    ) throws(LineProblem) {
        let key = String(decoding: assignment.key.bytes, as: UTF8.self)
        guard let setting = settings.first(where: { $0.key == key }) else {
            let near = Suggestion.nearest(to: key, among: settings.map(\.key))
            throw LineProblem(
                "unknown key \(Quoted.readable(key))" + Quoted.suggestion(near),
                assignment.key.range
            )
        }
        if let first = linesOfKeys[key] {
            throw LineProblem(
                "\(Quoted.readable(key)) is set twice; it was set on line \(first) already",
                assignment.key.range
            )
        }
        linesOfKeys[key] = number
        let value = try checked(assignment.value, of: setting)
        entries[key] = ConfigurationFile.Entry(value: value, line: number)
    }

    private func checked(
        _ piece: ConfigurationLine.Piece,
        of setting: SettingDefinition
    ) throws(LineProblem) -> ParsedValue {
        let value = try parsed(piece, of: setting)
        guard case .path(let written) = value else { return value }
        let problem = setting.kind.shellProblem(subject: setting.key, piece.bytes)
        if let problem, !piece.isQuoted { throw LineProblem(problem, piece.range) }
        // A file means the same whoever reads it from wherever.
        return .path(path.parent.appending(written))
    }

    private func parsed(
        _ piece: ConfigurationLine.Piece,
        of setting: SettingDefinition
    ) throws(LineProblem) -> ParsedValue {
        do throws(ValueProblem) {
            return try setting.kind.parse(piece.bytes)
        } catch {
            let shown = setting.isSecret ? nil : piece.bytes
            throw LineProblem(error.sentence(subject: setting.key, given: shown), piece.range)
        }
    }

    private func problem(
        _ problem: LineProblem,
        _ bytes: [UInt8],
        _ number: Int
    ) -> ConfigurationProblem {
        let range = problem.range
        let before = Array(bytes[..<range.lowerBound])
        let column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        return ConfigurationProblem(
            problem.message,
            at: .init(file: path, line: number, column: column),
            excerpt: mayHoldSecret(bytes)
                ? []
                : ConfigurationProblem.excerpt(
                    line: number,
                    before: before,
                    marked: Array(bytes[range]),
                    after: Array(bytes[range.upperBound...])
                )
        )
    }

    /// Whether what stands before the equals sign speaks of a secret, as `export token` and
    /// `REELMILL_TOKEN` do, or nearly is the key of one: then the line is not to be shown.
    private func mayHoldSecret(_ bytes: [UInt8]) -> Bool {
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let words = bytes.prefix { $0 != UInt8(ascii: "=") }.split { blanks.contains($0) }
            .map { String(decoding: $0, as: UTF8.self).lowercased() }
        if let key = words.first, settings.contains(where: { $0.key == key && !$0.isSecret }) {
            return false
        }
        let secrets = settings.filter(\.isSecret).map(\.key)
        return words.contains { word in
            ConfigurationReader.secretWords.contains { word.contains($0) }
                || secrets.contains { word.contains($0) }
        } || Suggestion.nearest(to: words.first ?? "", among: secrets) != nil
    }

    /// What other programs call theirs.
    private static let secretWords = ["secret", "passw", "credential"]
}
