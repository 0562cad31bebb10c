internal import Model

/// Decides where a film is cut, while its packets go by once in the order of decoding.
///
/// A slice begins at a clean random access point that is at least the target after the one before.
/// Its file goes on over the next slice's key frame and that key frame's leading pictures: they are
/// shown before it, so they are this slice's, and only its decoder has what they refer to.
///
/// Whatever makes a cut unsafe turns the rest of the film, from the start of the oldest slice that
/// is not published, into one slice that is read from the source. A cut is safe only when nothing
/// that is shown before it can still come; so a slice is held back for as many packets as a codec
/// can reorder.
struct CutPlanner: Sendable {
    private let rules: CutRules
    private var packets = 0
    private var mode = Mode.cutting
    /// The slice whose interval goes on.
    private var current = OpenSlice(index: 0, firstPacket: 0)
    /// Slices before it, closed or about to be, which late packets could still belong to.
    private var held: [HeldSlice] = []
    /// The first packet of a file for the next slice that was begun before its cut.
    private var tentative: Int?
    private var beginning = Beginning()
    private var lastDecoding: Int64?
    /// The earliest time of decoding of a packet without another.
    private var untimed: Int64?
    private var lastEnd: Int64?
    /// Why the film cannot be done at all.
    private(set) var failure: String?

    private enum Mode: Hashable, Sendable {
        case cutting
        case uncut(reason: String, timesKnown: Bool)
    }

    private struct OpenSlice: Hashable, Sendable {
        var index: Int
        /// Nil for the first slice, which starts with its first frame.
        var start: Int64?
        var firstPacket: Int
        var times = TimeLedger()
    }

    private struct HeldSlice: Hashable, Sendable {
        var slice: OpenSlice
        var end: Int64
        /// The packet from which on it may be published; nil while leading pictures may come.
        var until: Int?
    }

    init(_ rules: CutRules) {
        self.rules = rules
        if let reason = rules.uncutReason { mode = .uncut(reason: reason, timesKnown: true) }
    }

    /// Why the film, or its rest, is one slice; nil while it is being cut.
    var uncutReason: String? {
        if case .uncut(let reason, _) = mode { return reason }
        return nil
    }

    mutating func take(_ packet: CutPacket) -> [CutAction] {
        defer { packets += 1 }
        var actions: [CutAction] = []
        if packets == 0, uncutReason == nil { actions.append(.open(slice: 0)) }
        if let jump = jumpBack(packet) { failure = jump }
        if let fault = fault(of: packet) { actions += giveUp(fault) }
        guard let time = packet.presentation else {
            untimed = [untimed, packet.decoding].compactMap { $0 }.min()
            return actions
        }
        beginning.take(packet, time, isFirst: packets == 0)
        lastEnd = max(lastEnd ?? .min, time + max(0, packet.duration))
        if uncutReason == nil { actions += cut(packet, at: time) }
        if let fault = keep(packet, at: time) { actions += giveUp(fault) }
        return actions
    }

    /// The film is over: what is left is published. The last frame lasts `lastDuration` when its
    /// packet does not say.
    mutating func end(lastDuration: Int64) -> [CutAction] {
        var actions: [CutAction] = []
        for held in held {
            if held.until == nil { actions.append(.close(slice: held.slice.index)) }
            actions.append(.publish(decided(held.slice, end: held.end)))
        }
        held = []
        if tentative != nil { actions.append(.remove(slice: current.index + 1)) }
        if packets > 0, uncutReason == nil { actions.append(.close(slice: current.index)) }
        let times = current.times.finished()
        let start = current.start ?? times.first ?? 0
        let end = max(lastEnd ?? start, (times.last ?? start) + max(1, lastDuration))
        var slice = decided(current, end: end)
        if case .uncut(let reason, let timesKnown) = mode {
            slice.uncutReason = reason
            if !timesKnown || !beginning.isKnown { slice.times = nil }
        }
        // Such frames get the time of decoding, which may be before all others.
        if slice.times == nil, current.start == nil, let untimed {
            slice.start = min(slice.start, untimed)
        }
        actions.append(.publish(slice))
        return actions
    }
}

// MARK: Cutting

extension CutPlanner {
    private mutating func cut(_ packet: CutPacket, at time: Int64) -> [CutAction] {
        var actions = settle(at: time)
        if packet.facts.access == .clean { actions += meetClean(at: time) }
        if let open = leadingSlice { actions.append(.write(slice: open.slice.index)) }
        actions.append(.write(slice: current.index))
        if tentative != nil { actions.append(.write(slice: current.index + 1)) }
        return actions
    }

    /// The slice that takes the leading pictures of the current one's key frame, while they may
    /// come.
    private var leadingSlice: HeldSlice? { held.last.flatMap { $0.until == nil ? $0 : nil } }

    /// Closes the slice before when its leading pictures are through, and publishes those of which
    /// nothing can come any more.
    private mutating func settle(at time: Int64) -> [CutAction] {
        var actions: [CutAction] = []
        if let open = leadingSlice, time > open.end {
            actions.append(.close(slice: open.slice.index))
            held[held.count - 1].until = packets + TimeLedger.reorderMax
        }
        while let oldest = held.first, let until = oldest.until, packets >= until {
            actions.append(.publish(decided(oldest.slice, end: oldest.end)))
            held.removeFirst()
        }
        return actions
    }

    /// A clean random access point: the cut, or a beginning for the file of the next slice.
    private mutating func meetClean(at time: Int64) -> [CutAction] {
        guard leadingSlice == nil, let start = current.start ?? current.times.first,
            let last = current.times.last, last < time, !beginning.isFirstClean(time)
        else { return [] }
        if time - start >= rules.target, !rules.needsPreRoll || tentative != nil {
            return beginSlice(at: time, after: start)
        }
        // Only from the middle on: what is written twice is paid for twice.
        guard rules.needsPreRoll, time - start >= rules.target / 2 else { return [] }
        tentative = packets
        return [.open(slice: current.index + 1)]
    }

