internal import CFFmpeg
internal import CLibav
public import Model

/// A second of film with all that most films have: moving pictures, two tracks of sound in two
/// languages, and a text.
public enum TrialFilm {
    public static let width = 1_280
    public static let height = 720
    public static let frames = 25

    /// Makes it as Matroska; the file must not be there.
    public static func make(_ path: Path) throws(MediaFailure) {
        try LogCapture.during { _ throws(MediaFailure) in
            let muxer = try Muxer(path, format: "matroska")
            let tracks = [try picture(), try sound(440), try sound(660)]
            for (track, language) in zip(tracks, [nil, "eng", "deu"]) {
                try describe(try muxer.addStream(), track, language)
            }
            try describeText(try muxer.addStream())
            try muxer.begin()
            for (index, track) in tracks.enumerated() {
                try track.encode { packet throws(MediaFailure) in
                    let base = track.encoder.context.pointee.time_base
                    packet.handle.pointee.stream_index = Int32(index)
                    av_packet_rescale_ts(packet.handle, base, muxer.timeBase(index).libav)
                    try muxer.writeInterleaved(packet)
                }
            }
            try muxer.writeInterleaved(try text(on: muxer.timeBase(tracks.count), tracks.count))
            _ = try muxer.finish()
        }
    }

    // MARK: Streams

    /// What most films are; without x264 a codec that libavcodec makes itself.
    private static func picture() throws(MediaFailure) -> TrialTrack {
        let isThere = avcodec_find_encoder_by_name("libx264") != nil
        let encoder = try Encoder(named: isThere ? "libx264" : "mpeg4")
        let context = encoder.context
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        context.pointee.time_base = AVRational(num: 1, den: Int32(frames))
        context.pointee.framerate = AVRational(num: Int32(frames), den: 1)
        let options = isThere ? [CodecOption("preset", "ultrafast")] : [CodecOption("b", "4M")]
        return try TrialTrack(
            .video,
            encoder,
            options,
            "[in]nullsink;testsrc2=size=\(width)x\(height):rate=\(frames):duration=1,"
                + "format=yuv420p[out]"
        )
    }

    private static func sound(_ frequency: Int) throws(MediaFailure) -> TrialTrack {
        let encoder = try Encoder(named: "aac")
        let context = encoder.context
        context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        context.pointee.sample_rate = 48_000
        context.pointee.time_base = AVRational(num: 1, den: 48_000)
        av_channel_layout_default(&context.pointee.ch_layout, 2)
        return try TrialTrack(
            .audio,
            encoder,
            [CodecOption("b", "128k")],
            "[in]anullsink;sine=frequency=\(frequency):sample_rate=48000:duration=1,"
                + "aformat=sample_fmts=fltp:channel_layouts=stereo[out]"
        )
    }

    private static func describe(
        _ stream: UnsafeMutablePointer<AVStream>,
        _ track: TrialTrack,
        _ language: String?
    ) throws(MediaFailure) {
        try libav("describe a stream", nil) {
            avcodec_parameters_from_context(stream.pointee.codecpar, track.encoder.context)
        }
        stream.pointee.time_base = track.encoder.context.pointee.time_base
        stream.pointee.avg_frame_rate = track.encoder.context.pointee.framerate
        if let language { av_dict_set(&stream.pointee.metadata, "language", language, 0) }
    }

    // MARK: Text

    private static func describeText(
        _ stream: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) {
        stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
        stream.pointee.codecpar.pointee.codec_id = AV_CODEC_ID_SUBRIP
        stream.pointee.time_base = AVRational(num: 1, den: 1_000)
        av_dict_set(&stream.pointee.metadata, "language", "eng", 0)
    }

    private static func text(on base: Rational, _ index: Int) throws(MediaFailure) -> Packet {
        let packet = try Packet()
        let text = Array("A second of film".utf8)
        try libav("make a text", nil) { av_new_packet(packet.handle, Int32(text.count)) }
        packet.handle.pointee.data?.update(from: text, count: text.count)
        packet.handle.pointee.stream_index = Int32(index)
        packet.presentation = Rational.milliseconds.rescale(200, to: base)
        packet.decoding = packet.presentation
        packet.handle.pointee.duration = Rational.milliseconds.rescale(500, to: base)
        packet.handle.pointee.flags |= AV_PKT_FLAG_KEY
        return packet
    }
}

/// One stream on its way from a source of libavfilter's through an encoder.
final class TrialTrack {
    let encoder: Encoder
    private let graph: FilterGraph

    init(
        _ kind: FilterGraph.Kind,
        _ encoder: Encoder,
        _ options: [CodecOption],
        _ filters: String
    ) throws(MediaFailure) {
        self.encoder = encoder
        encoder.context.pointee.thread_count = 1
        encoder.context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        try encoder.open(options)
        graph = try FilterGraph(kind, input: kind.example, filters: filters, threads: 1)
        if kind == .audio { graph.setFrameSize(UInt32(encoder.context.pointee.frame_size)) }
    }

    func encode(_ body: (Packet) throws(MediaFailure) -> Void) throws(MediaFailure) {
        let frame = try Frame()
        while try graph.pull(into: frame) == .done {
            let base = encoder.context.pointee.time_base
            frame.presentation = frame.presentation.map {
                av_rescale_q($0, graph.timeBase.libav, base)
            }
            frame.handle.pointee.pict_type = AV_PICTURE_TYPE_NONE
            _ = try encoder.send(frame)
            try drain(body)
        }
        _ = try encoder.send(nil)
        try drain(body)
    }

    private func drain(_ body: (Packet) throws(MediaFailure) -> Void) throws(MediaFailure) {
        while true {
            let packet = try Packet()
            guard try encoder.receive(into: packet) == .done else { return }
            try body(packet)
        }
    }
}
