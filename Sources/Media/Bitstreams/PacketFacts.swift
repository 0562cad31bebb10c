/// What one packet of a video stream is, read from its bytes.
struct PacketFacts: Hashable, Sendable {
    enum Access: Hashable, Sendable {
        /// Decoding may begin here: all that is shown at or after this packet's time comes out
        /// exact.
        case clean
        /// The container or the codec offers it as a beginning, but decoding from here is not
        /// exact, or cannot be shown to be.
        case unclean
        case none
    }

    var access = Access.none
    /// How many pictures the decoder gives for the packet: 0 for a hidden one (a reference that is
    /// never shown, the place holder behind packed B-frames, the second field of a pair in packets
    /// of their own), 2 and more for packed ones.
    var shownFrames = 1
    /// One field of a pair, in a packet of its own. The first of them counts as the shown frame and
    /// may be an access, the second never.
    var isField = false
    /// Its references lie before the random access point that it follows (HEVC RASL), so a decoder
    /// that begins at that point leaves it out.
    var isUndecodableAtStart = false

    /// For bytes that are not what the codec's rules say: the decoder may well conceal something.
    static let damaged = PacketFacts(access: .unclean)
    /// For a packet without any picture.
    static func pictureless(isKey: Bool) -> PacketFacts {
        PacketFacts(access: isKey ? .unclean : .none, shownFrames: 0)
    }
}

/// The codecs that packets are read of.
enum VideoCodec: Hashable, Sendable, CaseIterable {
    case h264, hevc, mpeg1, mpeg2, mpeg4, vp8, vp9, av1
    /// Any codec whose packets each decode alone, such as ProRes, DNxHD and MJPEG.
    case intraOnly
    case other
}
