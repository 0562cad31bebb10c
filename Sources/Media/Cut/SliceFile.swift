internal import CFFmpeg
internal import Model

/// A slice file that is being written: packets of one video stream in NUT, their times as they are
/// but for the film's one shift. By default libav would move the first to zero, for films with
/// B-frames by the reorder delay (83 ms at 24 frames a second).
final class SliceFile {
    private let muxer: Muxer
    private let stream: UnsafeMutablePointer<AVStream>
    private let timeBase: AVRational
    private let shift: Int64
    private var lastKeyTime: Int64?

    init(
        _ path: Path,
        _ source: UnsafeMutablePointer<AVStream>,
        shift: Int64
    ) throws(MediaFailure) {
        muxer = try Muxer(path, format: "nut")
        stream = try muxer.addStream()
        timeBase = source.pointee.time_base
        self.shift = shift
        let stream = stream
        try libav("describe the slice", path) {
            avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar)
        }
        stream.pointee.codecpar.pointee.codec_tag = SliceFile.tag(of: source) ?? 0
        stream.pointee.time_base = timeBase
        muxer.context.pointee.avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED
        // Without the library's version in it, so that the bytes come from the source alone.
        muxer.context.pointee.flags |= AVFMT_FLAG_BITEXACT
        try muxer.begin()
        // NUT makes coarse bases finer by powers of two, which loses nothing.
        let fine = stream.pointee.time_base
        guard Int(timeBase.num) * Int(fine.den) % (Int(timeBase.den) * Int(fine.num)) == 0 else {
            throw MediaFailure(
                .mismatch,
                "write",
                path,
                "NUT changes the time base \(Rational(timeBase)) to \(Rational(fine))"
            )
        }
    }

    func write(_ packet: Packet) throws(MediaFailure) {
        let copy = try packet.copy()
        copy.handle.pointee.stream_index = 0
        copy.handle.pointee.pts += shift
        copy.handle.pointee.dts += shift
        av_packet_rescale_ts(copy.handle, timeBase, stream.pointee.time_base)
        markKey(copy)
        try muxer.write(copy)
    }

    /// NUT's index has the times of key frames, and libavformat aborts where they do not rise: a
    /// container may call any packet a key frame. No decoder needs to be told. Where the codec has
    /// nothing but key frames libavformat marks them all by itself, see `CutSource`.
    private func markKey(_ packet: Packet) {
        guard packet.isKey, let time = packet.presentation else { return }
        if let lastKeyTime, time <= lastKeyTime {
            packet.handle.pointee.flags &= ~AV_PKT_FLAG_KEY
        } else {
            lastKeyTime = time
        }
    }

    /// The number by which NUT names the codec: 0 leaves the choice to it, where it has one of its
    /// own; it reads those of MOV as well. Nil when it can hold no such stream.
    static func tag(of source: UnsafeMutablePointer<AVStream>) -> UInt32? {
        let codec = source.pointee.codecpar.pointee.codec_id
        let nut = av_guess_format("nut", nil, nil)
        if avformat_query_codec(nut, codec, FF_COMPLIANCE_NORMAL) == 1 { return 0 }
        var tables = [avformat_get_mov_video_tags(), nil]
        let tag = tables.withUnsafeMutableBufferPointer { av_codec_get_tag($0.baseAddress, codec) }
        return tag == 0 ? nil : tag
    }

    func finish() throws(MediaFailure) -> Int64 { try muxer.finish() }
}
