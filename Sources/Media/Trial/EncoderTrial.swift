internal import CFFmpeg
internal import CLibav
public import Model

/// Whether an encoder of pictures works here, found out by encoding a few: that it is compiled in
/// says nothing of a device, a driver, or the rights to use them.
public enum EncoderTrial {
    /// To be called in a child: drivers crash, and hang.
    public static func verdict(on encoder: String) -> EncoderVerdict {
        LogCapture.during { _ in
            var first: String?
            // Some devices take no small pictures; see OpeningTrial.
            for (width, height) in [(320, 240), (1_920, 1_080)] {
                do throws(MediaFailure) {
                    try encode(with: encoder, width, height)
                    return EncoderVerdict(encoder, failure: nil)
                } catch {
                    first = first ?? error.cause
                }
            }
            return EncoderVerdict(encoder, failure: first)
        }
    }

    private static func encode(
        with name: String,
        _ width: Int,
        _ height: Int
    ) throws(MediaFailure) {
        let encoder = try Encoder(named: name)
        let format = try format(of: encoder)
        let context = encoder.context
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = format
        context.pointee.time_base = AVRational(num: 1, den: 25)
        context.pointee.framerate = AVRational(num: 25, den: 1)
        let options = try EncoderPins(name, quick[name] ?? [], .init(threads: 1)).options
        let source =
            "[in]nullsink;testsrc2=size=\(width)x\(height):rate=25,trim=end_frame=\(frames),"
            + "format=\(PixelFormats.name(of: format))[out]"
        let track = try TrialTrack(.video, encoder, options, source)
        var packets = 0
        var bytes = 0
        try track.encode { packet in
            packets += 1
            bytes += Int(packet.handle.pointee.size)
        }
        // Whoever swallows pictures makes parts that are refused.
        guard packets == frames, bytes > 0 else {
            throw MediaFailure(
                .mismatch,
                "encode with \(name)",
                nil,
                "of \(frames) pictures it made \(packets) packets with \(bytes) bytes"
            )
        }
    }

    /// One that lies in this machine's memory, most usual first.
    private static func format(of encoder: Encoder) throws(MediaFailure) -> AVPixelFormat {
        let all = PixelFormats.all(of: encoder.codec)
        let here = all.filter { !PixelFormats.isInDevice($0) }
        let usual = [AV_PIX_FMT_YUV420P, AV_PIX_FMT_NV12]
        if let format = usual.first(where: here.contains) ?? here.first { return format }
        guard !all.isEmpty else { return AV_PIX_FMT_YUV420P }
        let names = Quoted.list(all.map(PixelFormats.name), last: "and")
        throw MediaFailure(
            .recipe,
            "encode with \(encoder.name)",
            nil,
            "it takes pictures from a device's memory only (\(names)), and \(Product.name) makes "
                + "none there"
        )
    }

    private static let frames = 5
    /// By themselves these think about every picture for long.
    private static let quick: [String: [CodecOption]] = [
        "libx264": [CodecOption("preset", "ultrafast")],
        "libx265": [CodecOption("preset", "ultrafast")],
        "libaom-av1": [CodecOption("cpu-used", "8")],
        "libsvtav1": [CodecOption("preset", "10")],
        "libvpx": [CodecOption("deadline", "realtime"), CodecOption("cpu-used", "8")],
        "libvpx-vp9": [CodecOption("deadline", "realtime"), CodecOption("cpu-used", "8")],
    ]
}
