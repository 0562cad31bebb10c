internal import CFFmpeg
internal import Model

/// The time of decoded sound in samples, on the source's time line.
///
/// Containers round: Matroska to milliseconds, of which samples are no multiple. Where a frame's
/// time fits the end of the one before within that rounding, it begins there; where it does not,
/// there is a gap, and the container's time holds. That is ffmpeg's way.
struct SampleClock {
    private let timeBase: Rational
    private let startMicroseconds: Int64
    private var rate: Int32 = 0
    private var state = reelmill_no_time
    private var expected: Int64?

    /// - Parameter startMicroseconds: When sound begins that has no time.
    init(timeBase: Rational, startMicroseconds: Int64) {
        self.timeBase = timeBase
        self.startMicroseconds = startMicroseconds
    }

    /// The time of the next frame, in samples of its rate.
    mutating func time(of presentation: Int64?, samples: Int32, rate newRate: Int32) -> Int64 {
        let samplesBase = AVRational(num: 1, den: newRate)
        if rate != newRate {
            expected = expected.map { av_rescale_q($0, AVRational(num: 1, den: rate), samplesBase) }
            (rate, state) = (newRate, reelmill_no_time)
        }
        let time: Int64
        if let presentation {
            let base = timeBase.libav
            if let expected,
                presentation > av_rescale_q_rnd(expected, samplesBase, base, AV_ROUND_UP)
            {
                state = reelmill_no_time
            }
            time = av_rescale_delta(base, presentation, samplesBase, samples, &state, samplesBase)
        } else {
            let start = av_rescale_q(startMicroseconds, Rational.microseconds.libav, samplesBase)
            time = expected ?? start
            state = time &+ Int64(samples)
        }
        expected = time &+ Int64(samples)
        return time
    }
}
