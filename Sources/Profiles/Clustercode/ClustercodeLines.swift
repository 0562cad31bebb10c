internal import Model

/// The lines of a profile of clustercode's, taken apart as it does: at spaces, where double quotes
/// keep a word together and nothing else has a meaning.
///
/// In one point not: the quotes are taken off. clustercode leaves them in the word since 1.3.2, and
/// ffmpeg then looks for a filter called `"scale`.
struct ClustercodeLines {
    /// `%{NAME=value}`
    struct Field {
        /// In capitals.
        let name: String
        let value: PlacedWord
        let range: Range<Int>
    }

    private let text: ProfileText
    private(set) var words: [PlacedWord] = []
    private(set) var fields: [Field] = []
    private(set) var problems: [LineProblem] = []

    init(_ text: ProfileText, _ part: ProfileText.Part) {
        self.text = text
        var next = part.range.lowerBound
        while next <= part.range.upperBound {
            let line = text.line(from: next)
            next = line.upperBound + 1
            do throws(LineProblem) {
                try read(line)
            } catch {
                problems.append(error)
            }
            guard problems.count < DocumentReading.problemsMax else { break }
        }
    }

    private mutating func read(_ line: Range<Int>) throws(LineProblem) {
        guard let start = line.first(where: { !isBlank(text.bytes[$0]) }),
            let last = line.last(where: { !isBlank(text.bytes[$0]) })
        else { return }
        let line = start..<last + 1
        if text.bytes[start] == UInt8(ascii: "#") { return }
        guard text.bytes[line].starts(with: "%{".utf8) else { return try readWords(line) }
        try readField(line)
    }

    // MARK: Words

    private mutating func readWords(_ line: Range<Int>) throws(LineProblem) {
        var index = line.lowerBound
        while index < line.upperBound {
            if isBlank(text.bytes[index]) {
                index += 1
                continue
            }
            guard text.bytes[index] != UInt8(ascii: "#") else {
                throw LineProblem(
                    "in a profile of clustercode's a comment stands on a line of its own",
                    index..<line.upperBound
                )
            }
            let start = index
            let bytes = try readWord(&index, until: line.upperBound)
            words.append(PlacedWord(bytes, start..<index))
        }
    }

    private func readWord(_ index: inout Int, until end: Int) throws(LineProblem) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        var bytes: [UInt8] = []
        while index < end, !isBlank(text.bytes[index]) {
            guard text.bytes[index] == quote else {
                bytes.append(text.bytes[index])
                index += 1
                continue
            }
            guard let close = text.bytes[index + 1..<end].firstIndex(of: quote) else {
                throw LineProblem("the quotes are not closed", index..<end)
            }
            bytes += text.bytes[index + 1..<close]
            index = close + 1
        }
        return bytes
    }

    // MARK: Fields

    private mutating func readField(_ line: Range<Int>) throws(LineProblem) {
        let bytes = text.bytes
        let isWhole = bytes[line.upperBound - 1] == UInt8(ascii: "}")
        guard isWhole, let equals = line.first(where: { bytes[$0] == UInt8(ascii: "=") }),
            equals > line.lowerBound + 2, bytes[line.lowerBound + 2..<equals].allSatisfy(isLetter)
        else {
            throw LineProblem("a field is %{NAME=value}, such as %{FORMAT=.mkv}", line)
        }
        let value = equals + 1..<line.upperBound - 1
        fields.append(
            Field(
                name: text[line.lowerBound + 2..<equals].uppercased(),
                value: PlacedWord(Array(bytes[value]), value),
                range: line
            )
        )
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
