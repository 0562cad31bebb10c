internal import CFFmpeg
internal import CLibav
internal import Model

/// Tells of progress, but not too often.
struct Pace {
    private let stage: TaskProgress.Stage
    private let timeBase: Rational
    private let total: Int?
    private let begin = av_gettime_relative()
    private var last: Int64

    init(_ stage: TaskProgress.Stage, _ timeBase: Rational, _ total: Int?) {
        self.stage = stage
        self.timeBase = timeBase
        self.total = total
        last = begin - Pace.pause
    }

    /// Four times a second is as much as a person can follow.
    private static let pause: Int64 = 250_000

    mutating func tell(_ events: (TaskEvent) -> Void, frames: Int, time: Int64, bytes: Int64) {
        let now = av_gettime_relative()
        guard now - last >= Pace.pause else { return }
        last = now
        events(
            .progress(
                TaskProgress(
                    stage: stage,
                    frames: frames,
                    framesTotal: total,
                    outputMilliseconds: timeBase.rescale(time, to: Rational(1, 1_000)),
                    bytes: bytes,
                    elapsedMilliseconds: (now - begin) / 1_000
                )
            )
        )
    }
}
