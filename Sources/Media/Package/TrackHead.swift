internal import CFFmpeg
internal import Model

/// What a player needs to know of a track before its first segment: the boxes `ftyp` and `moov`.
///
/// libavformat describes the codec; what depends on time is set here, since its muxer would move
/// the track by what a decoder drops.
struct TrackHead {
    let bytes: [UInt8]
    /// As RFC 6381 has it.
    let codec: String

    /// How a track lies in time.
    struct Timing {
        var timeScale: Int64
        /// Of the packets, in ticks.
        var duration: Int64
        /// The packets' times are the true ones plus these ticks: what a decoder drops at the
        /// beginning lies before the film's.
        var lead: Int64
    }

    /// - Parameters:
    ///   - first: The first packet, which some codecs describe themselves with.
    ///   - describe: Fills the stream.
    init(
        _ path: Path,
        _ timing: Timing,
        first: UnsafeRawBufferPointer,
        _ describe: (UnsafeMutablePointer<AVStream>) throws(MediaFailure) -> Void
    ) throws(MediaFailure) {
        let written = try TrackHead.write(path, timing, first, describe)
        let tree = BoxTree(written)
        guard let movie = tree.first(["moov"]) else {
            throw MediaFailure(.mismatch, "write the head of", path, "libavformat made no moov")
        }
        bytes = TrackHead.brands + TrackHead.movie(tree, movie, timing)
        codec = try CodecWord.read(BoxTree(bytes), path)
    }

    private static func write(
        _ path: Path,
        _ timing: Timing,
        _ first: UnsafeRawBufferPointer,
        _ describe: (UnsafeMutablePointer<AVStream>) throws(MediaFailure) -> Void
    ) throws(MediaFailure) -> [UInt8] {
        let muxer = try MemoryMuxer(path, format: "mp4")
        // Sound in FLAC, TrueHD and the like.
        muxer.context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        let stream = try muxer.addStream()
        try describe(stream)
        stream.pointee.time_base = Rational(1, timing.timeScale).libav
        let packet = try Packet()
        try libav("describe a track of", path) {
            av_new_packet(packet.handle, Int32(clamping: first.count))
        }
        if let from = first.baseAddress {
            packet.handle.pointee.data?.update(
                from: from.assumingMemoryBound(to: UInt8.self),
                count: first.count
            )
        }
        (packet.presentation, packet.decoding) = (0, 0)
        packet.handle.pointee.duration = 1
        packet.handle.pointee.flags = AV_PKT_FLAG_KEY
        packet.handle.pointee.stream_index = 0
        return try muxer.run(
            [
                CodecOption("movflags", "empty_moov+delay_moov+default_base_moof+frag_custom+cmaf"),
                CodecOption("use_editlist", "0"),
                CodecOption("video_track_timescale", "\(timing.timeScale)"),
                CodecOption("write_btrt", "0"),
            ],
            packet
        )
    }

    /// The same on every version of libavformat.
    private static var brands: [UInt8] {
        var brands = BoxBytes()
        brands.box("ftyp") { box in
            box.add("iso6".utf8)
            box.add(UInt32(0))
            for brand in ["iso6", "cmfc", "mp41"] { box.add(brand.utf8) }
        }
        return brands.bytes
    }

    private static func movie(_ tree: BoxTree, _ movie: BoxTree.Box, _ timing: Timing) -> [UInt8] {
        var result = BoxBytes()
        result.box("moov") { moov in
            for box in tree.boxes(in: movie.content) {
                switch box.type {
                case "trak": add(track: box, tree, timing, to: &moov)
                case "mvex": add(extends: box, tree, movie, timing, to: &moov)
                case "udta", "meta": break
                default: moov.add(tree.bytes[box.range])
                }
            }
        }
        return result.bytes
    }

    private static func add(
        track: BoxTree.Box,
        _ tree: BoxTree,
        _ timing: Timing,
        to moov: inout BoxBytes
    ) {
        moov.box("trak") { trak in
            for box in tree.boxes(in: track.content) where box.type != "edts" {
                trak.add(tree.bytes[box.range])
                guard box.type == "tkhd", timing.lead > 0 else { continue }
                trak.box("edts") { edts in
                    edts.fullBox("elst") { list in
                        list.add(UInt32(1))
                        // To the end, wherever it is.
                        list.add(UInt32(0))
                        list.add(UInt32(timing.lead))
                        list.add(UInt32(0x1_0000))
                    }
                }
            }
        }
    }

    private static func add(
        extends: BoxTree.Box,
        _ tree: BoxTree,
        _ movie: BoxTree.Box,
        _ timing: Timing,
        to moov: inout BoxBytes
    ) {
        // The scale of the movie is behind two times of creation.
        let head = tree.first(["mvhd"], in: movie.content)
        let isLong = head.map { tree.bytes[$0.content.lowerBound] == 1 } ?? false
        let scale =
            head.flatMap { tree.number(at: $0.content.lowerBound + (isLong ? 20 : 12), bytes: 4) }
            ?? 1_000
        let duration = Rational(1, timing.timeScale).rescale(
            max(0, timing.duration - timing.lead),
            to: Rational(1, max(1, Int64(scale)))
        )
        moov.box("mvex") { mvex in
            mvex.fullBox("mehd", version: 1) { $0.add(UInt64(max(0, duration))) }
            for box in tree.boxes(in: extends.content) where box.type != "mehd" {
                mvex.add(tree.bytes[box.range])
            }
        }
    }
}

/// Muxes a packet into memory.
private final class MemoryMuxer {
    let context: UnsafeMutablePointer<AVFormatContext>
    private let path: Path

    init(_ path: Path, format: String) throws(MediaFailure) {
        self.path = path
        var context: UnsafeMutablePointer<AVFormatContext>?
        let code = avformat_alloc_output_context2(&context, nil, format, nil)
        guard code >= 0, let context else {
            throw MediaFailure.libav(code, "write the container \(format) to", path, as: .recipe)
        }
        self.context = context
        context.pointee.flags |= AVFMT_FLAG_BITEXACT
    }

    deinit {
        if context.pointee.pb != nil {
            var bytes: UnsafeMutablePointer<UInt8>?
            _ = avio_close_dyn_buf(context.pointee.pb, &bytes)
            av_free(bytes)
        }
        avformat_free_context(context)
    }

    func addStream() throws(MediaFailure) -> UnsafeMutablePointer<AVStream> {
        try libavMemory(avformat_new_stream(context, nil), "add a stream")
    }

    func run(_ options: [CodecOption], _ packet: Packet) throws(MediaFailure) -> [UInt8] {
        try libav("make the head of", path) { avio_open_dyn_buf(&context.pointee.pb) }
        var options = Options(options)
        try libav("make the head of", path, as: .recipe) {
            avformat_write_header(context, &options.handle)
        }
        try libav("make the head of", path) { av_write_frame(context, packet.handle) }
        try libav("make the head of", path) { av_write_frame(context, nil) }
        try libav("make the head of", path) { av_write_trailer(context) }
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = avio_close_dyn_buf(context.pointee.pb, &bytes)
        context.pointee.pb = nil
        defer { av_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}
