internal import CFFmpeg
public import Model

/// Makes a part for each of some renditions of a slice, which is decoded and filtered once.
public enum LadderEncoding {
    /// Blocks until the parts are there and proven. After a failure unfinished parts may be left
    /// behind at the order's paths; whoever chose the paths removes them.
    ///
    /// - Parameter events: Gets the progress, at most four times a second, and notes.
    public static func run(
        _ order: VideoOrder,
        events: (TaskEvent) -> Void
    ) throws(MediaFailure) -> [PartReport] {
        try LogCapture.during { _ throws(MediaFailure) in
            try LadderRun(order).run(events)
        }
    }
}

/// One slice on its way to several parts.
private struct LadderRun {
    private let order: VideoOrder
    private let rule: FilterRule
    private let makings: [PartMaking]
    private let spread: LadderSpread

    init(_ given: VideoOrder) throws(MediaFailure) {
        let attempt = "encode slice \(given.slice.index)"
        guard let work = given.ladder, !work.rungs.isEmpty,
            work.rungs.allSatisfy({ work.ladder.rungs.indices.contains($0.rung) })
        else {
            throw MediaFailure(.mismatch, attempt, nil, "the order names no renditions")
        }
        let order = given.resolved
        self.order = order
        rule = try SliceEncoding.rule(order)
        makings = try work.rungs.map { rung throws(MediaFailure) in
            _ = try PixelFormats.taken(by: work.ladder.rungs[rung.rung].video)
            return try PartMaking(PartWork(order, work.ladder, rung))
        }
        spread = LadderSpread(order, work.ladder, makings.map { ($0.work, $0.feed) })
    }

    func run(_ events: (TaskEvent) -> Void) throws(MediaFailure) -> [PartReport] {
        let board = try LadderBoard(makings.count)
        let encodings = makings.enumerated().map { RungEncoding($1, $0, board) }
        let decoding = SliceDecoding(order, rule, formats: [], into: spread)
        let ended = try start(decoding, encodings) {
            tell(of: board, events)
        }
        // What is wrong with the slice explains what is wrong with its encoding.
        let outcome = try decoding.join()
        let parts = try LadderRun.parts(ended)
        outcome.notes.forEach { events(.note($0)) }
        if outcome.isWhole {
            for (making, made) in zip(makings, parts) { try making.check(made) }
        }
        guard parts.allSatisfy({ $0 != nil }) || outcome.damage.missingCount > 0 else {
            throw SliceEncoding.nothingComesOut(order)
        }
        return zip(makings, parts).map { $0.report($1, outcome.damage) }
    }

    /// Starts all threads, and waits for all that encode.
    private func start(
        _ decoding: SliceDecoding,
        _ encodings: [RungEncoding],
        _ whileRunning: () -> Void
    ) throws(MediaFailure) -> [RungEncoding.Outcome] {
        var started: [RungEncoding] = []
        do throws(MediaFailure) {
            for encoding in encodings {
                try encoding.start()
                started.append(encoding)
            }
            try decoding.start()
        } catch {
            spread.end(failed: true)
            for encoding in started { _ = encoding.join() }
            throw error
        }
        whileRunning()
        return encodings.map { $0.join() }
    }

    private func tell(of board: LadderBoard, _ events: (TaskEvent) -> Void) {
        var paces: [TaskProgress.Stage: Pace] = [:]
        while board.wait() {
            // The others need not encode what nobody will want.
            if board.isBroken { spread.stop() }
            guard let progress = board.progress else { continue }
            let stage = progress.stage
            var pace = paces[stage] ?? Pace(stage, .milliseconds, progress.framesTotal)
            pace.tell(
                events,
                frames: progress.frames,
                time: progress.outputMilliseconds,
                bytes: progress.bytes
            )
            paces[stage] = pace
        }
    }

    private static func parts(
        _ outcomes: [RungEncoding.Outcome]
    ) throws(MediaFailure) -> [PartMaking.Made?] {
        for outcome in outcomes {
            if case .failed(let failure) = outcome { throw failure }
        }
        return try outcomes.map { outcome throws(MediaFailure) in
            guard case .made(let made) = outcome else {
                throw MediaFailure(.mismatch, "encode renditions", nil, "the frames end too early")
            }
            return made
        }
    }
}
