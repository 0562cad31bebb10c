/// How the units of an H.264 or HEVC packet are told apart.
enum Framing: Hashable, Sendable {
    /// By start codes, as in MPEG-TS and in files without a container.
    case startCodes
    /// By a length of this many bytes before each unit, as in MP4 and Matroska.
    case lengths(Int)

    /// What the stream's extradata says: MP4's configuration record, or units behind start codes.
    init(codec: VideoCodec, extradata: UnsafeRawBufferPointer) {
        self = .startCodes
        if codec == .h264, extradata.count >= 7, extradata[0] == 1 {
            self = .lengths(Int(extradata[4] & 3) + 1)
        }
        // The version of early records is 0; a start code differs from them within three bytes.
        if codec == .hevc, extradata.count >= 23,
            extradata[0] != 0 || extradata[1] != 0 || extradata[2] > 1
        {
            self = .lengths(Int(extradata[21] & 3) + 1)
        }
    }

    /// How this packet is framed: some files have start codes in spite of their configuration
    /// record. A length can look like a start code, so the lengths must not fit as well.
    func of(_ packet: UnsafeRawBufferPointer) -> Framing {
        guard case .lengths = self, packet.count >= 4, packet[0] == 0, packet[1] == 0,
            packet[2] == 1 || packet[2] == 0 && packet[3] == 1
        else { return self }
        var units = NALUnits(packet, self)
        do {
            while try units.next() != nil {}
            return self
        } catch {
            return .startCodes
        }
    }
}

/// The units of an H.264 or HEVC packet, in order.
struct NALUnits {
    private enum Source {
        case codes(StartCodes)
        case lengths(Int)
    }

    private var source: Source
    private let packet: UnsafeRawBufferPointer
    private var position = 0

    init(_ packet: UnsafeRawBufferPointer, _ framing: Framing) {
        self.packet = packet
        source =
            switch framing {
            case .startCodes: .codes(StartCodes(packet))
            case .lengths(let size): .lengths(size)
            }
    }

    /// Whether going on to the next unit costs reading through this one.
    var isSearching: Bool {
        if case .codes = source { true } else { false }
    }

    /// The next unit, from its first byte to its end; behind start codes to the end of the packet,
    /// since its end would have to be searched for (see `whole`).
    mutating func next() throws(Damage) -> UnsafeRawBufferPointer? {
        switch source {
        case .codes(var codes):
            let unit = codes.next()
            source = .codes(codes)
            return unit
        case .lengths(let size):
            while position < packet.count {
                var length = 0
                for offset in 0..<size {
                    length = length << 8 | Int(try packet.byte(position + offset))
                }
                let unit = try packet.part(from: position + size, length: length)
                position += size + length
                if !unit.isEmpty { return unit }
            }
            return nil
        }
    }

    /// What `next` has not given yet; only lengths can be damaged and leave something.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: packet[position...]) }

    /// A unit that `next` gave, with its true end.
    func whole(_ unit: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        isSearching ? StartCodes.unit(at: unit) : unit.withoutTrailingZeros
    }
}

/// MP4's configuration records, which hold parameter sets with lengths of two bytes.
enum ConfigurationRecord {
    static func h264(
        _ record: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(Damage) -> Void
    ) throws(Damage) {
        var position = 5
        // Five bits count the sequence parameter sets, a byte the picture parameter sets.
        for mask: UInt8 in [0x1f, 0xff] {
            let count = try record.byte(position) & mask
            position += 1
            for _ in 0..<count { try unit(of: record, at: &position, body) }
        }
    }

    static func hevc(
        _ record: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(Damage) -> Void
    ) throws(Damage) {
        let arrays = try record.byte(22)
        var position = 23
        for _ in 0..<arrays {
            let count = Int(try record.byte(position + 1)) << 8 | Int(try record.byte(position + 2))
            position += 3
            for _ in 0..<count { try unit(of: record, at: &position, body) }
        }
    }

    private static func unit(
        of record: UnsafeRawBufferPointer,
        at position: inout Int,
        _ body: (UnsafeRawBufferPointer) throws(Damage) -> Void
    ) throws(Damage) {
        let length = Int(try record.byte(position)) << 8 | Int(try record.byte(position + 1))
        let unit = try record.part(from: position + 2, length: length)
        position += 2 + length
        try body(unit.withoutTrailingZeros)
    }
}
