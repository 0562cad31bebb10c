/// Recordings that begin or end anywhere, and files that are damaged.
extension TestMedia {
    /// They begin in the middle of a group of pictures.
    public static let midGOPH264 = midGOP("mid-gop-h264.ts", of: h264TS)
    public static let midGOPOpenH264 = midGOP("mid-gop-open-h264.ts", of: h264OpenGOPTS)
    public static let midGOPHEVC = midGOP("mid-gop-hevc.ts", of: hevcTS)
    public static let midGOPMPEG2 = midGOP("mid-gop-mpeg2.ts", of: mpeg2TS)

    private static func midGOP(_ name: String, of whole: TestMedia) -> TestMedia {
        TestMedia(name, Facts(codec: whole.facts.codec), from: whole, "drop 30 %") { bytes in
            TransportStream.dropFirst(percent: 30, of: &bytes)
        }
    }

    /// Some bits of the pictures are wrong, everything around them is whole.
    public static let damagedTS = damaged("damaged-h264.ts", of: h264TS, bits: 40)
    /// Most wrong bits of HEVC are taken for other pictures without complaint.
    public static let damagedHEVC = damaged("damaged-hevc.ts", of: hevcTS, bits: 300)
    public static let damagedMPEG2 = damaged("damaged-mpeg2.ts", of: mpeg2TS, bits: 40)

    private static func damaged(_ name: String, of whole: TestMedia, bits: Int) -> TestMedia {
        TestMedia(name, Facts(codec: whole.facts.codec), from: whole, "flip \(bits) bits") {
            bytes in
            TransportStream.flip(bits: bits, of: &bytes, seed: 7)
        }
    }

    /// Wrong bits in the middle of the media's bytes; the index is whole.
    public static let damagedMP4 = TestMedia(
        "damaged-h264.mp4",
        Facts(codec: "h264"),
        from: h264,
        "flip 20 bits of mdat"
    ) { bytes in
        let media = try BoxFile(bytes: bytes).range(of: ["mdat"])
        let middle = media.lowerBound + media.count / 3..<media.upperBound - media.count / 3
        Damage.flipping(bits: 20, of: &bytes, in: middle, seed: 7)
    }

    /// Its index says six seconds, its media end after three.
    public static let truncatedMP4 = truncated("truncated.mp4", of: h264FastStart)
    public static let truncatedMKV = truncated("truncated.mkv", of: h264MKV)
    /// Without any index, since that comes last.
    public static let noIndexMP4 = truncated("no-index.mp4", of: h264)

    private static func truncated(_ name: String, of whole: TestMedia) -> TestMedia {
        TestMedia(name, Facts(codec: whole.facts.codec), from: whole, "first half") { bytes in
            bytes = Damage.truncated(bytes, toPercent: 50)
        }
    }

    /// A codec that nobody knows.
    public static let unknownCodec = TestMedia(
        "unknown-codec.mkv",
        Facts(),
        from: h264MKV,
        "V_MPEG4/ISO/AVC to V_NOBODY/KNOWS1"
    ) { bytes in
        let (known, unknown) = (Array("V_MPEG4/ISO/AVC".utf8), Array("V_NOBODY/KNOWS1".utf8))
        let place = bytes.indices.first { bytes[$0...].starts(with: known) }
        guard let place else { throw Workshop.Failure(description: "no codec's name found") }
        bytes.replaceSubrange(place..<place + known.count, with: unknown)
    }
}
