/// VP8: a beginning is a shown key frame; its header brings all that is needed.
struct VP8Rules: PacketRules {
    /// RFC 6386, 9.1.
    func read(
        _ packet: UnsafeRawBufferPointer,
        isKey: Bool,
        _ sets: inout ParameterSets
    ) throws(Damage) -> PacketFacts {
        let tag = try packet.byte(0)
        let isShown = tag >> 4 & 1 == 1
        guard tag & 1 == 0 else {
            return PacketFacts(access: isKey ? .unclean : .none, shownFrames: isShown ? 1 : 0)
        }
        for (offset, byte) in [UInt8]([0x9d, 0x01, 0x2a]).enumerated() {
            guard try packet.byte(3 + offset) == byte else { throw Damage() }
        }
        // The two highest bits are how much a player is to enlarge it.
        let width = Int(try packet.byte(6)) | Int(try packet.byte(7) & 0x3f) << 8
        let height = Int(try packet.byte(8)) | Int(try packet.byte(9) & 0x3f) << 8
        sets.note(picture: "\(width)x\(height)")
        return PacketFacts(access: isShown ? .clean : .unclean, shownFrames: isShown ? 1 : 0)
    }
}
