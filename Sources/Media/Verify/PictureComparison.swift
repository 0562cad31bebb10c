internal import CFFmpeg
internal import Model

/// Holds the frames of the result against those of the source: their times, and what they show.
struct PictureComparison {
    /// What is known before anything is decoded.
    struct Expectation {
        /// Times are told apart by one tick of the coarser clock, and by a microsecond for each
        /// file, since that is how exactly files say their start.
        var tolerance: Int64
        /// How many packets fewer the result has.
        var packetsMissing: Int
        /// Why frames cannot be held against each other one by one.
        var notCompared: String?
    }

    let source: FrameCursor
    let result: FrameCursor
    private let expectation: Expectation
    private var likeness: LikenessComparison
    private(set) var report = PictureReport()
    /// By how much the whole result is later.
    private(set) var offset: Int64 = 0

    init(
        _ source: DecodedFilm,
        _ result: DecodedFilm,
        _ expectation: Expectation
    ) throws(MediaFailure) {
        self.source = try FrameCursor(source)
        self.result = try FrameCursor(result)
        self.expectation = expectation
        likeness = try LikenessComparison()
        report.notCompared = expectation.notCompared
        offset = startOffset()
    }

    /// - Parameter progress: Is called with the number of frames and the film time that are done.
    mutating func run(_ progress: (Int, Int64) -> Void) throws(MediaFailure) {
        if report.notCompared == nil {
            while source.time != nil || result.time != nil {
                try step()
                progress(source.count, source.time ?? 0)
            }
            report.likeness = likeness.finished()
        } else {
            while source.time != nil { source.advance() }
            while result.time != nil {
                progress(result.count, result.time ?? 0)
                result.advance()
            }
        }
        report.sourceFrames = source.count
        report.resultFrames = result.count
    }

    /// What the likeness comes to when the whole film is known.
    var verdict: LikenessComparison.Verdict { likeness.verdict }
    var tolerance: Int64 { expectation.tolerance }

    /// The first frames tell it. When the result has fewer packets, and begins later by no more
    /// frames than that, those at the beginning are missing; only the rest is a move.
    private func startOffset() -> Int64 {
        guard let wanted = source.time, let found = result.time else { return 0 }
        let apart = found - wanted
        guard expectation.packetsMissing > 0, source.step > 0, apart > expectation.tolerance else {
            return apart
        }
        let frames = (apart + expectation.tolerance) / source.step
        return frames <= expectation.packetsMissing ? apart - frames * source.step : apart
    }

    private mutating func step() throws(MediaFailure) {
        guard let wanted = source.time else {
            if let found = result.time { report.extra.add(Nanoseconds.seconds(found - offset)) }
            result.advance()
            return
        }
        guard let found = result.time else {
            report.missing.add(Nanoseconds.seconds(wanted))
            source.advance()
            return
        }
        let distance = found - wanted - offset
        if abs(distance) > expectation.tolerance {
            // Nearer to the neighbour's time than to its own it is another frame.
            guard abs(distance) < source.step / 2 else {
                if distance > 0 {
                    report.missing.add(Nanoseconds.seconds(wanted))
                    source.advance()
                } else {
                    report.extra.add(Nanoseconds.seconds(found - offset))
                    result.advance()
                }
                return
            }
            report.moved.add(Nanoseconds.seconds(wanted))
            let milliseconds = Nanoseconds.milliseconds(distance)
            if abs(milliseconds) > abs(report.largestMoveMilliseconds) {
                report.largestMoveMilliseconds = milliseconds
            }
        }
        try likeness.compare(result.current, with: source, at: wanted)
        source.advance()
        result.advance()
    }
}
