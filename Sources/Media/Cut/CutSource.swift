internal import CFFmpeg
internal import CLibav
internal import Model

/// The video stream of a source as the cutter reads it: packets with what their bytes say.
final class CutSource {
    let demuxer: Demuxer
    let stream: UnsafeMutablePointer<AVStream>
    private let packet: Packet
    private var reader: BitstreamReader
    private let index: Int
    private let codecName: String
    private let isRuleless: Bool
    private var packets = 0
    private var reportedChange = false
    private var hasDecodingTimes = false
    private var firstTime: Int64?
    private let isIntraOnly: Bool
    private var lastTime: Int64?

    /// - Parameter index: The video stream that is cut.
    init(_ demuxer: Demuxer, _ index: Int) throws(MediaFailure) {
        let path = demuxer.path
        let stream = demuxer.stream(index)
        let parameters = stream.pointee.codecpar.pointee
        codecName = String(cString: avcodec_get_name(parameters.codec_id))
        guard avcodec_find_decoder(parameters.codec_id) != nil else {
            throw MediaFailure(
                .unreadable,
                "transcode",
                path,
                "the installed libavcodec cannot decode its video (\(codecName))"
            )
        }
        let codec = VideoCodec(parameters.codec_id)
        isRuleless = codec == .other
        let properties = avcodec_descriptor_get(parameters.codec_id)?.pointee.props ?? 0
        isIntraOnly = properties & AV_CODEC_PROP_INTRA_ONLY != 0
        let extradata = UnsafeRawBufferPointer(
            start: parameters.extradata,
            count: Int(parameters.extradata_size)
        )
        reader = BitstreamReader(codec: codec, extradata: Array(extradata))
        packet = try Packet()
        self.demuxer = demuxer
        self.stream = stream
        self.index = index
        demuxer.keepOnly { $0 == index }
    }

    /// The next packet of the video, described; nil at the end. Its bytes stay until the next.
    func next() throws(MediaFailure) -> (packet: Packet, described: CutPacket)? {
        repeat {
            guard try demuxer.read(into: packet) else { return nil }
        } while packet.stream != index
        defer { packets += 1 }
        let facts = reader.read(packet.bytes, isKey: packet.isKey)
        fillDecodingTime()
        let described = CutPacket(
            presentation: packet.presentation,
            decoding: packet.decoding,
            duration: packet.duration,
            isDiscarded: packet.isDiscarded,
            obstacle: obstacle(),
            facts: facts
        )
        return (packet, described)
    }

    /// Matroska has no times of decoding, and libav knows none for the first packets of a film that
    /// reorders: they get some that rise, long before.
    private func fillDecodingTime() {
        if packet.decoding != nil {
            hasDecodingTimes = true
        } else if !hasDecodingTimes, let time = packet.presentation {
            let first = firstTime ?? time
            firstTime = first
            let early = Rational(stream.pointee.time_base).ticks(inMilliseconds: earlyMilliseconds)
            packet.decoding = first - early + Int64(packets)
        }
    }

    /// What a plan says of the whole film.
    func film(_ recipe: EncodeRecipe, first: CutPacket?) throws(MediaFailure) -> FilmPlan {
        let timeBase = Rational(stream.pointee.time_base)
        guard timeBase.isPositive else {
            throw MediaFailure(.unreadable, "transcode", demuxer.path, "its times have no base")
        }
        let start = demuxer.context.pointee.start_time
        let duration = demuxer.context.pointee.duration
        let begin = min(first?.presentation ?? 0, first?.decoding ?? 0)
        return FilmPlan(
            videoStream: index,
            codec: codecName,
            timeBase: timeBase,
            startMicroseconds: isPossible(start, Rational.microseconds.libav) ? start : 0,
            shift: begin < 0 ? timeBase.ticks(inMilliseconds: negativeTimesMilliseconds) : 0,
            frameRate: StreamFacts.frameRate(of: stream),
            averageRate: average,
            expectedMilliseconds: duration == reelmill_no_time ? nil : duration / 1_000,
            threads: SliceThreads.count(
                filmMilliseconds: duration == reelmill_no_time ? nil : duration / 1_000,
                sliceMilliseconds: recipe.sliceMilliseconds
            ),
            picture: PictureProperties(stream),
            rotation: StreamFacts.rotation(of: stream)
        )
    }

