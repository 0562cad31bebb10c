internal import Model

/// The texts of all files of a chain, one behind the other, so that a range says the file as well.
struct ProfileText: Sendable {
    /// One file of them.
    struct Part: Sendable {
        let origin: ProfileSource.Origin
        /// Without the newline behind it.
        let range: Range<Int>
    }

    /// Far more than all options take; what is longer is some other file.
    static let bytesMax = 1 << 20

    /// In lines that end in LF, without byte order marks; in UTF-8, if no file is wrong.
    let bytes: [UInt8]
    let parts: [Part]
    /// Where each line begins.
    private let lineStarts: [Int]

    init(_ sources: [ProfileSource]) {
        var bytes: [UInt8] = []
        var parts: [Part] = []
        for source in sources {
            let start = bytes.count
            ProfileText.append(source.bytes, to: &bytes)
            parts.append(Part(origin: source.origin, range: start..<bytes.count))
            bytes.append(newline)
        }
        self.bytes = bytes
        self.parts = parts
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == newline }.map { $0 + 1 }
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        // What is refused for its length is not looked at.
        guard content.count <= bytesMax else { return }
        let start = bytes.count
        let mark = TextLine.byteOrderMark
        for byte in content.dropFirst(content.starts(with: mark) ? mark.count : 0) {
            if byte == newline, bytes.count > start, bytes.last == carriageReturn {
                bytes.removeLast()
            }
            bytes.append(byte)
        }
        if bytes.count > start, bytes.last == newline { bytes.removeLast() }
        if bytes.count > start, bytes.last == carriageReturn { bytes.removeLast() }
    }

    subscript(range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Without its end.
    func line(from start: Int) -> Range<Int> {
        let next = lineStarts[lineIndex(of: start) + 1]
        return start..<next - 1
    }

    func part(of offset: Int) -> Part {
        parts.last { $0.range.lowerBound <= offset } ?? parts[0]
    }

    /// In its file, counted from 1.
    func lineNumber(of offset: Int) -> Int {
        lineIndex(of: offset) - lineIndex(of: part(of: offset).range.lowerBound) + 1
    }

    private func lineIndex(of offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

/// What is told of the text, with its place.
extension ProfileText {
    func error(_ problems: [LineProblem]) -> ConfigurationError {
        ConfigurationError(problems: problems.map(problem))
    }

    /// - Parameter problem: an empty range means the last file as a whole.
    func problem(_ problem: LineProblem) -> ConfigurationProblem {
        let range = problem.range
        guard !range.isEmpty else {
            let path = parts.last?.origin.path ?? Path("profile")
            return ConfigurationProblem("\(Quoted.path(path)): \(problem.message)")
        }
        let line = lineStarts[lineIndex(of: range.lowerBound)]
        let lineEnd = self.line(from: range.lowerBound).upperBound
        let number = lineNumber(of: range.lowerBound)
        // What a backslash goes on with is not shown.
        let end = max(range.lowerBound, min(range.upperBound, lineEnd))
        return ConfigurationProblem(
            problem.message,
            at: .init(
                file: part(of: range.lowerBound).origin.path,
                line: number,
                column: scalarCount(line..<range.lowerBound) + 1
            ),
            excerpt: ConfigurationProblem.excerpt(
                line: number,
                before: tail(of: line..<range.lowerBound),
                marked: head(of: range.lowerBound..<end),
                after: head(of: end..<lineEnd)
            )
        )
    }

    private func scalarCount(_ range: Range<Int>) -> Int {
        bytes[range].count { $0 & 0xc0 != 0x80 }
    }

    /// An excerpt shows less of any line, and one may be all of a file.
    private static let shownMax = 400

    private func head(of range: Range<Int>) -> [UInt8] {
        Array(bytes[range].prefix(ProfileText.shownMax))
    }

    private func tail(of range: Range<Int>) -> [UInt8] {
        guard range.count > ProfileText.shownMax else { return Array(bytes[range]) }
        return Array(bytes[range].suffix(ProfileText.shownMax).drop { $0 & 0xc0 == 0x80 })
    }
}

private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
