internal import Model

/// What some words say, put together with blanks, and where each byte of it stands.
struct PlacedText {
    enum Role { case blank, alone, part }

    private(set) var bytes: [UInt8] = []
    private var offsets: [Range<Int>] = []

    /// - Parameter text: in which the words stand.
    init(_ words: [PlacedWord], _ text: ProfileText) {
        for word in words {
            if !bytes.isEmpty { append(UInt8(ascii: " "), word.range) }
            let start = PlacedText.start(of: word, text)
            for (index, byte) in word.bytes.enumerated() {
                append(byte, start.map { $0 + index..<$0 + index + 1 } ?? word.range)
            }
        }
    }

    private mutating func append(_ byte: UInt8, _ range: Range<Int>) {
        bytes.append(byte)
        offsets.append(range)
    }

    /// Where the bytes of the word begin, if they all stand there as they are.
    private static func start(of word: PlacedWord, _ text: ProfileText) -> Int? {
        for quotes in 0...1 where word.range.count == word.bytes.count + 2 * quotes {
            let inner = word.range.dropFirst(quotes).dropLast(quotes)
            if inner.elementsEqual(word.bytes.indices, by: { text.bytes[$0] == word.bytes[$1] }) {
                return word.range.lowerBound + quotes
            }
        }
        return nil
    }

    /// In the text, of a range here.
    func place(of range: Range<Int>) -> Range<Int> {
        guard let first = offsets[range].first, let last = offsets[range].last else {
            return offsets.first ?? 0..<0
        }
        return first.lowerBound..<max(first.upperBound, last.upperBound)
    }

    func pieces(_ role: (UInt8) -> Role) -> [ValuePiece] {
        var pieces: [ValuePiece] = []
        var begin: Int?
        for index in bytes.indices {
            let role = role(bytes[index])
            if role == .part {
                begin = begin ?? index
                continue
            }
            if let start = begin { pieces.append(piece(start..<index)) }
            begin = nil
            if role == .alone { pieces.append(piece(index..<index + 1)) }
        }
        if let begin { pieces.append(piece(begin..<bytes.count)) }
        return pieces
    }

    func piece(_ range: Range<Int>) -> ValuePiece {
        ValuePiece(text: String(decoding: bytes[range], as: UTF8.self), range: place(of: range))
    }

    /// Where `piece` stands first as a word of its own; nil when it does not.
    func range(of piece: String) -> Range<Int>? {
        let wanted = Array(piece.utf8)
        guard !wanted.isEmpty, wanted.count <= bytes.count else { return nil }
        var found: Int?
        for start in 0...bytes.count - wanted.count where bytes[start...].starts(with: wanted) {
            let end = start + wanted.count
            let isWhole =
                (start == 0 || !PlacedText.isInName(bytes[start - 1]))
                && (end == bytes.count || !PlacedText.isInName(bytes[end]))
            if isWhole { return place(of: start..<end) }
            found = found ?? start
        }
        return found.map { place(of: $0..<$0 + wanted.count) }
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        Measure.isDigit(byte) || byte >= 0x80 || "-_.".utf8.contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
