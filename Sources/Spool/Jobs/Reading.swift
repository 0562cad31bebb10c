internal import Model
internal import Platform

/// What listings and records show of jobs.
extension Spool {
    /// All directories of jobs, by name.
    func jobKeys() throws(SpoolError) -> [JobKey] {
        try (access.entries(Layout.jobs) ?? []).compactMap(JobKey.init).sorted()
    }

    /// How many jobs there were when they were last listed, from memory; nil is not yet.
    public var openJobsSeen: Int? { memory.with { $0.openJobs } }

    /// Whether there is a job that is not on record, or not cleared away yet. One that failed stays
    /// for those who try it again.
    public func isAnythingOpen() throws(SpoolError) -> Bool {
        for key in try jobKeys() {
            guard let view = try jobView(key), case .ended(let record)? = JobStep.next(view),
                record.outcome == .failed, !view.isCancelled
            else { return true }
        }
        return false
    }

    /// Whether somebody asked for nothing more of it to be claimed.
    public func isPaused(_ key: JobKey) throws(SpoolError) -> Bool {
        try access.isListed(Layout.job(key).pause)
    }

    /// Whether somebody encodes something of it now.
    public func isBeingEncoded(_ key: JobKey) throws(SpoolError) -> Bool {
        let layout = Layout.job(key)
        let tasks = try view(layout.tasks)
        if tasks.running.contains(where: { $0.task == .audio }) { return true }
        for index in try boardsAlive(key, tasks.generation(of: .merge))
        where try !attempts(in: layout.batch(index).tasks.run).isEmpty {
            return true
        }
        return false
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
            .sorted { ($0.task.text, $0.generation) < ($1.task.text, $1.generation) }
    }

    func attempts(in folder: Path) throws(SpoolError) -> [Attempt] {
        try (access.entries(folder) ?? []).compactMap(Attempt.init)
            .sorted { ($0.task.text, $0.generation) < ($1.task.text, $1.generation) }
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
            // One that cannot be read says nothing, and must not keep the task where it is.
            if let log = try? log(of: attempt, in: key) { logs.append(log) }
        }
        return logs
    }

    /// The records of all lives of a job that count. One that was taken back and is there all the
    /// same was linked by somebody who came late with it.
    public func records(of job: JobID) throws(SpoolError) -> [RecordName] {
        let found = try recordNames(Layout.historyFolder(job), job)
        guard !found.isEmpty else { return [] }
        // Listed behind the other: a record moves from history to what was removed.
        let late = RecordName.late(found, removed: try removedRecords(of: job))
        return found.filter { !late.contains($0) }
    }

    /// Records that count for nothing, since they were taken back or their job was tried again, and
    /// are in history all the same.
    func moveLateRecordsAside(_ job: JobID) throws(SpoolError) {
        let found = try recordNames(Layout.historyFolder(job), job)
        guard !found.isEmpty else { return }
        let late = RecordName.late(found, removed: try removedRecords(of: job))
        for record in found where late.contains(record) { try moveAside(record) }
    }

    /// The records of all lives of a job that were taken back.
    public func removedRecords(of job: JobID) throws(SpoolError) -> [RecordName] {
        try recordNames(Layout.removed, job)
    }

    private func recordNames(_ folder: Path, _ job: JobID) throws(SpoolError) -> [RecordName] {
        try (access.entries(folder) ?? []).filter { $0.hasPrefix("\(job.text).") }
            .compactMap(RecordName.init)
    }

    /// Whether a job's directory is gone; a volume that is not there is trouble instead.
    func isClosed(_ key: JobKey) throws(SpoolError) -> Bool {
        guard let names = try access.entries(Layout.jobs) else {
            throw .storage(SystemError("list", Layout.jobs, .noSuchFile))
        }
        return !names.contains(key.text)
    }

    /// The batches of which something may be left to do, in the order of the film, with those that
    /// are found spent remembered. Nil is not to know the merge's generation: then all of them.
    func boardsAlive(_ key: JobKey, _ mergeGeneration: Int?) throws(SpoolError) -> [Int] {
        let spent = memory.with { content in
            mergeGeneration.map { content.spent[key]?.indices(at: $0) ?? [] } ?? []
        }
        let indices = try batchIndices(of: key)
        if !indices.isEmpty { memory.with { _ = $0.begun.insert(key) } }
        return indices.filter { !spent.contains($0) }
    }

    /// Whether all of a batch is done; remembered, so that nobody here lists it again.
    ///
    /// - Parameter mergeGeneration: Read before this: what it says belongs to that generation.
    func isSpent(_ index: Int, of key: JobKey, _ mergeGeneration: Int) throws(SpoolError) -> Bool {
        let board = Layout.job(key).batch(index).tasks
        guard try waiting(in: board).isEmpty, try attempts(in: board.run).isEmpty,
            let batch = try batch(index, of: key),
            Set(try attempts(in: board.done).map(\.task)) == Set(batch.tasks)
        else { return false }
        memory.with { content in
            var spent = content.spent[key] ?? SpentBatches(mergeGeneration: mergeGeneration)
            if spent.mergeGeneration != mergeGeneration {
                spent = SpentBatches(mergeGeneration: mergeGeneration)
            }
            spent.indices.insert(index)
            content.spent[key] = spent
        }
        return true
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
            content.drops = content.drops.filter { keys.contains($0.key) }
            content.taken = content.taken.filter { keys.contains($0.job) }
            let kept = Set(keys.map { Layout.job($0).batches })
            content.batches = content.batches.filter { kept.contains($0.key.parent.parent) }
        }
    }
}
