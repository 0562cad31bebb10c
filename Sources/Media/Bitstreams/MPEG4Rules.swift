/// MPEG-4 part 2: a beginning is an I picture whose layer header is known. Packets may hold two
/// pictures (packed B-frames), and then an empty one follows that keeps their number right.
struct MPEG4Rules: PacketRules {
    private struct Picture {
        var isIntra: Bool
        /// Without content; libavcodec shows nothing for it.
        var isCoded: Bool
    }

    /// How many bits a picture's time has; nil while no layer is known.
    private var timeBits: Int?

    private enum StartCode {
        static let layers: ClosedRange<UInt8> = 0x20...0x2f
        static let sequence: UInt8 = 0xb0
        static let picture: UInt8 = 0xb6
    }

    /// The studio profile writes its headers in another way.
    private static let studioProfiles: ClosedRange<UInt8> = 0xe1...0xe8

    mutating func begin(
        extradata: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) {
        _ = try pictures(in: extradata, &sets)
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        let pictures = try pictures(in: packet, &sets)
        guard let first = pictures.first else { return .pictureless(isKey: isKey) }
        var facts = PacketFacts(access: isKey ? .unclean : .none)
        if first.isIntra { facts.access = first.isCoded ? .clean : .unclean }
        facts.shownFrames = pictures.count { $0.isCoded }
        return facts
    }

    private mutating func pictures(
        in packet: UnsafeRawBufferPointer,
        _ sets: inout ParameterSets
    ) throws(Damage) -> [Picture] {
        var pictures: [Picture] = []
        var codes = StartCodes(packet)
        while let unit = codes.next() {
            let code = try unit.byte(0)
            switch code {
            case StartCode.sequence:
                guard !MPEG4Rules.studioProfiles.contains(try unit.byte(1)) else { throw Damage() }
            case StartCode.layers:
                let layer = StartCodes.unit(at: unit)
                guard sets.note(.videoObjectLayer, number: Int(code & 0xf), layer) else { continue }
                timeBits = try MPEG4Rules.timeBits(of: layer.part(from: 1))
            case StartCode.picture:
                pictures.append(try picture(unit.part(from: 1)))
            default: break
            }
        }
        return pictures
    }

    /// ISO/IEC 14496-2, 6.2.5.
    private func picture(_ content: UnsafeRawBufferPointer) throws(Damage) -> Picture {
        guard let timeBits else { throw Damage() }
        var bits = BitReader(content)
        let type = try bits.number(2)
        while try bits.flag() {}
        try bits.skip(1 + timeBits + 1)
        return Picture(isIntra: type == 0, isCoded: try bits.flag())
    }

    /// ISO/IEC 14496-2, 6.2.3: what stands before the picture's clock.
    private static func timeBits(of layer: UnsafeRawBufferPointer) throws(Damage) -> Int {
        var bits = BitReader(layer)
        try bits.skip(1 + 8)
        var version = 1
        if try bits.flag() {
            version = try bits.number(4)
            try bits.skip(3)
        }
        let isPixelShapeWritten = try bits.number(4) == 15
        if isPixelShapeWritten { try bits.skip(16) }
        if try bits.flag() {
            try bits.skip(2 + 1)
            let hasBufferModel = try bits.flag()
            if hasBufferModel { try bits.skip(79) }
        }
        let shape = try bits.number(2)
        if shape == 3, version != 1 { try bits.skip(4) }
        try bits.skip(1)
        let ticksPerSecond = try bits.number(16)
        guard ticksPerSecond > 0 else { throw Damage() }
        return max(1, Int.bitWidth - (ticksPerSecond - 1).leadingZeroBitCount)
    }
}
