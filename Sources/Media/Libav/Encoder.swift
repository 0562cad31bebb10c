internal import CFFmpeg
internal import CLibav
internal import Model

/// An encoder, set up and then opened.
final class Encoder {
    let context: UnsafeMutablePointer<AVCodecContext>
    let codec: UnsafePointer<AVCodec>
    let name: String
    private var waitsForFirstFrame = false

    init(named name: String) throws(MediaFailure) {
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw EncoderNames.unknown(name)
        }
        self.name = name
        self.codec = codec
        context = try libavMemory(avcodec_alloc_context3(codec), "make an encoder")
    }

    deinit {
        if waitsForFirstFrame, name == "libsvtav1" { giveOnePicture() }
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    /// Opens it. Options are looked up by name in the encoder's own table and in the common one.
    func open(_ options: [CodecOption]) throws(MediaFailure) {
        var left = Options(options)
        let code = Encoder.withoutUrgency { avcodec_open2(context, codec, &left.handle) }
        guard code >= 0 else {
            throw MediaFailure.libav(code, "open the encoder \(name)", nil, as: .recipe)
        }
        if let unknown = left.left.first {
            throw MediaFailure(
                .recipe,
                "open the encoder \(name)",
                nil,
                "it has no option \(unknown.name)",
                remedy: "ffmpeg -h encoder=\(name)"
            )
        }
        waitsForFirstFrame = true
    }

    /// SVT-AV1 (1.4.1), begun by root, puts its threads and the one that opens it before all others
    /// of the machine, by SCHED_FIFO with the highest priority, and what they begin inherits it: a
    /// node would not come to tell that it lives.
    private static func withoutUrgency(_ body: () -> Int32) -> Int32 {
        let hadRight = libav_urgency_forbid() != 0
        defer { if hadRight { libav_urgency_allow() } }
        return body()
    }

    /// SVT-AV1 (1.4.1) mostly waits for ever when it is closed without ever having had a picture,
    /// with or without its end sent; after one picture it never did.
    private func giveOnePicture() {
        guard let frame = try? Frame() else { return }
        frame.handle.pointee.width = context.pointee.width
        frame.handle.pointee.height = context.pointee.height
        frame.handle.pointee.format = context.pointee.pix_fmt.rawValue
        frame.handle.pointee.pts = 0
        guard av_frame_get_buffer(frame.handle, 0) >= 0 else { return }
        guard let packet = try? Packet(), let _ = try? send(frame), let _ = try? send(nil) else {
            return
        }
        while (try? receive(into: packet)) == .done {}
    }

    /// What a container must know of the stream.
    func parameters() throws(MediaFailure) -> CodecParameters {
        var parameters = avcodec_parameters_alloc()
        defer { avcodec_parameters_free(&parameters) }
        let filled = try libavMemory(parameters, "describe a stream")
        try libav("describe the stream of \(name)", nil) {
            avcodec_parameters_from_context(filled, context)
        }
        return CodecParameters(filled.pointee)
    }

    enum Outcome { case done, again, end }

    /// Gives a frame; nil is the end.
    func send(_ frame: Frame?) throws(MediaFailure) -> Outcome {
        if frame != nil { waitsForFirstFrame = false }
        return try outcome(avcodec_send_frame(context, frame?.handle))
    }

    func receive(into packet: Packet) throws(MediaFailure) -> Outcome {
        packet.clear()
        return try outcome(avcodec_receive_packet(context, packet.handle))
    }

    private func outcome(_ code: Int32) throws(MediaFailure) -> Outcome {
        switch code {
        case 0...: return .done
        case reelmill_error_again: return .again
        case reelmill_error_end: return .end
        default: throw MediaFailure.libav(code, "encode with \(name)", nil, as: .recipe)
        }
    }
}

/// What encoders there are, for "did you mean".
enum EncoderNames {
    static func all(of type: AVMediaType) -> [String] {
        var names: [String] = []
        var state: UnsafeMutableRawPointer?
        while let codec = av_codec_iterate(&state) {
            guard av_codec_is_encoder(codec) != 0, codec.pointee.type == type else { continue }
            names.append(String(cString: codec.pointee.name))
        }
        return names
    }

    static func unknown(_ name: String) -> MediaFailure {
        let known = all(of: AVMEDIA_TYPE_VIDEO) + all(of: AVMEDIA_TYPE_AUDIO)
        let meant = Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" }
        return MediaFailure(
            .recipe,
            "find the encoder \(name)",
            nil,
            "the installed libavcodec has none of that name\(meant ?? "")",
            remedy: "ffmpeg -encoders"
        )
    }
}
