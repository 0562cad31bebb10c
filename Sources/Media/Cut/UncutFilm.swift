internal import CFFmpeg
internal import Model

extension FilmPlan {
    /// Of a film whose picture is copied, or left out.
    init(_ demuxer: Demuxer, picture: Int?) {
        let context = demuxer.context.pointee
        let start = context.start_time
        let stream = picture.map { demuxer.stream($0) }
        let codec = stream.map {
            String(cString: avcodec_get_name($0.pointee.codecpar.pointee.codec_id))
        }
        let average = stream.map { Rational($0.pointee.avg_frame_rate) }
        let base = stream.map { Rational($0.pointee.time_base) } ?? .microseconds
        self.init(
            videoStream: picture,
            codec: codec ?? "none",
            timeBase: base.isPositive ? base : .microseconds,
            startMicroseconds: isPossible(start, Rational.microseconds.libav) ? start : 0,
            shift: 0,
            frameRate: stream.flatMap { StreamFacts.frameRate(of: $0) },
            averageRate: average.flatMap { $0.isPositive ? $0 : nil },
            expectedMilliseconds: known(context.duration).map { $0 / 1_000 },
            threads: 1,
            picture: stream.map { PictureProperties($0) } ?? PictureProperties(),
            rotation: stream.flatMap { StreamFacts.rotation(of: $0) }
        )
    }
}

/// How far a survey is.
struct SurveyPace {
    private let begin: Int64
    private var lastReport: Int64 = 0
    private var packets = 0
    private var first: Int64?

    init(_ begin: Int64) { self.begin = begin }

    /// Four times a second at most.
    mutating func take(_ packet: Packet, _ base: Rational) -> TaskProgress? {
        packets += 1
        let time = packet.decoding ?? packet.presentation ?? first ?? 0
        first = first ?? time
        let now = av_gettime_relative()
        guard now - lastReport > 250_000 else { return nil }
        lastReport = now
        return TaskProgress(
            stage: .reading,
            frames: packets,
            framesTotal: nil,
            outputMilliseconds: base.rescale(max(0, time - (first ?? time)), to: .milliseconds),
            bytes: 0,
            elapsedMilliseconds: (now - begin) / 1_000
        )
    }
}
