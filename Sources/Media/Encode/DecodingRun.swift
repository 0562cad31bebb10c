internal import CFFmpeg
internal import CLibav
internal import Model

/// One pass of decoder and filters over a slice.
final class DecodingRun {
    /// Takes a frame; false when no more are wanted.
    typealias Hand = (Frame, VideoGraph) throws(MediaFailure) -> Bool

    private let order: VideoOrder
    private let source: SliceSource
    private let decoder: Decoder
    private let graph: VideoGraph
    private var range: FrameRange
    private var ledger: DamageLedger
    private var output: OutputTimes
    private let feedsNeighbours: Bool
    /// What follows the last frame, for one that has no time.
    private var nextTime: Int64?
    private var isWanted = true

    init(
        _ order: VideoOrder,
        _ rule: FilterRule,
        _ formats: [AVPixelFormat],
        _ log: LogCapture
    ) throws(MediaFailure) {
        self.order = order
        source = try SliceSource(order)
        let isSlice = source.hasPresentationOnly
        decoder = try source.makeDecoder(threads: isSlice ? 1 : order.film.threads)
        graph = try VideoGraph(
            order.film,
            filters: order.recipe.video.filters,
            formats: formats,
            keepsSize: order.ladder == nil
        )
        range = FrameRange(order.slice, timeBase: order.film.timeBase)
        let whole = max(order.slice.start, order.slice.surelyWholeFrom ?? order.slice.start)
        ledger = DamageLedger(
            from: whole,
            to: order.slice.end,
            timeBase: order.film.timeBase,
            codec: order.film.codec,
            log: log
        )
        if case .deinterlace = rule { feedsNeighbours = isSlice } else { feedsNeighbours = false }
        // Of the source itself the filters' own times are taken, whatever the filters are.
        let isMeasured = !isSlice && rule != .sliceable
        output = OutputTimes(isMeasured ? .uncut("") : rule, slice: order.slice.index)
    }

    func decode(_ hand: Hand) throws(MediaFailure) -> SliceDecoding.Outcome {
        let packet = try Packet()
        let frame = try Frame()
        while isWanted, try source.read(into: packet) {
            ledger.begin(packetAt: packet.presentation.map { $0 - source.shift })
            try give(packet, frame, hand)
        }
        ledger.begin(packetAt: nil)
        if isWanted { try give(nil, frame, hand) }
        guard isWanted else { return SliceDecoding.Outcome() }
        let end = nextTime ?? order.slice.end
        try graph.finish(at: end) { out throws(MediaFailure) in try pass(on: out, hand) }
        return try conclude()
    }

    private func give(_ packet: Packet?, _ frame: Frame, _ hand: Hand) throws(MediaFailure) {
        var outcome = try decoder.send(packet)
        if outcome == .again {
            try takeFrames(frame, hand)
            outcome = try decoder.send(packet)
        }
        ledger.note(outcome)
        try takeFrames(frame, hand)
    }

    private func takeFrames(_ frame: Frame, _ hand: Hand) throws(MediaFailure) {
        while isWanted {
            frame.clear()
            let outcome = try decoder.receive(into: frame)
            ledger.note(outcome)
            switch outcome {
            case .done: try accept(frame, hand)
            // A decoder with threads hands out the error of one frame and then the others.
            case .broken: continue
            case .again, .end: return
            }
        }
    }

    private func accept(_ frame: Frame, _ hand: Hand) throws(MediaFailure) {
        guard let time = time(of: frame) else { return }
        nextTime = time + duration(of: frame)
        let place = try range.place(time)
        if place == .inside, frame.isDamaged { ledger.noteConcealed(at: time) }
        guard place == .inside || feedsNeighbours && place != .repeated else { return }
        // Once the slice has failed only the places of the damage are still looked for.
        guard !fails, output.lastFed.map({ time > $0 }) ?? true else { return }
        frame.presentation = time
        // The container's shape wins over the packets', as with ffmpeg.
        if let shape = order.film.picture.sampleAspectRatio, shape.isPositive {
            frame.handle.pointee.sample_aspect_ratio = shape.libav
        }
        HDR.attach(order.film.picture, to: frame)
        output.feed(time, isInside: place == .inside)
        try graph.push(frame) { out throws(MediaFailure) in try pass(on: out, hand) }
        ledger.forget()
    }

    private func pass(on frame: Frame, _ hand: Hand) throws(MediaFailure) {
        guard try output.judge(frame.presentation) == .keep, isWanted else { return }
        isWanted = try hand(frame, graph)
    }

    private func time(of frame: Frame) -> Int64? {
        let time = source.hasPresentationOnly ? frame.presentation ?? frame.time : frame.time
        return time.map { $0 - source.shift } ?? nextTime ?? order.slice.start
    }

    private func duration(of frame: Frame) -> Int64 {
        let own = libav_frame_duration(frame.handle)
        if own > 0 { return own }
        let rate = order.film.frameRate ?? Rational(25, 1)
        return max(1, rate.inverse.rescale(1, to: order.film.timeBase))
    }

    private var fails: Bool { order.recipe.onDamage == .fail && ledger.hasDamage }

    private func conclude() throws(MediaFailure) -> SliceDecoding.Outcome {
        range.finish()
        ledger.noteMissing(range.missing)
        let attempt = "decode slice \(order.slice.index)"
        if range.missing.count > 0, !ledger.hasEvidence {
            throw MediaFailure(.mismatch, attempt, source.path, missingText)
        }
        if fails { throw ledger.failure(attempt, source.path) }
        // Where the plan knows what is missing, a damaged slice may have nothing at all.
        if range.count == 0, range.missing.count == 0 {
            let words = ledger.report.messages.first.map { " (\($0))" } ?? ""
            let cause = "not one of its frames can be decoded\(words)"
            throw MediaFailure(.damaged, attempt, source.path, cause)
        }
        try output.finish()
        return SliceDecoding.Outcome(
            damage: ledger.report,
            notes: notes,
            isWhole: range.missing.count == 0 && range.undecodable.count == 0
        )
    }

    private var missingText: String {
        let base = order.film.timeBase
        let first = range.missing.first.prefix(3).map { "\(base.text($0)) s" }
        return "\(range.missing.count) planned frames did not come out of the decoder, which"
            + " reported no damage: \(first.joined(separator: ", "))"
            + (range.missing.count > 3 ? " …" : "")
    }

    private var notes: [String] {
        var notes: [String] = []
        if range.undecodable.count > 0 {
            notes.append(
                "the recording starts inside a group of pictures: its first"
                    + " \(range.undecodable.count) frames cannot be decoded"
            )
        }
        let repeated = range.repeatedCount + output.repeatedCount
        if repeated > 0 {
            notes.append("\(repeated) frames at the time of the one before were dropped")
        }
        return notes
    }
}
