internal import CFFmpeg
internal import Model

/// A media file that is being written. Letting go of it without `finish()` leaves an unfinished
/// file, which whoever chose the name removes.
final class Muxer {
    let path: Path
    let context: UnsafeMutablePointer<AVFormatContext>
    private var output: UnsafeMutablePointer<AVIOContext>?

    init(_ path: Path, format: String) throws(MediaFailure) {
        self.path = path
        var context: UnsafeMutablePointer<AVFormatContext>?
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avformat_alloc_output_context2(&context, nil, format, url)
        }
        guard code >= 0, let context else {
            throw MediaFailure.libav(code, "write the container \(format) to", path, as: .recipe)
        }
        self.context = context
    }

    deinit {
        avio_closep(&output)
        avformat_free_context(context)
    }

    var wantsGlobalHeaders: Bool {
        context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0
    }

    func addStream() throws(MediaFailure) -> UnsafeMutablePointer<AVStream> {
        try libavMemory(avformat_new_stream(context, nil), "add a stream")
    }

    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream> {
        precondition(index >= 0 && index < Int(context.pointee.nb_streams), "our bug: no stream")
        // Safety: libav fills `streams` up to `nb_streams`.
        return context.pointee.streams[index]!
    }

    func timeBase(_ index: Int) -> Rational { Rational(stream(index).pointee.time_base) }

    /// Opens the file and writes its head. Options that nobody knows are an error.
    func begin(_ options: [CodecOption] = []) throws(MediaFailure) {
        let path = path
        var output: UnsafeMutablePointer<AVIOContext>?
        let code = try path.withLibavURL { url throws(MediaFailure) in
            avio_open2(&output, url, AVIO_FLAG_WRITE, nil, nil)
        }
        guard code >= 0 else { throw MediaFailure.libav(code, "create", path, as: .storage) }
        self.output = output
        context.pointee.pb = output
        var left = Options(options)
        try libav("write the head of", path, as: .recipe) {
            avformat_write_header(context, &left.handle)
        }
        if let unknown = left.left.first {
            let name = String(cString: context.pointee.oformat.pointee.name)
            throw MediaFailure(
                .recipe,
                "write",
                path,
                "the container \(name) has no option \(unknown.name)"
            )
        }
    }

    /// Writes a packet in the order given; its bytes stay the caller's.
    func write(_ packet: Packet) throws(MediaFailure) {
        let index = packet.stream
        try libav("write packet at \(packet.presentation ?? -1) of stream \(index) to", path) {
            av_write_frame(context, packet.handle)
        }
    }

    /// Takes the packet and writes it when those of other streams that come before are there.
    func writeInterleaved(_ packet: Packet) throws(MediaFailure) {
        let index = packet.stream
        let time = packet.presentation ?? -1
        try libav("write packet at \(time) of stream \(index) to", path) {
            av_interleaved_write_frame(context, packet.handle)
        }
    }

    /// Writes what is left and the index, and closes. Making it durable is the caller's work.
    func finish() throws(MediaFailure) -> Int64 {
        try libav("write the end of", path) { av_write_trailer(context) }
        avio_flush(output)
        // Not where the writing stands: the index may have been written in front.
        let bytes = avio_size(output)
        let error = output.map { $0.pointee.error } ?? 0
        let code = avio_closep(&output)
        context.pointee.pb = nil
        if error < 0 { throw MediaFailure.libav(error, "write", path, as: .storage) }
        if code < 0 { throw MediaFailure.libav(code, "close", path, as: .storage) }
        return bytes
    }
}
