/// Lines of words as a shell reads them: quotes, escapes, comments, and a backslash at the end of a
/// line that goes on. Nothing is expanded.
public struct ShellWords {
    private let text: [UInt8]
    private let end: Int
    private var position: Int
    private var words: [PlacedWord] = []
    private var word: [UInt8]?
    private var wordStart = 0

    private init(_ text: [UInt8], _ range: Range<Int>) {
        (self.text, end, position) = (text, range.upperBound, range.lowerBound)
    }

    /// The words of the line that begins at `start`, and where the one behind it begins.
    ///
    /// - Parameter end: nothing behind it is read; nil is the end of the text.
    public static func line(
        of text: [UInt8],
        from start: Int,
        until end: Int? = nil
    ) throws(LineProblem) -> (words: [PlacedWord], next: Int) {
        var reader = ShellWords(text, start..<max(start, end ?? text.count))
        while let byte = reader.take() {
            if byte == newline { break }
            try reader.read(byte)
        }
        reader.endWord(before: 1)
        return (reader.words, reader.position)
    }

    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    private static let quote = UInt8(ascii: "\"")

    private mutating func take() -> UInt8? {
        guard position < end else {
            // As if a newline had been there.
            position = end + 1
            return nil
        }
        position += 1
        return text[position - 1]
    }

    private mutating func read(_ byte: UInt8) throws(LineProblem) {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord(before: 1)
        case UInt8(ascii: "#") where word == nil: skipComment()
        case UInt8(ascii: "'"): try takeQuoted(until: byte)
        case ShellWords.quote: try takeQuoted(until: byte)
        case ShellWords.backslash: try takeEscape()
        default: append(byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        begin()
        word?.append(byte)
    }

    /// A word may be empty: `''`.
    private mutating func begin() {
        guard word == nil else { return }
        (word, wordStart) = ([], position - 1)
    }

    private mutating func endWord(before length: Int) {
        guard let bytes = word else { return }
        words.append(PlacedWord(bytes, wordStart..<position - length))
        word = nil
    }

    private mutating func skipComment() {
        while position < end, text[position] != ShellWords.newline { position += 1 }
    }

    private mutating func takeQuoted(until closing: UInt8) throws(LineProblem) {
        begin()
        let start = position - 1
        while position < end, text[position] != ShellWords.newline {
            let byte = text[position]
            position += 1
            if byte == closing { return }
            guard closing == ShellWords.quote, byte == ShellWords.backslash, position < end else {
                word?.append(byte)
                continue
            }
            let next = text[position]
            position += 1
            if next == ShellWords.newline { continue }
            // In double quotes a backslash means itself before everything else.
            if !"\"\\$`".utf8.contains(next) { word?.append(byte) }
            word?.append(next)
        }
        throw LineProblem("the quotes are not closed", start..<position)
    }

    private mutating func takeEscape() throws(LineProblem) {
        let start = position - 1
        guard position < end else {
            throw LineProblem("nothing follows the backslash", start..<position)
        }
        let blanks = text[position..<end].prefix {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
        }
        let isAtEnd = blanks.endIndex == end || text[blanks.endIndex] == ShellWords.newline
        if isAtEnd, blanks.isEmpty {
            position += 1
        } else if isAtEnd {
            // It looks like a line that goes on, and is one that ends in a space.
            throw LineProblem(
                "there is a space behind the backslash; to go on, the line ends in a backslash",
                start..<blanks.endIndex
            )
        } else {
            begin()
            word?.append(text[position])
            position += 1
        }
    }
}
