internal import Model

/// One line of a configuration file, without its end.
struct ConfigurationLine {
    /// A part of the line: what it means and where it stands.
    struct Piece {
        let bytes: [UInt8]
        let range: Range<Int>
        var isQuoted = false
    }

    struct Assignment {
        let key: Piece
        let value: Piece
    }

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The key and the value; nil for an empty line and a comment.
    func assignment() throws(LineProblem) -> Assignment? {
        try TextLine.check(bytes)
        let content = trimmed(bytes.startIndex..<bytes.endIndex)
        guard let first = bytes[content].first, first != UInt8(ascii: "#") else { return nil }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            throw LineProblem("there is no \"=\"; a line is written  key = value", content)
        }
        let key = trimmed(0..<equals)
        guard !key.isEmpty else {
            throw LineProblem("there is no key before the \"=\"", equals..<equals + 1)
        }
        return Assignment(
            key: Piece(bytes: Array(bytes[key]), range: key),
            value: try value(from: equals + 1, key: key)
        )
    }

    private func value(from start: Int, key: Range<Int>) throws(LineProblem) -> Piece {
        let rest = trimmed(start..<bytes.endIndex)
        if bytes[rest].first == UInt8(ascii: "\"") { return try quoted(rest) }
        let end =
            rest.first { index in
                bytes[index] == UInt8(ascii: "#")
                    && (index == start || ConfigurationLine.isBlank(bytes[index - 1]))
            } ?? rest.upperBound
        let range = trimmed(rest.lowerBound..<end)
        guard !range.isEmpty else {
            throw LineProblem("there is no value; leave the line out for the default", key)
        }
        return Piece(bytes: Array(bytes[range]), range: range)
    }

    private func quoted(_ rest: Range<Int>) throws(LineProblem) -> Piece {
        guard let (value, length) = QuotedText.read(bytes[rest]) else {
            throw LineProblem(
                "the quotes are not closed, or \"\\\" stands before a wrong letter",
                rest
            )
        }
        let end = rest.lowerBound + length
        let after = trimmed(end..<rest.upperBound)
        if let first = bytes[after].first, first != UInt8(ascii: "#") {
            throw LineProblem("there is more behind the closing quote", after)
        }
        return Piece(bytes: value, range: rest.lowerBound..<end, isQuoted: true)
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        guard let start = range.first(where: { !ConfigurationLine.isBlank(bytes[$0]) }),
            let last = range.last(where: { !ConfigurationLine.isBlank(bytes[$0]) })
        else { return range.lowerBound..<range.lowerBound }
        return start..<last + 1
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
