internal import CFFmpeg
internal import Model

/// How like the pictures of the result are to those of the source, frame by frame.
struct LikenessComparison {
    enum Verdict: Hashable {
        case good
        /// These frames show something else.
        case wrong(PictureReport.Times, last: Double)
        /// Most frames are unlike, but each is most like the source's frame of its own time.
        case filtered
        /// The whole film shows something else.
        case otherFilm
    }

    private let full: LikenessMeter
    private let thumbnail: LikenessMeter
    private var rule = LikenessRule()
    private var likeness = PictureReport.Likeness()
    private var lastWrong = 0.0
    /// Frames that were judged.
    private var count = 0
    private var compared = 0
    private var sum = 0.0
    private var second = Second()
    /// A frame of the source from a second or so before.
    private var earlier: Frame?
    /// Of the frames that were looked at for this: how many are nearer to the source's frame of
    /// their own time than to the one before, and how many are not.
    private var nearer = (own: 0, other: 0)

    private struct Second {
        var number: Int64?
        var sum = 0.0
        var count = 0
    }

    init() throws(MediaFailure) {
        full = try LikenessMeter(.full)
        thumbnail = try LikenessMeter(.thumbnail)
    }

    mutating func compare(
        _ frame: Frame,
        with source: FrameCursor,
        at time: Int64
    ) throws(MediaFailure) {
        let value = try full.likeness(source.current, frame)
        let seconds = Nanoseconds.seconds(time)
        add(value, at: time)
        // What decoders make of broken bits depends on what they decoded before.
        guard !source.current.isDamaged else {
            likeness.damagedFrames += 1
            return
        }
        let isSample = count % sampleEvery == 0
        let isDoubtful = rule.isDoubtful(1 - value)
        count += 1
        guard isDoubtful || isSample else { return rule.accept(1 - value) }
        let small = 1 - (try thumbnail.likeness(source.current, frame))
        if isSample { try lookBack(frame, source, small) }
        if isDoubtful {
            let distances = LikenessRule.Distances(
                thumbnail: small,
                before: try distance(frame, source.before),
                after: try distance(frame, source.after)
            )
            if rule.isWrong(1 - value, distances) {
                likeness.wrong.add(seconds)
                lastWrong = seconds
                return
            }
        }
        rule.accept(1 - value)
        rule.accept(thumbnail: small)
    }

    func finished() -> PictureReport.Likeness? {
        guard compared > 0 else { return nil }
        var finished = self
        finished.endSecond()
        finished.likeness.mean = sum / Double(compared)
        return finished.likeness
    }

    var verdict: Verdict {
        guard likeness.wrong.count > 0 else { return .good }
        guard likeness.wrong.count * 2 > count else {
            return .wrong(likeness.wrong, last: lastWrong)
        }
        let judged = nearer.own + nearer.other
        return judged >= judgedMin && nearer.own * 10 > judged * 9 ? .filtered : .otherFilm
    }

    private func distance(_ frame: Frame, _ other: Frame?) throws(MediaFailure) -> Double? {
        guard let other else { return nil }
        return 1 - (try full.likeness(other, frame))
    }

    /// Filters may change all frames of a film much; then at least each is nearest to its own.
    private mutating func lookBack(
        _ frame: Frame,
        _ source: FrameCursor,
        _ small: Double
    ) throws(MediaFailure) {
        if let earlier {
            let other = 1 - (try thumbnail.likeness(earlier, frame))
            if abs(other - small) > tie {
                if small < other { nearer.own += 1 } else { nearer.other += 1 }
            }
        }
        earlier = try source.current.copy()
    }

    private mutating func add(_ value: Double, at time: Int64) {
        sum += value
        compared += 1
        let number = time / 1_000_000_000
        if second.number != number {
            endSecond()
            second = Second(number: number)
        }
        second.sum += value
        second.count += 1
        if value < likeness.worst {
            likeness.worst = value
            likeness.worstSeconds = Nanoseconds.seconds(time)
        }
    }

    private mutating func endSecond() {
        guard let number = second.number, second.count > 0 else { return }
        let mean = second.sum / Double(second.count)
        guard mean < likeness.worstSecond else { return }
        likeness.worstSecond = mean
        likeness.worstSecondBegins = Double(number)
    }
}

/// Every so many frames the thumbnails are compared as well, to know what is common in the film.
private let sampleEvery = 12
/// Closer than this, two likenesses say nothing.
private let tie = 0.005
/// So many looks back are needed to believe them.
private let judgedMin = 4
