internal import Model

/// What listings and records show of jobs.
extension Spool {
    /// All directories of jobs, by name.
    func jobKeys() throws(SpoolError) -> [JobKey] {
        try (access.entries(Layout.jobs) ?? []).compactMap(JobKey.init).sorted()
    }

    /// Nil where there is no such directory.
    public func order(of key: JobKey) throws(SpoolError) -> JobOrder? {
        if let known = memory.with({ $0.orders[key] }) { return known }
        let path = Layout.job(key).order
        guard let bytes = try access.read(path) else { return nil }
        let order = try RecordCoding.record(JobOrder.self, bytes, at: path)
        memory.with { $0.orders[key] = order }
        return order
    }

    func batch(_ index: Int, of key: JobKey) throws(SpoolError) -> BatchRecord? {
        let path = Layout.job(key).batch(index).batch
        if let known = memory.with({ $0.batches[path] }) { return known }
        guard let bytes = try access.read(path) else { return nil }
        let batch = try RecordCoding.record(BatchRecord.self, bytes, at: path)
        memory.with { $0.batches[path] = batch }
        return batch
    }

    /// What the engine planned of a batch.
    public func plan(_ index: Int, of key: JobKey) throws(SpoolError) -> [UInt8]? {
        try access.read(Layout.job(key).batch(index).plan)
    }

    /// The batches that were published, in order.
    func batchIndices(of key: JobKey) throws(SpoolError) -> [Int] {
        try (access.entries(Layout.job(key).batches) ?? []).compactMap { Int($0) }.sorted()
    }

    /// The four folders in the order in which tokens move, so that one that moves meanwhile is
    /// rather seen twice than not at all.
    func view(_ board: Board) throws(SpoolError) -> BoardView {
        BoardView(
            queued: try waiting(in: board),
            running: try attempts(in: board.run),
            done: try attempts(in: board.done),
            failed: try attempts(in: board.failed)
        )
    }

    func waiting(in board: Board) throws(SpoolError) -> [Waiting] {
        try (access.entries(board.queue) ?? []).compactMap(Waiting.init)
            .sorted { $0.text < $1.text }
    }

    func attempts(in folder: Path) throws(SpoolError) -> [Attempt] {
        try (access.entries(folder) ?? []).compactMap(Attempt.init).sorted { $0.text < $1.text }
    }

    /// Nil where none was written.
    func log(of attempt: Attempt, in key: JobKey) throws(SpoolError) -> AttemptLog? {
        let path = Layout.job(key).log(attempt)
        guard let bytes = try access.read(path) else { return nil }
        return try RecordCoding.record(AttemptLog.self, bytes, at: path)
    }

    /// All logs of one task.
    func logs(of task: TaskName, in key: JobKey) throws(SpoolError) -> [AttemptLog] {
        var logs: [AttemptLog] = []
        for name in try access.entries(Layout.job(key).logs) ?? [] {
            guard name.hasPrefix("\(task.text)."), name.hasSuffix(".json"),
                let attempt = Attempt(String(name.dropLast(5)))
            else { continue }
            if let log = try log(of: attempt, in: key) { logs.append(log) }
        }
        return logs
    }

    /// The records of all lives of a job, in history.
    public func records(of job: JobID) throws(SpoolError) -> [RecordName] {
        try (access.entries(Layout.historyFolder(job)) ?? []).compactMap(RecordName.init)
            .filter { $0.key.job == job }
    }

    /// The records of all lives of a job that were taken back.
    func removedRecords(of job: JobID) throws(SpoolError) -> [RecordName] {
        try (access.entries(Layout.removed) ?? []).compactMap(RecordName.init)
            .filter { $0.key.job == job }
    }

    /// Whether nothing more is to be done with a job, as far as its record goes: what everybody
    /// asks before a claim.
    func hasEnded(_ key: JobKey, mergeGeneration: Int) throws(SpoolError) -> Bool {
        try records(of: key.job).contains {
            $0.key == key && JobStep.ends($0, mergeGeneration)
        }
    }

    /// The orders and batches that are remembered of jobs that there are no more.
    func forgetJobs(but keys: Set<JobKey>) {
        memory.with { content in
            content.orders = content.orders.filter { keys.contains($0.key) }
            content.spent = content.spent.filter { keys.contains($0.key) }
            content.begun.formIntersection(keys)
            let kept = Set(keys.map { Layout.job($0).batches })
            content.batches = content.batches.filter { kept.contains($0.key.parent.parent) }
        }
    }
}
