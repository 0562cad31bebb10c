internal import Model

/// Holds the frames that a decoder gives against those that were planned.
struct FrameRange {
    enum Place {
        /// Decoded for others to refer to, or for a filter that looks back.
        case before
        case inside
        /// Of the next slice.
        case after
        /// At the time of the frame before it, where nothing was planned.
        case repeated
    }

    private let slice: SlicePlan
    private let timeBase: Rational
    private var planned: TimeRuns.Iterator?
    private var next: Int64?
    private var last: Int64?
    /// Planned frames that did not come: before the recording is whole, and later.
    private(set) var undecodable = Times()
    private(set) var missing = Times()
    private(set) var repeatedCount = 0
    private(set) var count = 0

    /// The first hundred of some times, and how many there are.
    struct Times {
        private(set) var first: [Int64] = []
        private(set) var count = 0

        mutating func add(_ time: Int64) {
            count += 1
            if first.count < timesMax { first.append(time) }
        }
    }

    init(_ slice: SlicePlan, timeBase: Rational) {
        self.slice = slice
        self.timeBase = timeBase
        planned = slice.times?.makeIterator()
        next = planned?.next()
    }

    mutating func place(_ time: Int64) throws(MediaFailure) -> Place {
        guard time >= slice.start else { return .before }
        guard slice.times != nil else { return measured(time) }
        guard time < slice.end else { return .after }
        while let due = next, due < time { skip(due) }
        guard time == next else {
            // From FFmpeg 7 on, the decoder of HEVC shows pictures from before a recording is
            // whole, though what they refer to is missing.
            if let whole = slice.surelyWholeFrom, time < whole { return .before }
            throw unplanned(time)
        }
        next = planned?.next()
        last = time
        count += 1
        return .inside
    }

    /// Counts what did not come by the end.
    mutating func finish() {
        while let due = next { skip(due) }
    }

    private mutating func skip(_ time: Int64) {
        if let whole = slice.surelyWholeFrom, time < whole {
            undecodable.add(time)
        } else {
            missing.add(time)
        }
        next = planned?.next()
    }

    private mutating func measured(_ time: Int64) -> Place {
        if let last, time <= last {
            repeatedCount += 1
            return .repeated
        }
        last = time
        count += 1
        return .inside
    }

    private func unplanned(_ time: Int64) -> MediaFailure {
        let seconds = timeBase.text(time)
        let why =
            time == last
            ? "the decoder gave two frames at \(seconds) s"
            : last.map { time < $0 } ?? false
                ? "the decoder gave a frame at \(seconds) s after a later one"
                : "the decoder gave a frame at \(seconds) s, where none was planned"
        return MediaFailure(.mismatch, "decode slice \(slice.index)", nil, why)
    }
}

private let timesMax = 100

extension Rational {
    /// A time in seconds, to the microsecond, for people.
    func text(_ time: Int64) -> String {
        let micro = rescale(time, to: .microseconds)
        let (whole, rest) = micro.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var digits = "\(1_000_000 + rest)".dropFirst()
        while digits.last == "0", digits.count > 1 { digits.removeLast() }
        return "\(micro < 0 ? "-" : "")\(whole).\(digits)"
    }
}
