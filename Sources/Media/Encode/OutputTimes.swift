internal import Model

/// Says which of the frames that leave the filters belong to the slice, and holds their times
/// against those that the filters must give.
struct OutputTimes {
    enum Verdict { case keep, drop }

    private let rule: FilterRule
    private let slice: Int
    private var fed: [(time: Int64, isInside: Bool)] = []
    private var taken = 0
    private var last: Int64?
    private(set) var repeatedCount = 0

    init(_ rule: FilterRule, slice: Int) {
        self.rule = rule
        self.slice = slice
    }

    /// A frame goes into the filters.
    mutating func feed(_ time: Int64, isInside: Bool) {
        if case .uncut = rule { return }
        fed.append((time, isInside))
    }

    /// The time of the frame that went in last.
    var lastFed: Int64? { fed.last?.time }

    /// A frame comes out of the filters, with its time on their clock.
    mutating func judge(_ time: Int64?) throws(MediaFailure) -> Verdict {
        if case .uncut = rule { return try measured(time) }
        guard let due = due, due.time == time else {
            let wanted = due.map { "at \($0.time)" } ?? "no more frame"
            throw MediaFailure(
                .mismatch,
                "filter slice \(slice)",
                nil,
                "frame \(taken) came out at \(time.map { "\($0)" } ?? "no time"),"
                    + " where the filters should give \(wanted)"
            )
        }
        taken += 1
        return due.isInside ? .keep : .drop
    }

    /// All that went in came out.
    func finish() throws(MediaFailure) {
        guard let due else { return }
        throw MediaFailure(
            .mismatch,
            "filter slice \(slice)",
            nil,
            "the filters gave \(taken) frames and none at \(due.time)"
        )
    }

    private var due: (time: Int64, isInside: Bool)? {
        guard case .deinterlace(let fieldRate) = rule else {
            return taken < fed.count ? fed[taken] : nil
        }
        let index = fieldRate ? taken / 2 : taken
        guard index < fed.count else { return nil }
        let (time, isInside) = fed[index]
        guard fieldRate, taken % 2 == 1 else { return (2 * time, isInside) }
        // Half way to the next frame; behind the last one as far as it is from the one before.
        if index + 1 < fed.count { return (time + fed[index + 1].time, isInside) }
        guard index > 0 else { return (2 * time, false) }
        return (3 * time - fed[index - 1].time, isInside)
    }

    /// Frames of one time are one to a player: ffmpeg drops the later ones too.
    private mutating func measured(_ time: Int64?) throws(MediaFailure) -> Verdict {
        guard let time else {
            throw MediaFailure(
                .recipe,
                "filter slice \(slice)",
                nil,
                "the filters give frames without a time"
            )
        }
        if let last, time <= last {
            repeatedCount += 1
            return .drop
        }
        last = time
        return .keep
    }
}