    private mutating func beginSlice(at time: Int64, after start: Int64) -> [CutAction] {
        let first = tentative ?? packets
        let isBegun = tentative != nil
        current.start = start
        held.append(HeldSlice(slice: current, end: time, until: nil))
        current = OpenSlice(index: current.index + 1, start: time, firstPacket: first)
        tentative = nil
        return isBegun ? [] : [.open(slice: current.index)]
    }

    private func decided(_ slice: OpenSlice, end: Int64) -> CutSlice {
        let times = slice.times.finished()
        let start = slice.start ?? times.first ?? 0
        return CutSlice(
            index: slice.index,
            start: start,
            end: end,
            times: times,
            surelyWholeFrom: beginning.surelyWholeFrom.flatMap { $0 > start ? $0 : nil },
            firstPacket: slice.firstPacket
        )
    }
}

// MARK: Times and faults

extension CutPlanner {
    private struct Fault {
        var reason: String
        var timesKnown: Bool

        init(_ reason: String, timesKnown: Bool = false) {
            self.reason = reason
            self.timesKnown = timesKnown
        }
    }

    /// A time of decoding that goes back by more than a slip begins the clock anew: no frame from
    /// there on has a place on the film's time line.
    private func jumpBack(_ packet: CutPacket) -> String? {
        guard let last = lastDecoding, let now = packet.decoding, now < last - rules.slipMax else {
            return nil
        }
        return "the time goes back from \(last) to \(now) ticks at video packet \(packets)"
    }

    /// Why this packet cannot be in a slice.
    private mutating func fault(of packet: CutPacket) -> Fault? {
        defer { lastDecoding = packet.decoding ?? lastDecoding }
        let name = "video packet \(packets)"
        guard let time = packet.presentation else { return Fault("\(name) has no time") }
        if packet.facts.shownFrames > 1 { return Fault("\(name) holds several frames") }
        if packet.facts.isField { return Fault("\(name) holds one field of a frame") }
        if packet.isDiscarded {
            return Fault("an edit list leaves out frames (\(name))", timesKnown: true)
        }
        if let obstacle = packet.obstacle { return Fault(obstacle, timesKnown: true) }
        guard let decoding = packet.decoding else {
            return Fault("\(name) has no time of decoding", timesKnown: true)
        }
        if decoding > time || lastDecoding.map({ decoding <= $0 }) ?? false {
            return Fault("the times of decoding do not rise at \(name)", timesKnown: true)
        }
        return nil
    }

    /// Enters a shown frame into the slice that it belongs to; a fault when it fits none.
    private mutating func keep(_ packet: CutPacket, at time: Int64) -> Fault? {
        guard packet.facts.shownFrames > 0, !packet.isDiscarded else { return nil }
        if packet.facts.isUndecodableAtStart, beginning.leadsFirst(time) { return nil }
        if case .uncut(_, timesKnown: false) = mode { return nil }
        guard let start = current.start, time < start else {
            return current.times.add(time) ? nil : doesNotRise
        }
        if leadingSlice != nil {
            return held[held.count - 1].slice.times.add(time) ? nil : doesNotRise
        }
        guard held.isEmpty else { return Fault("video packet \(packets) comes after later ones") }
        failure = "the time goes back from \(start) to \(time) ticks at video packet \(packets)"
        return nil
    }

    private var doesNotRise: Fault {
        Fault("the times of frames do not rise at video packet \(packets)")
    }

    /// Makes one slice of everything that is not published.
    private mutating func giveUp(_ fault: Fault) -> [CutAction] {
        if case .uncut(let reason, let timesKnown) = mode {
            if timesKnown, !fault.timesKnown { mode = .uncut(reason: reason, timesKnown: false) }
            return []
        }
        mode = .uncut(reason: fault.reason, timesKnown: fault.timesKnown)
        var actions: [CutAction] = []
        if tentative != nil { actions.append(.remove(slice: current.index + 1)) }
        tentative = nil
        actions.append(.remove(slice: current.index))
        for held in held.reversed() {
            actions.append(.remove(slice: held.slice.index))
            var whole = held.slice
            for time in current.times.finished() where !whole.times.add(time) {
                mode = .uncut(reason: fault.reason, timesKnown: false)
            }
            current = whole
        }
        held = []
        return actions
    }
}

/// What the beginning of a recording holds: one that begins inside a group of pictures, or with
/// pictures that refer to what was before it, cannot all be decoded.
private struct Beginning: Hashable, Sendable {
    private var firstClean: Int64?
    private var beginsClean = false
    /// Frames before this time may be missing; nil is none.
    private(set) var surelyWholeFrom: Int64?

    /// Whether there was any place to begin decoding at.
    var isKnown: Bool { firstClean != nil }

    mutating func take(_ packet: CutPacket, _ time: Int64, isFirst: Bool) {
        if let firstClean {
            if time < firstClean { surelyWholeFrom = firstClean }
        } else if packet.facts.access == .clean {
            firstClean = time
            beginsClean = isFirst
            if !isFirst { surelyWholeFrom = time }
        }
    }

    /// Whether decoding can begin here for the first time: what is before it may not be decodable
    /// at all, so it is no slice.
    func isFirstClean(_ time: Int64) -> Bool { firstClean == time }

    /// Whether no decoder can show a leading picture of this time: nothing was before it.
    func leadsFirst(_ time: Int64) -> Bool {
        beginsClean && firstClean.map { time < $0 } ?? false
    }
}
