/// The beginning and the end of what may be more than one wants to keep: the beginning of a log
/// says what was tried, its end what went wrong.
public struct BoundedBytes: Hashable, Sendable {
    public private(set) var head: [UInt8] = []
    private var recent: [UInt8] = []
    private let headMax: Int
    private let tailMax: Int
    /// How many bytes there were in all.
    public private(set) var total: UInt64 = 0

    public init(head headMax: Int = 16_384, tail tailMax: Int = 49_152) {
        precondition(headMax >= 0 && tailMax >= 0, "a limit of bytes is not negative")
        self.headMax = headMax
        self.tailMax = tailMax
    }

    public mutating func append(_ bytes: some Collection<UInt8>) {
        total += UInt64(bytes.count)
        let room = min(headMax - head.count, bytes.count)
        head += bytes.prefix(room)
        recent += bytes.dropFirst(room).suffix(tailMax)
        // Cut now and then, not with every piece: moving the bytes costs more than keeping them
        // twice.
        if recent.count > 2 * tailMax { recent = Array(recent.suffix(tailMax)) }
    }

    /// What came last and is not in `head`.
    public var tail: [UInt8] { Array(recent.suffix(tailMax)) }

    /// How many bytes between head and tail are lost.
    public var dropped: UInt64 { total - UInt64(head.count) - UInt64(min(recent.count, tailMax)) }

    /// All that is kept; where something is lost a line says how much.
    public var bytes: [UInt8] {
        dropped == 0 ? head + tail : head + Array("\n[\(dropped) bytes left out]\n".utf8) + tail
    }
}
