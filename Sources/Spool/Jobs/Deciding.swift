internal import Model

extension Spool {
    /// All that decides how a job goes on.
    func jobView(_ key: JobKey) throws(SpoolError) -> JobView? {
        let layout = Layout.job(key)
        guard let names = try access.entries(layout.path) else { return nil }
        let tasks = try view(layout.tasks)
        var failed: [Attempt] = []
        if let generation = tasks.generation(of: .merge) {
            for index in try boardsAlive(key, generation) {
                failed += try attempts(in: layout.batch(index).tasks.failed)
            }
        }
        return JobView(
            tasks: tasks,
            failedTasks: failed,
            isCancelled: names.contains("cancel"),
            records: try records(of: key.job).filter { $0.key == key },
            removed: try removedRecords(of: key.job).filter { $0.key == key }
        )
    }

    /// Does the next step of a job, whichever it is. Anybody may, at any time: a merger does it for
    /// its own job as soon as it is done.
    @discardableResult
    public func advance(_ key: JobKey, _ outlet: any Outlet) throws(SpoolError) -> JobStep? {
        guard let view = try jobView(key), let step = JobStep.next(view),
            let order = try order(of: key)
        else { return nil }
        switch step {
        case .goOn: break
        case .drop:
            // A listing that misses a token while it moves could look like this, too.
            let generation = view.tasks.generation(of: .merge) ?? 0
            let before = memory.with { $0.drops.updateValue(generation, forKey: key) }
            guard before == generation, try isStillToDrop(key, view) else { return step }
            try close(key, order, outlet)
        case .moveAside(let record): try moveAside(record)
        case .decide(let outcome): try decide(key, outcome)
        case .record(let attempt):
            _ = try record(order, attempt)
            try removeEntries(of: key)
        case .finish(let attempt): try finish(order, attempt, view.records, outlet)
        case .ended(let record):
            let isKept = record.outcome == .failed && !view.isCancelled
            let isOver = isKept ? try isOld(record) : true
            if isOver { try close(key, order, outlet) }
        }
        if step != .drop { memory.with { _ = $0.drops.removeValue(forKey: key) } }
        return step
    }

    /// A retry moves the merge's token before it moves the record. So only when the token is seen
    /// in its place behind the records is the directory one of a late intake, for ever.
    private func isStillToDrop(_ key: JobKey, _ view: JobView) throws(SpoolError) -> Bool {
        var later = view
        later.tasks = try self.view(Layout.job(key).tasks)
        return later.tasks.generation(of: .merge) == view.tasks.generation(of: .merge)
            && JobStep.next(later) == .drop
    }

    /// Decides a job against its merge, whose token is taken for that. A merge that is done already
    /// wins.
    func decide(_ key: JobKey, _ outcome: HistoryRecord.Outcome) throws(SpoolError) {
        let board = Layout.job(key).tasks
        let tasks = try view(board)
        let attempt: Attempt
        var isTakenHere = false
        if let waiting = tasks.queued.first(where: { $0.task == .merge }) {
            attempt = Attempt(task: .merge, generation: waiting.generation, holder: holder)
            guard try take(board, attempt, of: key) else { return }
            isTakenHere = true
        } else if let running = tasks.running.first(where: { $0.task == .merge }) {
            attempt = running
        } else {
            return
        }
        // What was seen may be from before a retry: with the token in hand it is looked at again.
        guard let reason = try reasonToDecide(key, outcome) else {
            guard isTakenHere else { return }
            try carryOut(try decide(newLog(attempt, .returned), in: key), on: board, of: key)
            return
        }
        var log = newLog(attempt, outcome == .cancelled ? .cancelled : .failed)
        log.reason = reason
        try carryOut(try decide(log, in: key), on: board, of: key)
    }

    private func reasonToDecide(
        _ key: JobKey,
        _ outcome: HistoryRecord.Outcome
    ) throws(SpoolError) -> String? {
        let layout = Layout.job(key)
        if outcome == .cancelled {
            guard try access.isListed(layout.cancel) else { return nil }
            let bytes = try access.read(layout.cancel)
            // Whatever a person put there by hand counts as well.
            let mark = bytes.flatMap {
                try? RecordCoding.record(Mark.self, $0, at: layout.cancel)
            }
            return mark?.reason ?? "it was cancelled"
        }
        var boards = [layout.tasks]
        for index in try batchIndices(of: key) { boards.append(layout.batch(index).tasks) }
        for board in boards {
            guard let attempt = try attempts(in: board.failed).first(where: { $0.task != .merge })
            else { continue }
            let log = try log(of: attempt, in: key)
            return "\(attempt.task): \(log?.reason ?? "no reason was written")"
        }
        return nil
    }

    /// Whether a failed job was kept for as long as it should be.
    private func isOld(_ name: RecordName) throws(SpoolError) -> Bool {
        guard let record = try record(name) else { return false }
        let kept = settings.failedJobsKept.components.seconds * 1_000
        return clock.wall.milliseconds - record.ended > kept
    }
}