    /// Why the film cannot be in slice files at all.
    var wholeFilmObstacle: String? {
        let parameters = stream.pointee.codecpar.pointee
        if isRuleless { return "there is no rule for cutting \(codecName)" }
        if SliceFile.tag(of: stream) == nil {
            return "a slice file cannot hold \(codecName)"
        }
        if parameters.width <= 0 || parameters.height <= 0 {
            return "its beginning does not say how large the picture is"
        }
        if parameters.format == AV_PIX_FMT_PAL8.rawValue {
            return "a slice file cannot hold a palette"
        }
        return nil
    }

    /// How long the last frame is shown when its packet does not say.
    func lastDuration(_ film: FilmPlan) -> Int64 {
        guard let rate = film.frameRate ?? average else { return 1 }
        return max(1, rate.inverse.rescale(1, to: film.timeBase))
    }

    private var average: Rational? {
        let rate = Rational(stream.pointee.avg_frame_rate)
        return rate.isPositive ? rate : nil
    }

    private func obstacle() -> String? {
        if let change = reader.parameterChange, !reportedChange {
            reportedChange = true
            return change
        }
        defer { lastTime = packet.presentation ?? lastTime }
        // NUT's index has the times of key frames, and libavformat aborts where they do not rise.
        if isIntraOnly, let time = packet.presentation, let lastTime, time <= lastTime {
            return "a slice file cannot hold key frames that go back (video packet \(packets))"
        }
        for index in 0..<Int(packet.handle.pointee.side_data_elems) {
            let type = packet.handle.pointee.side_data[index].type
            if harmlessSideData.contains(type.rawValue) { continue }
            let name = av_packet_side_data_name(type).map { String(cString: $0) } ?? "side data"
            return "a slice file cannot hold the \(name) of video packet \(packets)"
        }
        return nil
    }
}

/// What an edit list or a muxer may put below zero at the start of a film; NUT has no negative
/// times. Where a film goes lower, its packets are no longer cut.
private let negativeTimesMilliseconds: Int64 = 60_000

/// More than any codec reorders, at any rate.
private let earlyMilliseconds: Int64 = 10_000

/// Beside packets, and of no use to a decoder.
private let harmlessSideData: Set<UInt32> = [
    AV_PKT_DATA_MPEGTS_STREAM_ID.rawValue, AV_PKT_DATA_QUALITY_STATS.rawValue,
    AV_PKT_DATA_CPB_PROPERTIES.rawValue, AV_PKT_DATA_PRFT.rawValue,
]

extension VideoCodec {
    init(_ codec: AVCodecID) {
        switch codec {
        case AV_CODEC_ID_H264: self = .h264
        case AV_CODEC_ID_HEVC: self = .hevc
        case AV_CODEC_ID_MPEG1VIDEO: self = .mpeg1
        case AV_CODEC_ID_MPEG2VIDEO: self = .mpeg2
        case AV_CODEC_ID_MPEG4: self = .mpeg4
        case AV_CODEC_ID_VP8: self = .vp8
        case AV_CODEC_ID_VP9: self = .vp9
        case AV_CODEC_ID_AV1: self = .av1
        // Its key frames reset all it remembers, and it reorders nothing.
        case AV_CODEC_ID_FFV1: self = .intraOnly
        default:
            let properties = avcodec_descriptor_get(codec)?.pointee.props ?? 0
            self = properties & AV_CODEC_PROP_INTRA_ONLY != 0 ? .intraOnly : .other
        }
    }
}
