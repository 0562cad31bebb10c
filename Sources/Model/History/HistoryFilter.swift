/// Which entries of the history are meant.
public struct HistoryFilter: Hashable, Sendable {
    /// One of them; empty is all.
    public var patterns: [HistoryPattern] = []
    /// A piece of the path, in any case; nil is any.
    public var search: String?
    /// Those that come behind this one, the latest first.
    public var behind: HistoryCursor?
    /// Empty is any.
    public var outcomes: Set<HistoryEntry.Outcome> = []
    public var profile: String?
    /// Ended at or after this moment, in milliseconds since 1970.
    public var since: Int64?
    /// What was taken back, in place of what holds.
    public var isOfRemoved = false

    public init() {}
}

/// An entry by what a person types: an id or its first digits, a path, a folder or a glob.
public struct HistoryPattern: Hashable, Sendable {
    public let bytes: [UInt8]

    /// Shorter ones are meant by accident too often.
    static let idDigitsMin = 4

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// The first digits of an id, where it can be some.
    public var idPrefix: String? {
        let isID = bytes.count >= HistoryPattern.idDigitsMin && bytes.count <= 16
        guard isID, bytes.allSatisfy(HistoryPattern.isHexDigit) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A glob, where it has signs of one. `*` stands for slashes, too.
    public var glob: String? {
        let signs = "*?[".utf8
        return bytes.contains(where: signs.contains) ? ReadableBytes.escaped(bytes) : nil
    }

    /// The path itself, or of the folder with all that is in it.
    public var path: [UInt8] {
        var path = bytes
        while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        Measure.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
