/// Tells whether packets are the same ones, whatever container they went through: over the bytes of
/// their units, without what containers write differently. It finds mistakes, not forgery.
struct UnitHash: Hashable, Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    private let codec: VideoCodec
    private let framing: Framing

    init(_ codec: VideoCodec, _ framing: Framing) {
        self.codec = codec
        self.framing = framing
    }

    mutating func add(_ packet: UnsafeRawBufferPointer) {
        var value = value
        PacketUnits.forEachUnit(of: packet, codec: codec, framing: framing) { unit in
            UnitHash.mix(UInt64(unit.count), into: &value)
            var position = 0
            while position + 8 <= unit.count {
                let word = unit.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                UnitHash.mix(UInt64(littleEndian: word), into: &value)
                position += 8
            }
            guard position < unit.count else { return }
            var last: UInt64 = 0
            for byte in unit[position...].reversed() { last = last << 8 | UInt64(byte) }
            UnitHash.mix(last, into: &value)
        }
        self.value = value
    }

    /// Multiplying by an odd number and folding the high half into the low one can both be undone,
    /// so no two states become one.
    private static func mix(_ word: UInt64, into value: inout UInt64) {
        value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
        value ^= value >> 32
    }
}
