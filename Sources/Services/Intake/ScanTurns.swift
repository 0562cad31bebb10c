internal import Model
internal import Platform
internal import Profiles
internal import Spool

/// What is due when: looks at everything, at folders that something happened in, and at files that
/// may be whole by now.
struct ScanTurns {
    private var nextFull = Duration.zero
    private var nextTick = Duration.zero
    private var last: (began: WallTime, elapsed: Duration)?
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
        folders.formUnion(hints?.directories ?? [])
        if engine.now >= nextFull || hints?.needsRescan ?? false {
            lookAtAll(&engine, isWanted)
        } else if !folders.isEmpty {
            let pass = engine.look(at: folders, isWanted)
            if pass.isWhole { folders = [] }
        }
        let restless = engine.restless.filter { engine.dueIn($0) ?? ScanTurns.tick <= .zero }
        let due = restless.union(read)
        if !due.isEmpty || engine.now >= nextTick {
            // In the order of their names, so they come into the queue.
            let files = due.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            _ = engine.lookAgain(at: files, isWanted)
            nextTick = engine.now + ScanTurns.tick
        }
        tell(engine)
        return wait(engine)
    }

    private mutating func lookAtAll(
        _ engine: inout ScanEngine,
        _ isWanted: @escaping @Sendable () -> Bool
    ) {
        let (began, start) = (engine.site.spool.clock.wall, engine.now)
        let pass = engine.lookAtAll(isWanted)
        let elapsed = engine.now - start
        let interval = engine.mode?.interval ?? ScanTurns.tick
        // A look that takes longer than the time between two would be all that this volume does.
        nextFull = engine.now + max(pass.identity == nil ? ScanTurns.tick : interval, elapsed)
        nextTick = engine.now + ScanTurns.tick
        if pass.isWhole { folders = [] }
        if pass.identity != nil { last = (began, elapsed) }
    }

    private func wait(_ engine: ScanEngine) -> Duration {
        let now = engine.now
        let files = engine.restless.compactMap { engine.dueIn($0) }.min() ?? ScanTurns.tick
        // While the input or the spool is away, nothing changes what is due.
        let least = engine.pass.identity == nil ? Duration.seconds(2) : .milliseconds(50)
        return max(least, min(files, nextFull - now, nextTick - now))
    }

    /// Replaced when it says something else, and now and then.
    private mutating func tell(_ engine: ScanEngine) {
        guard let last, !engine.settings.isDry else { return }
        let summary = engine.summary(last.began, last.elapsed)
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
    private static let tick = Duration.seconds(10)
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
