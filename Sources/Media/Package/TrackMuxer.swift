internal import CFFmpeg
internal import Model

/// Brings the packets of one track into the form that MP4 wants, in memory: libavformat's muxer
/// knows it for every codec. Of what it makes the description and the packets are taken; times are
/// not its matter.
final class TrackMuxer {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let path: Path
    private var count: Int64 = 0

    /// - Parameter describe: Fills the stream.
    init(
        _ path: Path,
        timeScale: Int64,
        _ describe: (UnsafeMutablePointer<AVStream>) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        self.path = path
        var context: UnsafeMutablePointer<AVFormatContext>?
        let code = avformat_alloc_output_context2(&context, nil, "mp4", nil)
        guard code >= 0, let context else {
            throw MediaFailure.libav(code, "write the container mp4 to", path, as: .recipe)
        }
        self.context = context
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
        // Sound in TrueHD and the like.
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        let stream = try libavMemory(avformat_new_stream(context, nil), "add a stream")
        try describe(stream)
        stream.pointee.time_base = Rational(1, timeScale).libav
        try libav("make the head of", path) { avio_open_dyn_buf(&context.pointee.pb) }
        var options = Options([
            CodecOption("movflags", "empty_moov+delay_moov+default_base_moof+frag_custom+cmaf"),
            CodecOption("use_editlist", "0"),
            CodecOption("video_track_timescale", "\(timeScale)"),
            CodecOption("write_btrt", "0"),
        ])
        try libav("make the head of", path, as: .recipe) {
            avformat_write_header(context, &options.handle)
        }
    }

    deinit {
        if context.pointee.pb != nil {
            var bytes: UnsafeMutablePointer<UInt8>?
            _ = avio_close_dyn_buf(context.pointee.pb, &bytes)
            av_free(bytes)
        }
        avformat_free_context(context)
    }

    func add(_ packet: Packet) throws(MediaFailure) {
        let taken = try packet.copy()
        (taken.presentation, taken.decoding) = (count, count)
        taken.handle.pointee.duration = 1
        taken.handle.pointee.stream_index = 0
        count += 1
        try libav("write a packet to", path) { av_write_frame(context, taken.handle) }
    }

    /// The boxes before the first fragment; to be asked for once, behind the first packet.
    func head() throws(MediaFailure) -> [UInt8] { try flush() }

    /// The packets since the last time, one behind the other, and how long each of them is.
    func packets() throws(MediaFailure) -> (data: ArraySlice<UInt8>, bytes: [Int]) {
        let written = try flush()
        let tree = BoxTree(written)
        guard let packets = tree.first(["mdat"]),
            let run = tree.first(["moof", "traf", "trun"]),
            let track = tree.first(["moof", "traf", "tfhd"]),
            let bytes = TrackMuxer.sizes(tree, run, track),
            bytes.reduce(0, +) == packets.content.count
        else {
            throw MediaFailure(
                .mismatch,
                "write a segment of",
                path,
                "libavformat made another fragment than asked for"
            )
        }
        return (written[packets.content], bytes)
    }

    private func flush() throws(MediaFailure) -> [UInt8] {
        try libav("write a segment of", path) { av_write_frame(context, nil) }
        avio_flush(context.pointee.pb)
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = avio_close_dyn_buf(context.pointee.pb, &bytes)
        context.pointee.pb = nil
        defer { av_free(bytes) }
        try libav("write a segment of", path) { avio_open_dyn_buf(&context.pointee.pb) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    /// By the boxes `trun` and `tfhd`, of which the second has what holds for all.
    private static func sizes(
        _ tree: BoxTree,
        _ run: BoxTree.Box,
        _ track: BoxTree.Box
    ) -> [Int]? {
        let place = run.content.lowerBound
        guard let flags = tree.number(at: place, bytes: 4),
            let count = tree.number(at: place + 4, bytes: 4), count < 1 << 24
        else { return nil }
        let ownFields = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }
        guard flags & 0x200 != 0 else {
            return commonSize(tree, track).map { Array(repeating: $0, count: Int(count)) }
        }
        let before = flags & 0x100 != 0 ? 4 : 0
        var next = place + 8 + (flags & 0x1 != 0 ? 4 : 0) + (flags & 0x4 != 0 ? 4 : 0) + before
        var sizes: [Int] = []
        for _ in 0..<count {
            guard next < run.content.upperBound, let size = tree.number(at: next, bytes: 4) else {
                return nil
            }
            sizes.append(Int(size))
            next += 4 * ownFields.count
        }
        return sizes
    }

    private static func commonSize(_ tree: BoxTree, _ track: BoxTree.Box) -> Int? {
        let place = track.content.lowerBound
        guard let flags = tree.number(at: place, bytes: 4), flags & 0x10 != 0 else { return nil }
        let before = (flags & 0x1 != 0 ? 8 : 0) + (flags & 0x2 != 0 ? 4 : 0)
        return tree.number(at: place + 8 + before + (flags & 0x8 != 0 ? 4 : 0), bytes: 4)
            .map { Int($0) }
    }
}
