internal import Model

/// Puts the times of frames, which come in the order of decoding, into the order of presentation,
/// with constant memory.
struct TimeLedger: Hashable, Sendable {
    private(set) var runs = TimeRuns()
    /// Times that an earlier one may still come before; rising.
    private var window: [Int64] = []

    /// H.264 and HEVC reorder at most 16 frames, which may be 32 fields; twice that is safe.
    static let reorderMax = 64

    /// False when the time is there already, or earlier than the reorder of any codec allows.
    mutating func add(_ time: Int64) -> Bool {
        if let last = runs.last, time <= last { return false }
        let place = window.lastIndex { $0 <= time }.map { $0 + 1 } ?? 0
        if place > 0, window[place - 1] == time { return false }
        window.insert(time, at: place)
        if window.count > TimeLedger.reorderMax { runs.append(window.removeFirst()) }
        return true
    }

    /// All of them.
    func finished() -> TimeRuns {
        var runs = runs
        for time in window { runs.append(time) }
        return runs
    }

    var first: Int64? { runs.first ?? window.first }
    var last: Int64? { window.last ?? runs.last }
}
