internal import CFFmpeg
internal import Model

/// Brings packets into another form of the same codec, as a container needs it.
final class BitstreamFilter {
    private var context: UnsafeMutablePointer<AVBSFContext>?
    private let name: String
    private let path: Path

    init(
        _ name: String,
        _ stream: UnsafeMutablePointer<AVStream>,
        of path: Path
    ) throws(MediaFailure) {
        (self.name, self.path) = (name, path)
        guard let filter = av_bsf_get_by_name(name) else {
            throw MediaFailure(
                .recipe,
                "copy the packets of",
                path,
                "the installed libavcodec has no bitstream filter \(name)"
            )
        }
        try libav("make the bitstream filter \(name) for", path) { av_bsf_alloc(filter, &context) }
        let handle = try libavMemory(context, "make a bitstream filter")
        try libav("describe packets to \(name) for", path) {
            avcodec_parameters_copy(handle.pointee.par_in, stream.pointee.codecpar)
        }
        handle.pointee.time_base_in = stream.pointee.time_base
        try libav("begin the bitstream filter \(name) for", path) { av_bsf_init(handle) }
    }

    deinit { av_bsf_free(&context) }

    /// What comes out.
    func copyParameters(
        to target: UnsafeMutablePointer<AVCodecParameters>
    ) throws(MediaFailure) {
        try libav("describe a stream of", path) {
            avcodec_parameters_copy(target, context?.pointee.par_out)
        }
    }

    /// Gives a packet, which is empty afterwards; nil is the end.
    func send(_ packet: Packet?) throws(MediaFailure) {
        try libav("bring a packet into another form (\(name)), of", path) {
            av_bsf_send_packet(context, packet?.handle)
        }
    }

    /// False when another packet has to be given first, or none is left.
    func receive(into packet: Packet) throws(MediaFailure) -> Bool {
        let code = av_bsf_receive_packet(context, packet.handle)
        if code == reelmill_error_again || code == reelmill_error_end { return false }
        try libav("bring a packet into another form (\(name)), of", path) { code }
        return true
    }
}
