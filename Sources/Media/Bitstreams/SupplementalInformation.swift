/// The messages beside the pictures in H.264 and HEVC (SEI).
enum SupplementalInformation {
    /// What an encoder says of a place where decoding may begin though no picture there is one that
    /// resets the decoder.
    struct RecoveryPoint: Hashable {
        /// So many pictures later the output is right; in HEVC it may be negative.
        var distance: Int
        /// Right to the bit, not just in looks.
        var isExact: Bool

        var isImmediate: Bool { distance == 0 && isExact }
    }

    private static let recoveryPoint = 6

    /// - Parameter messages: A unit without its header.
    static func recoveryPoint(
        in messages: UnsafeRawBufferPointer,
        of codec: VideoCodec
    ) throws(Damage) -> RecoveryPoint? {
        var bits = BitReader(messages, skipsEmulation: true)
        // The last byte holds nothing but the mark of the end.
        while bits.wholeBytesLeft > 1 {
            let type = try runOfBytes(&bits)
            let size = try runOfBytes(&bits)
            if type == recoveryPoint {
                let distance = try codec == .hevc ? bits.signedGolomb() : bits.golomb()
                return RecoveryPoint(distance: distance, isExact: try bits.flag())
            }
            try bits.skip(size * 8)
        }
        return nil
    }

    /// 255 as often as it fits, and the rest.
    private static func runOfBytes(_ bits: inout BitReader) throws(Damage) -> Int {
        var sum = 0
        while true {
            let byte = try bits.number(8)
            sum += byte
            if byte != 255 { return sum }
        }
    }
}
