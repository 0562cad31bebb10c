internal import Model
internal import Platform

/// One job as a view has it. Nothing is written, and nothing is believed for longer than the view.
extension Spool {
    /// Nil where it was closed meanwhile.
    public func viewed(_ key: JobKey) throws(SpoolError) -> ViewedJob? {
        let layout = Layout.job(key)
        guard let names = try access.entries(layout.path), let order = try order(of: key) else {
            return nil
        }
        var job = ViewedJob(key: key, order: order)
        job.isPaused = names.contains("pause")
        job.isCancelled = names.contains("cancel")
        var tasks = BoardView()
        tasks.queued = try waiting(in: layout.tasks)
        // Of most jobs in a long queue nothing was ever touched: one listing says so.
        let isUntouched = order.jobTasks.allSatisfy {
            tasks.queued.contains(Waiting(task: $0, generation: 0))
        }
        if !isUntouched {
            tasks.running = try attempts(in: layout.tasks.run)
            tasks.done = try attempts(in: layout.tasks.done)
            tasks.failed = try attempts(in: layout.tasks.failed)
        }
        job.split = ViewedToken(.split, tasks)
        job.merge = ViewedToken(.merge, tasks)
        job.audio = order.hasAudio ? ViewedToken(.audio, tasks) : nil
        job.unseen = order.jobTasks.filter { ViewedToken($0, tasks) == .unseen }
        job.failed = tasks.failed
        var running = tasks.running
        var waiting = tasks.queued
        guard !isUntouched else { return job }
        for index in try batchIndices(of: key) {
            guard let batch = try batch(index, of: key) else { continue }
            let board = try view(layout.batch(index).tasks)
            job.batches.append(ViewedBatch(batch, board, rungs: order.ladder?.rungs.count ?? 0))
            job.unseen += batch.tasks.filter { ViewedToken($0, board) == .unseen }
            job.failed += board.failed
            running += board.running
            waiting += board.queued
        }
        for attempt in running {
            let lock = try lock(of: attempt, in: key)
            job.running.append(ViewedAttempt(attempt: attempt, progress: lock?.progress))
        }
        // A log is read for those alone that somebody may wonder about.
        if !running.contains(where: { $0.task != .split }) {
            job.returned = try lastReturn(of: waiting, in: key)
        }
        return job
    }

    /// How the last of the tries ended behind which tasks wait to be tried again. Of slices the
    /// first few are enough: what keeps one back keeps the others back.
    private func lastReturn(
        of waiting: [Waiting],
        in key: JobKey
    ) throws(SpoolError) -> AttemptLog? {
        let again = Dictionary(
            waiting.filter { $0.generation > 0 }.map { ($0.task, $0.generation - 1) },
            uniquingKeysWith: max
        )
        guard !again.isEmpty else { return nil }
        let attempts = try (access.entries(Layout.job(key).logs) ?? [])
            .filter { $0.hasSuffix(".json") }
            .compactMap { Attempt(String($0.dropLast(5))) }
            .filter { again[$0.task] == $0.generation }
        let slices = attempts.filter { $0.task.slice != nil }.sorted {
            $0.task.place < $1.task.place
        }
        let read = attempts.filter { $0.task.slice == nil } + slices.prefix(Spool.returnsRead)
        let logs = read.compactMap { try? log(of: $0, in: key) }
        // By the clocks of their writers, for people.
        return logs.filter { $0.outcome == .returned }.max { $0.time < $1.time }
    }

    private static let returnsRead = 4

    /// Nil where there is none, or it is just being rewritten.
    private func lock(of attempt: Attempt, in key: JobKey) throws(SpoolError) -> LockRecord? {
        let path = Layout.job(key).lock(attempt)
        guard let bytes = try access.read(path) else { return nil }
        return try? RecordCoding.record(LockRecord.self, bytes, at: path)
    }

    /// What the attempts of a job came to, tasks in the order of the film, tries in theirs.
    public func attemptLogs(of key: JobKey) throws(SpoolError) -> [AttemptLog] {
        var logs: [AttemptLog] = []
        for name in try access.entries(Layout.job(key).logs) ?? [] {
            guard name.hasSuffix(".json"), let attempt = Attempt(String(name.dropLast(5))) else {
                continue
            }
            if let log = try? log(of: attempt, in: key) { logs.append(log) }
        }
        return logs.sorted { left, right in
            (left.attempt.task.place, left.attempt.task.rung ?? 0, left.attempt.generation)
                < (right.attempt.task.place, right.attempt.task.rung ?? 0, right.attempt.generation)
        }
    }

    /// What an attempt came to; nil where it has not ended.
    public func attemptLog(_ attempt: Attempt, of key: JobKey) throws(SpoolError) -> AttemptLog? {
        try log(of: attempt, in: key)
    }

    /// Of jobs that have an entry in the queue.
    func ranks() throws(SpoolError) -> [JobKey: Int] {
        var ranks: [JobKey: Int] = [:]
        for name in try access.entries(Layout.queue) ?? [] {
            guard let entry = QueueEntry(name) else { continue }
            ranks[entry.job] = min(entry.rank, ranks[entry.job] ?? entry.rank)
        }
        return ranks
    }

    /// All names in `nodes/`.
    func nodeFiles() throws(SpoolError) -> [String] {
        guard let names = try access.entries(Layout.nodes) else {
            throw .storage(SystemError("list", Layout.nodes, .noSuchFile))
        }
        return names
    }

    /// Hosts that somebody asked to take no more work, whether nodes run there or not.
    public func drainedHosts() throws(SpoolError) -> [String] {
        try nodeFiles().filter { $0.hasSuffix(".drain") }.map { String($0.dropLast(6)) }.sorted()
    }

    /// Takes the record of a node away that will not come back, so that nobody waits for it. If it
    /// comes back all the same, it begins again under another name.
    public func forget(_ holder: Holder) throws(SpoolError) {
        try access.remove(Layout.node(holder))
        tell(.nodeLost, nil, nil, holder.text)
    }
}

extension ClusterReader {
    /// Jobs on record whose number, or name, begins so. At least the first two digits are needed:
    /// they are the folder.
    public func endedJobs(beginningWith text: String) throws(SpoolError) -> [JobKey] {
        let digits = text.split(separator: "_").last.map(String.init) ?? text
        let folderName = String(digits.prefix(2))
        guard folderName.utf8.count == 2, folderName.allSatisfy(\.isHexDigit) else { return [] }
        let folder = Layout.history / FileName(folderName)
        let names = try spool.access.entries(folder) ?? []
        let keys = names.compactMap(RecordName.init).map(\.key).filter { key in
            key.text.hasPrefix(text) || key.job.digits.hasPrefix(text)
        }
        return Set(keys).sorted()
    }
}

extension TaskName {
    /// Its place in the life of a job.
    fileprivate var place: Int {
        switch self {
        case .split: -1
        case .video(let index, _): index
        case .audio: .max - 1
        case .merge: .max
        }
    }
}
