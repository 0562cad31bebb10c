internal import Model
internal import Platform
internal import Profiles
internal import Spool

/// What is due when: looks at everything, at folders that something happened in, and at files that
/// may be whole by now.
struct ScanTurns {
    private var nextFull = Duration.zero
    private var nextTick = Duration.zero
    private var last: (ended: WallTime, elapsed: Duration)?
    private var told: ScanSummary?
    private var toldAt = Duration.zero
    /// Folders to look at that could not be looked at yet.
    private var folders: Set<Path> = []

    /// Does what is due.
    ///
    /// - Returns: How long nothing is.
    mutating func turn(
        _ engine: inout ScanEngine,
        _ hints: WatchHints?,
        _ isWanted: @escaping @Sendable () -> Bool
    ) -> Duration {
        let read = engine.takeResults()
        var hasNews = true
        folders.formUnion(hints?.directories ?? [])
        if engine.now >= nextFull || hints?.needsRescan ?? false {
            lookAtAll(&engine, isWanted)
        } else if !folders.isEmpty {
            let pass = engine.look(at: folders, isWanted)
            if pass.isWhole { folders = [] }
        } else {
            hasNews = false
        }
        let isTick = engine.now >= nextTick
        let due = engine.restless.filter { ScanTurns.isNow(engine.due($0), isTick) }.union(read)
        if !due.isEmpty || isTick {
            hasNews = hasNews || !due.isEmpty
            // In the order of their names, so they come into the queue.
            let files = due.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            _ = engine.lookAgain(at: files, refreshes: isTick, isWanted)
            if isTick { nextTick = engine.now + ScanTurns.tick }
        }
        if hasNews || engine.now - toldAt >= ScanTurns.tellEvery { tell(engine) }
        return wait(engine)
    }

    private static func isNow(_ due: ScanEngine.Due, _ isTick: Bool) -> Bool {
        switch due {
        case .after(let time): time <= .zero
        case .withTick: isTick
        case .byNews: false
        }
    }

    private mutating func lookAtAll(
        _ engine: inout ScanEngine,
        _ isWanted: @escaping @Sendable () -> Bool
    ) {
        let start = engine.now
        let pass = engine.lookAtAll(isWanted)
        let elapsed = engine.now - start
        let interval = engine.mode?.interval ?? ScanTurns.tick
        // A look that takes longer than the time between two would be all that this volume does.
        nextFull = engine.now + max(pass.identity == nil ? ScanTurns.tick : interval, elapsed)
        nextTick = engine.now + ScanTurns.tick
        if pass.isWhole { folders = [] }
        let seconds = elapsed.inSeconds
        engine.site.tally.scanned(in: seconds, errors: pass.troubles.count)
        if pass.identity != nil { last = (engine.site.spool.clock.wall, elapsed) }
    }

    private func wait(_ engine: ScanEngine) -> Duration {
        let now = engine.now
        let files = engine.restless.reduce(ScanTurns.tick) { least, path in
            if case .after(let time) = engine.due(path) { min(least, time) } else { least }
        }
        // While the input or the spool is away, nothing changes what is due.
        let least = engine.pass.identity == nil ? Duration.seconds(2) : .milliseconds(50)
        return max(least, min(files, nextFull - now, nextTick - now))
    }

    /// Replaced when it says something else, and now and then.
    private mutating func tell(_ engine: ScanEngine) {
        guard let last, !engine.settings.isDry else { return }
        let summary = engine.summary(last.ended, last.elapsed)
        let isNew =
            summary.counts != told?.counts || summary.sightings != told?.sightings
            || summary.mode != told?.mode
        guard isNew || engine.now - toldAt >= ScanTurns.tellEvery else { return }
        do throws(SpoolError) {
            try engine.site.spool.replaceScanReport(summary)
            (told, toldAt) = (summary, engine.now)
        } catch {
            // Nothing depends on it, and the scan itself tells of a spool that does not answer.
        }
    }

    /// How soon it is noticed that somebody took a record back.
    private static let tick = lookAgainAfter
    private static let tellEvery = Duration.seconds(60)
}

extension ScanEngine {
    /// Below the input, of a path on this host or below it.
    func below(_ path: Path) -> Path {
        let normal = path.normalized
        if normal == input.normalized { return FilmBook.top }
        return normal.relative(to: input.normalized) ?? normal
    }
}
