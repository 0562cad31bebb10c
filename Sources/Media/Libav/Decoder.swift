internal import CFFmpeg
internal import Model

/// A decoder of one stream.
final class Decoder {
    let context: UnsafeMutablePointer<AVCodecContext>
    private let path: Path

    /// - Parameters:
    ///   - threads: One keeps what it logs beside the packet it speaks of.
    ///   - isSmooth: Where nobody looks at the pictures, edges of blocks may stay in them: all bits
    ///     are read in either case.
    init(
        _ parameters: UnsafePointer<AVCodecParameters>,
        timeBase: Rational,
        threads: Int,
        of path: Path,
        isSmooth: Bool = true
    ) throws(MediaFailure) {
        let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
            throw MediaFailure(
                .unreadable,
                "decode",
                path,
                "the installed libavcodec has no decoder for \(name)"
            )
        }
        context = try libavMemory(avcodec_alloc_context3(codec), "make a decoder")
        self.path = path
        let code = avcodec_parameters_to_context(context, parameters)
        guard code >= 0 else { throw MediaFailure.libav(code, "set up the decoder of", path) }
        context.pointee.pkt_timebase = timeBase.libav
        context.pointee.thread_count = Int32(threads)
        // The container's matrix is carried on; captions and colour stay with the frames.
        context.pointee.export_side_data = 0
        if !isSmooth { context.pointee.skip_loop_filter = AVDISCARD_ALL }
        try libav("open the \(name) decoder for", path) { avcodec_open2(context, codec, nil) }
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    /// What came of giving or taking something.
    enum Outcome: Equatable {
        case done
        /// Frames have to be taken first, or packets given.
        case again
        case end
        /// The bits are broken; decoding goes on with the next packet.
        case broken(Int32)
    }

    /// Gives a packet; nil is the end of the stream.
    func send(_ packet: Packet?) throws(MediaFailure) -> Outcome {
        try outcome(avcodec_send_packet(context, packet?.handle))
    }

    func receive(into frame: Frame) throws(MediaFailure) -> Outcome {
        try outcome(avcodec_receive_frame(context, frame.handle))
    }

    private func outcome(_ code: Int32) throws(MediaFailure) -> Outcome {
        switch code {
        case 0...: return .done
        case reelmill_error_again: return .again
        case reelmill_error_end: return .end
        case reelmill_error_no_memory: throw MediaFailure.libav(code, "decode", path)
        default: return .broken(code)
        }
    }
}
