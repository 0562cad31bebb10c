/// One open bitstream unit (OBU) of AV1.
struct AV1Unit {
    enum Kind: UInt8, Sendable {
        case sequenceHeader = 1
        case temporalDelimiter = 2
        case frameHeader = 3
        case tileGroup = 4
        case metadata = 5
        case frame = 6
        case redundantFrameHeader = 7
        case tileList = 8
        case padding = 15
    }

    /// Nil is reserved.
    let kind: Kind?
    /// The header as it is where the size follows from the container: whether it is written differs
    /// between containers.
    let headerWithoutSize: [UInt8]
    let content: UnsafeRawBufferPointer
}

/// The units of an AV1 packet, in order; AV1 bitstream specification, 5.3.
struct AV1Units {
    private static let sizeFlag: UInt8 = 2

    private let packet: UnsafeRawBufferPointer
    private var position = 0

    init(_ packet: UnsafeRawBufferPointer) { self.packet = packet }

    /// What `next` has not given yet.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: packet[position...]) }

    mutating func next() throws(Damage) -> AV1Unit? {
        guard position < packet.count else { return nil }
        let header = try packet.byte(position)
        // The highest bit is set in no unit.
        guard header & 0x80 == 0 else { throw Damage() }
        var place = position + 1
        var written = [header & ~AV1Units.sizeFlag]
        if header & 4 != 0 {
            written.append(try packet.byte(place))
            place += 1
        }
        var length: Int?
        if header & AV1Units.sizeFlag != 0 { length = try size(at: &place) }
        let content = try packet.part(from: place, length: length)
        position = place + content.count
        return AV1Unit(
            kind: AV1Unit.Kind(rawValue: header >> 3 & 15),
            headerWithoutSize: written,
            content: content
        )
    }

    /// Seven bits in each byte, the lowest first, while the highest bit of the byte is set.
    private func size(at place: inout Int) throws(Damage) -> Int {
        var size = 0
        for index in 0..<8 {
            let byte = try packet.byte(place)
            place += 1
            size |= Int(byte & 0x7f) << (7 * index)
            if byte & 0x80 == 0 { return size }
        }
        throw Damage()
    }
}

/// What a frame's head needs of the sequence header.
struct AV1SequenceHeader: Hashable, Sendable {
    /// One picture, whose frame header is shortened.
    let isReducedStill: Bool
    /// The decoder shows the highest of several pictures of one time.
    let hasSpatialLayers: Bool

    init(_ content: UnsafeRawBufferPointer) throws(Damage) {
        var bits = BitReader(content)
        try bits.skip(3 + 1)
        isReducedStill = try bits.flag()
        if isReducedStill {
            hasSpatialLayers = false
            return
        }
        // What stands between the flags and the first operating point has no fixed length.
        let hasTiming = try bits.flag()
        if hasTiming {
            try bits.skip(64)
            let hasEqualSteps = try bits.flag()
            if hasEqualSteps { _ = try bits.golomb() }
            let hasDecoderModel = try bits.flag()
            if hasDecoderModel { try bits.skip(5 + 32 + 5 + 5) }
        }
        try bits.skip(1 + 5)
        let layers = try bits.number(12)
        hasSpatialLayers = (layers >> 8).nonzeroBitCount > 1
    }
}
