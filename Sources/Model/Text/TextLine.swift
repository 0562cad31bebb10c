/// What is wrong with a line, and which bytes of it.
public struct LineProblem: Error, Hashable, Sendable {
    public let message: String
    public let range: Range<Int>

    public init(_ message: String, _ range: Range<Int>) {
        self.message = message
        self.range = range
    }
}

/// A line of a file that people write.
public enum TextLine {
    /// What some editors put before a text in UTF-8.
    public static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Refuses what no editor shows as it is: bytes that are not UTF-8, control
    /// characters and byte order marks.
    public static func check(_ bytes: [UInt8]) throws(LineProblem) {
        // It shows nowhere, and comes there when files are put together.
        if bytes.starts(with: byteOrderMark) {
            throw LineProblem(
                "there is a byte order mark; it may stand at the start of the file only",
                0..<byteOrderMark.count
            )
        }
        if let place = bytes.firstIndex(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7f }) {
            let name = bytes[place] == 0 ? "a NUL byte" : "a control character"
            throw LineProblem("there is \(name)", place..<place + 1)
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        var place = 0
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while case .valid(let scalar) = decoder.parseScalar(from: &iterator) {
            place += scalar.count
        }
        throw LineProblem("there is a byte that is not UTF-8", place..<place + 1)
    }
}
