public import Model

/// A file that says how films are encoded: `key = value` lines, and sections of ffmpeg's options.
public struct ProfileFile: Sendable {
    public let path: Path
    private let settings: ProfileSettings
    private let draft: RecipeDraft
    private let text: ProfileText

    /// Far more than all options take; what is longer is some other file.
    public static let bytesMax = 1 << 20

    public init(_ bytes: [UInt8], path: Path) throws(ConfigurationError) {
        guard bytes.count <= ProfileFile.bytesMax else { throw ProfileFile.tooLong(path) }
        let text = ProfileText(bytes, path: path)
        var reader = ProfileReader(text)
        reader.read()
        guard reader.problems.isEmpty else { throw text.error(reader.problems) }
        (self.path, self.text) = (path, text)
        (settings, draft) = (reader.settings, reader.draft)
    }

    public static func tooLong(_ path: Path) -> ConfigurationError {
        let limit = "\(bytesMax >> 20) MiB"
        return ConfigurationError(problems: [
            ConfigurationProblem("\(Quoted.path(path)) is longer than \(limit); it is no profile")
        ])
    }

    /// How this profile makes a file of that name.
    public func recipe(for result: Path) throws(ConfigurationError) -> EncodeRecipe {
        let ending = Container.of(result)
        guard let container = settings.container ?? ending else {
            throw text.error([
                LineProblem(
                    "it names no container, and \(Quoted.path(result)) has no ending that says "
                        + "one; write  container = mkv",
                    0..<0
                )
            ])
        }
        if let ending, ending.name != container.name {
            let right = container.endings.first.map { "; end its name in .\($0)" } ?? ""
            throw text.error([
                LineProblem(
                    "it makes \(container.name), but \(Quoted.path(result)) is to be "
                        + "\(ending.name) by its ending\(right)",
                    0..<0
                )
            ])
        }
        var making = RecipeMaking(draft, container)
        var recipe = making.recipe()
        guard making.problems.isEmpty else { throw text.error(making.problems) }
        if let slice = settings.sliceMilliseconds { recipe.sliceMilliseconds = slice }
        if let rule = settings.onDamage { recipe.onDamage = rule }
        return recipe
    }
}

/// The text of a profile, and where in it a byte stands.
struct ProfileText: Sendable {
    let path: Path
    /// In UTF-8 lines that end in LF, if the file was not wrong.
    let bytes: [UInt8]

    init(_ bytes: [UInt8], path: Path) {
        let mark = TextLine.byteOrderMark
        let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
        var lines = content.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        ).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        self.path = path
        self.bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Without its end.
    func line(from start: Int) -> Range<Int> {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return start..<end
    }

    func error(_ problems: [LineProblem]) -> ConfigurationError {
        ConfigurationError(problems: problems.map(problem))
    }

    private func problem(_ problem: LineProblem) -> ConfigurationProblem {
        let range = problem.range
        guard !range.isEmpty else {
            return ConfigurationProblem("\(Quoted.path(path)): \(problem.message)")
        }
        let newline = UInt8(ascii: "\n")
        let head = bytes[..<range.lowerBound]
        let line = self.line(from: head.lastIndex(of: newline).map { $0 + 1 } ?? 0)
        let number = head.count { $0 == newline } + 1
        let before = Array(bytes[line.lowerBound..<range.lowerBound])
        // What a backslash goes on with is not shown.
        let end = min(range.upperBound, line.upperBound)
        return ConfigurationProblem(
            problem.message,
            at: .init(
                file: path,
                line: number,
                column: String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
            ),
            excerpt: ConfigurationProblem.excerpt(
                line: number,
                before: before,
                marked: Array(bytes[range.lowerBound..<end]),
                after: Array(bytes[end..<line.upperBound])
            )
        )
    }
}
