internal import Model

/// The times of all parts in the order of presentation, one after the other.
struct PresentationTimes: IteratorProtocol {
    private var parts: ArraySlice<PartReport>
    private var times: TimeRuns.Iterator?

    init(_ parts: [PartReport]) { self.parts = parts[...] }

    mutating func next() -> Int64? {
        while true {
            if let time = times?.next() { return time }
            guard let part = parts.popFirst() else { return nil }
            times = part.times.makeIterator()
        }
    }
}

/// Gives packets, which come in the order of decoding, their time of decoding and their duration.
///
/// The n-th packet is decoded at the time of the frame that is shown n - delay-th: rising by itself
/// and never later than the packet's own, with one constant delay for the whole film.
struct DecodingTimes {
    private var presented: PresentationTimes
    private var early: [Int64]
    /// Times that packets of the next few frames may have, rising.
    private var window: [Int64] = []
    private var ahead: PresentationTimes
    private let lastDuration: Int64

    init(_ parts: [PartReport], delay: Int, lastDuration: Int64) {
        presented = PresentationTimes(parts)
        ahead = PresentationTimes(parts)
        self.lastDuration = lastDuration
        var begin = PresentationTimes(parts)
        let first = begin.next() ?? 0
        let step = begin.next().map { $0 - first } ?? max(1, lastDuration)
        early = (0..<delay).map { first - Int64(delay - $0) * step }
        early.reverse()
    }

    /// Nil when there are more packets than frames.
    mutating func next() -> Int64? { early.popLast() ?? presented.next() }

    /// Until the next frame is shown; nil when no frame is shown at that time.
    mutating func duration(of time: Int64) -> Int64? {
        while window.last.map({ $0 <= time }) ?? true, let next = ahead.next() {
            window.append(next)
        }
        guard let place = window.firstIndex(of: time) else { return nil }
        let duration = place + 1 < window.count ? window[place + 1] - time : lastDuration
        if place > TimeLedger.reorderMax { window.removeFirst(place - TimeLedger.reorderMax) }
        return duration
    }
}
