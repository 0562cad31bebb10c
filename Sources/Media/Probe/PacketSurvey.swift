internal import Model

/// What the packets of one stream come to.
struct PacketSurvey {
    private(set) var measured = MediaDescription.Measured()
    private var lastKey: Int64?
    private var lastDecoding: Int64?

    mutating func add(_ packet: Packet) {
        measured.packets += 1
        measured.bytes += Int64(packet.bytes.count)
        if packet.isDiscarded { measured.discarded += 1 }
        if let decoding = packet.decoding {
            if let lastDecoding, decoding <= lastDecoding { measured.timesNotRising += 1 }
            lastDecoding = decoding
        }
        if packet.isKey { measured.keyPackets += 1 }
        guard let time = packet.presentation else {
            measured.timesMissing += 1
            return
        }
        // Hostile times lie at the ends of the range.
        let (end, isTooLate) = time.addingReportingOverflow(max(0, packet.duration))
        measured.first = min(measured.first ?? time, time)
        measured.end = max(measured.end ?? time, isTooLate ? time : end)
        if packet.isKey { addKey(at: time) }
    }

    /// With the distance from the last key packet to the end.
    func finished() -> MediaDescription.Measured {
        var survey = self
        if let end = measured.end { survey.addKey(at: end) }
        return survey.measured
    }

    private mutating func addKey(at time: Int64) {
        defer { lastKey = time }
        guard let lastKey else { return }
        let (distance, isTooLarge) = time.subtractingReportingOverflow(lastKey)
        guard !isTooLarge, distance > 0 else { return }
        measured.largestKeyDistance = max(measured.largestKeyDistance ?? 0, distance)
    }
}

/// Where decoding of one video stream may begin.
struct AccessSurvey {
    private(set) var found: MediaDescription.RandomAccess
    private let timeBase: Rational
    private var last: Int64?

    init(timeBase: Rational) {
        found = MediaDescription.RandomAccess(rule: "container")
        self.timeBase = timeBase
    }

    mutating func add(_ packet: Packet) {
        // Discarded pictures are no beginning: nothing is shown from there on.
        guard packet.isKey, !packet.isDiscarded, let time = packet.presentation else {
            if packet.isKey { found.unclean += 1 } else { found.none += 1 }
            return
        }
        found.clean += 1
        addPlace(at: time)
    }

    func finished(end: Int64?) -> MediaDescription.RandomAccess {
        var survey = self
        if let end, found.clean > 0 { survey.addPlace(at: end) }
        return survey.found
    }

    private mutating func addPlace(at time: Int64) {
        defer { last = time }
        guard let last else { return }
        let (gap, isTooLarge) = time.subtractingReportingOverflow(last)
        guard !isTooLarge, gap > 0 else { return }
        found.largestGapSeconds = max(found.largestGapSeconds ?? 0, timeBase.seconds(gap))
    }
}
