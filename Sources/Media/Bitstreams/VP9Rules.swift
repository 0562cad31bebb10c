/// VP9: a beginning is a packet whose first frame is a shown key frame. A packet may hold several
/// frames (a superframe), all but one of them hidden.
struct VP9Rules: PacketRules {
    /// What the pictures of a profile are; known from the last key frame.
    private var format = ""

    private struct Frame {
        var isKey = false
        var isShown = true
        /// Only where the frame says it itself.
        var size: (width: Int, height: Int)?
    }

    mutating func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        var facts = PacketFacts(access: isKey ? .unclean : .none, shownFrames: 0)
        for (index, bytes) in try VP9Rules.frames(of: packet).enumerated() {
            let frame = try frame(bytes)
            if frame.isShown { facts.shownFrames += 1 }
            if let size = frame.size {
                sets.note(picture: "\(size.width)x\(size.height) \(format)")
            }
            if frame.isKey { facts.access = index == 0 && frame.isShown ? .clean : .unclean }
        }
        return facts
    }

    /// The frames of a superframe, whose index stands at the end; of another packet itself.
    private static func frames(
        of packet: UnsafeRawBufferPointer
    ) throws(Damage) -> [UnsafeRawBufferPointer] {
        let marker = try packet.byte(packet.count - 1)
        let count = Int(marker & 7) + 1
        let sizeBytes = Int(marker >> 3 & 3) + 1
        let indexStart = packet.count - 2 - count * sizeBytes
        guard marker & 0xe0 == 0xc0, indexStart >= 0, packet[indexStart] == marker else {
            return [packet]
        }
        var frames: [UnsafeRawBufferPointer] = []
        var start = 0
        for frame in 0..<count {
            var size = 0
            for byte in 0..<sizeBytes {
                size |=
                    Int(try packet.byte(indexStart + 1 + frame * sizeBytes + byte)) << (8 * byte)
            }
            guard size <= indexStart - start else { throw Damage() }
            if size > 0 { frames.append(try packet.part(from: start, length: size)) }
            start += size
        }
        return frames
    }

    /// VP9 bitstream specification, 6.2 and 7.2.
    private mutating func frame(_ bytes: UnsafeRawBufferPointer) throws(Damage) -> Frame {
        var bits = BitReader(bytes)
        guard try bits.number(2) == 2 else { throw Damage() }
        let profile = (try bits.flag() ? 1 : 0) + (try bits.flag() ? 2 : 0)
        if profile == 3 { try bits.skip(1) }
        var frame = Frame()
        if try bits.flag() { return frame }  // show_existing_frame
        frame.isKey = try !bits.flag()
        frame.isShown = try bits.flag()
        let isResilient = try bits.flag()
        if frame.isKey {
            try VP9Rules.syncCode(&bits)
            format = try VP9Rules.format(of: profile, &bits)
            frame.size = try VP9Rules.size(&bits)
            return frame
        }
        let isIntraOnly = frame.isShown ? false : try bits.flag()
        if !isResilient { try bits.skip(2) }
        if isIntraOnly {
            try VP9Rules.syncCode(&bits)
            if profile > 0 { format = try VP9Rules.format(of: profile, &bits) }
            try bits.skip(8)
            frame.size = try VP9Rules.size(&bits)
            return frame
        }
        try bits.skip(8 + 3 * 4)
        // Whether the size is that of the first, second or third reference.
        for _ in 0..<3 where try bits.flag() { return frame }
        frame.size = try VP9Rules.size(&bits)
        return frame
    }

    private static func syncCode(_ bits: inout BitReader) throws(Damage) {
        guard try bits.number(24) == 0x49_83_42 else { throw Damage() }
    }

    /// Bits per sample, and how colour is sampled.
    private static func format(
        of profile: Int,
        _ bits: inout BitReader
    ) throws(Damage) -> String {
        var depth = 8
        if profile >= 2 { depth = try bits.flag() ? 12 : 10 }
        let isRGB = try bits.number(3) == 7
        var sampling = isRGB ? "4:4:4" : "4:2:0"
        if !isRGB { try bits.skip(1) }
        if profile & 1 == 1 {
            if !isRGB {
                sampling =
                    switch try bits.number(2) {
                    case 0: "4:4:4"
                    case 1: "4:4:0"
                    case 2: "4:2:2"
                    default: "4:2:0"
                    }
            }
            try bits.skip(1)
        }
        return "\(sampling) \(depth) bit\(isRGB ? " RGB" : "")"
    }

    private static func size(
        _ bits: inout BitReader
    ) throws(Damage) -> (width: Int, height: Int) {
        (try bits.number(16) + 1, try bits.number(16) + 1)
    }
}
