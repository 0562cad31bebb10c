internal import CFFmpeg
internal import Model

/// Subtitles of text in the form that another container takes: decoded to libav's common form and
/// encoded again, packet by packet.
final class TextConversion {
    private let decoder: Decoder
    private let encoder: Encoder
    private let path: Path

    /// The muxer of MP4 holds the ends of texts against the ticks of other streams as if they were
    /// its own: on a coarse clock it ends a text before one that overlaps it has come. On this one
    /// it is right, and it is what ffmpeg takes.
    static let timeBase = Rational.microseconds

    /// Room for the text of one packet, as much as ffmpeg gives.
    private static let bytesMax = 1 << 20

    init(
        _ source: UnsafeMutablePointer<AVStream>,
        encoder name: String,
        _ path: Path
    ) throws(MediaFailure) {
        self.path = path
        decoder = try Decoder(
            source.pointee.codecpar,
            timeBase: Rational(source.pointee.time_base),
            threads: 1,
            of: path
        )
        encoder = try Encoder(named: name)
        let context = encoder.context
        context.pointee.time_base = Rational.microseconds.libav
        let header = decoder.context.pointee
        if header.subtitle_header_size > 0 {
            let size = Int(header.subtitle_header_size)
            let copy = try libavMemory(av_mallocz(size + 1), "convert subtitles")
            copy.copyMemory(from: header.subtitle_header, byteCount: size)
            context.pointee.subtitle_header = copy.assumingMemoryBound(to: UInt8.self)
            context.pointee.subtitle_header_size = Int32(size)
        }
        try encoder.open([])
    }

    /// Describes the converted stream to a muxer.
    static func fill(
        _ stream: UnsafeMutablePointer<AVStream>,
        from source: UnsafeMutablePointer<AVStream>,
        encoder name: String,
        _ path: Path
    ) throws(MediaFailure) {
        let conversion = try TextConversion(source, encoder: name, path)
        try libav("describe the subtitles of", path) {
            avcodec_parameters_from_context(
                stream.pointee.codecpar,
                conversion.encoder.context
            )
        }
        stream.pointee.codecpar.pointee.codec_tag = 0
        stream.pointee.time_base = timeBase.libav
    }

    /// The converted packet, at the time of the given one; nil when it shows nothing.
    func convert(
        _ packet: Packet,
        _ base: Rational,
        to output: OutputStream
    ) throws(MediaFailure) -> Packet? {
        var subtitle = AVSubtitle()
        var isDecoded: Int32 = 0
        let code = avcodec_decode_subtitle2(
            decoder.context,
            &subtitle,
            &isDecoded,
            packet.handle
        )
        guard code >= 0, isDecoded != 0 else { return nil }
        defer { avsubtitle_free(&subtitle) }
        guard subtitle.num_rects > 0, let time = packet.presentation else { return nil }
        let begin = Int64(subtitle.start_display_time)
        let shown = Int64(subtitle.end_display_time) - begin
        subtitle.end_display_time = UInt32(clamping: shown)
        subtitle.start_display_time = 0
        let result = try encode(&subtitle)
        let milliseconds = Rational(1, 1_000)
        let start = base.rescale(time, to: .microseconds) + begin * 1_000
        result.presentation = output.time(start, .microseconds)
        result.decoding = result.presentation
        // Formats whose packets have the duration outside leave the text's own at "for ever".
        let isOpen = shown <= 0 || subtitle.end_display_time == UInt32.max
        result.handle.pointee.duration =
            isOpen
            ? base.rescale(packet.duration, to: output.timeBase)
            : milliseconds.rescale(shown, to: output.timeBase)
        result.handle.pointee.stream_index = Int32(output.index)
        return result
    }

    private func encode(_ subtitle: inout AVSubtitle) throws(MediaFailure) -> Packet {
        let result = try Packet()
        var buffer = [UInt8](repeating: 0, count: TextConversion.bytesMax)
        let count = avcodec_encode_subtitle(
            encoder.context,
            &buffer,
            Int32(buffer.count),
            &subtitle
        )
        guard count >= 0 else {
            throw MediaFailure.libav(count, "convert the subtitles of", path)
        }
        try libav("convert the subtitles of", path) { av_new_packet(result.handle, count) }
        result.handle.pointee.data?.update(from: buffer, count: Int(count))
        return result
    }
}
