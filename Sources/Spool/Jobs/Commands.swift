public import Model

/// What people ask for. Each is an operation on files that anybody may do, whether nodes run or
/// not.
extension Spool {
    /// The job ends as cancelled unless its merge is done already. False when it is not open.
    ///
    /// - Parameter reason: Why, for the record; nil is that somebody asked for it.
    @discardableResult
    public func cancel(_ key: JobKey, reason: String? = nil) throws(SpoolError) -> Bool {
        guard try mark(Layout.job(key).cancel, of: key, reason) else { return false }
        try decide(key, .cancelled)
        return true
    }

    /// Nothing more of it is claimed; what runs comes to its end. False when it is not open.
    @discardableResult
    public func pause(_ key: JobKey) throws(SpoolError) -> Bool {
        try mark(Layout.job(key).pause, of: key)
    }
    public func resume(_ key: JobKey) throws(SpoolError) {
        try access.remove(Layout.job(key).pause)
    }

    /// Before all others.
    public func bump(_ key: JobKey) throws(SpoolError) { try reorder(key) { $0.bumped() } }
    /// Behind all others.
    public func postpone(_ key: JobKey) throws(SpoolError) { try reorder(key) { $0.deferred() } }

    /// The tasks that failed are tried again; what is done stays. False when it did not fail, was
    /// cancelled, or its directory is gone: then its record can be taken back.
    ///
    /// - Parameter all: Whether the slices and the sound that are done are done again, too. What
    ///   was cut stays.
    public func retry(_ key: JobKey, all: Bool = false) throws(SpoolError) -> Bool {
        let layout = Layout.job(key)
        let failed = try attempts(in: layout.tasks.failed)
        guard let merge = failed.first(where: { $0.task == .merge }),
            try !access.isListed(layout.cancel)
        else { return false }
        // With another end on record it is the directory of a late intake.
        let ends = try records(of: key.job).filter { $0.key == key }
        guard ends.allSatisfy({ $0.outcome == .failed }) else { return false }
        var boards = [layout.tasks]
        for index in try batchIndices(of: key) { boards.append(layout.batch(index).tasks) }
        for board in boards {
            if all { try doAgain(board, of: key) }
            for attempt in try attempts(in: board.failed) where attempt.task != .merge {
                _ = try access.move(board.failed(attempt), to: board.queued(attempt.returned))
            }
            try access.sync(board.queue)
        }
        // From here on the record speaks of an earlier generation, and the job is open again.
        let board = layout.tasks
        let isOpen = try access.move(board.failed(merge), to: board.queued(merge.returned))
        try access.sync(board.queue)
        tell(.jobRetried, key)
        if let order = try order(of: key) { try enqueue(order.entry) }
        for record in try records(of: key.job)
        where record.key == key && record.outcome == .failed
            && record.generation <= merge.generation
        {
            try moveAside(record)
        }
        return isOpen
    }

    /// What is done goes back. The merge has failed and so nobody takes it from there before the
    /// merge goes back, too: whoever dies half-way leaves a job that failed, of which some is to be
    /// done anew.
    private func doAgain(_ board: Board, of key: JobKey) throws(SpoolError) {
        for attempt in try attempts(in: board.done)
        where attempt.task != .split && attempt.task != .merge {
            // Told first: a part that was done twice is a fault where nothing says why.
            tell(.taskRejected, key, attempt, "all of the job is done again, as somebody asked for")
            _ = try access.move(board.done(attempt), to: board.queued(attempt.returned))
        }
    }

    /// Takes a record back: the source is done again when it is seen next, or its failed tasks are.
    public func removeRecord(_ record: RecordName) throws(SpoolError) {
        if record.outcome == .failed, try retry(record.key) { return }
        try moveAside(record)
    }

    /// Puts a record back that was taken back. False when its source was taken in since.
    public func restoreRecord(_ record: RecordName) throws(SpoolError) -> Bool {
        let isOpen = try jobKeys().contains { $0.job == record.key.job }
        let isRemade = try removedRecords(of: record.key.job)
            .contains { $0.key.life > record.key.life }
        guard !isOpen, !isRemade, try records(of: record.key.job).isEmpty else { return false }
        return try access.move(Layout.removed(record), to: Layout.record(record))
    }

    /// All processes on this host stop taking work.
    ///
    /// - Parameter hostName: As the host calls itself, or as its name is written in `nodes/`.
    public func drain(_ hostName: String) throws(SpoolError) {
        try mark(Layout.drain(Holder.sanitized(hostName)))
    }
    public func undrain(_ hostName: String) throws(SpoolError) {
        try access.remove(Layout.drain(Holder.sanitized(hostName)))
    }

    /// No node takes anything, of no job; what runs comes to its end, or what each node is set to.
    ///
    /// - Returns: False where that was so before.
    @discardableResult
    public func pauseAll(reason: String? = nil) throws(SpoolError) -> Bool {
        guard try mark(Layout.pause, reason) else { return false }
        tell(.clusterPaused, nil, nil, reason)
        return true
    }

    /// - Returns: False where nobody had paused it.
    @discardableResult
    public func resumeAll() throws(SpoolError) -> Bool {
        guard try access.isListed(Layout.pause) else { return false }
        try access.remove(Layout.pause)
        tell(.clusterResumed)
        return true
    }

    /// Whether somebody paused the whole cluster.
    public func isPaused() throws(SpoolError) -> Bool { try access.isListed(Layout.pause) }

    /// Who paused the whole cluster, as far as it can be told; nil where nobody did.
    public func pauseOfAll() throws(SpoolError) -> PauseStatus? {
        guard try isPaused(), let bytes = try access.read(Layout.pause) else { return nil }
        // Made by hand it may be empty.
        let mark = try? RecordCoding.record(Mark.self, bytes, at: Layout.pause)
        return PauseStatus(
            by: mark.map { Holder($0.by)?.node ?? $0.by },
            since: mark?.time,
            reason: mark?.reason
        )
    }

    /// - Returns: Whether it was not there before.
    @discardableResult
    private func mark(_ path: Path, _ reason: String? = nil) throws(SpoolError) -> Bool {
        let mark = RecordCoding.bytes(
            Mark(
                by: holder.text,
                time: clock.wall.rfc3339,
                reason: reason,
                number: memory.nextNumber()
            )
        )
        return try publish(mark, as: path) == mark
    }

    /// False when there is no such job any more.
    private func mark(
        _ path: Path,
        of key: JobKey,
        _ reason: String? = nil
    ) throws(SpoolError) -> Bool {
        do throws(SpoolError) {
            try mark(path, reason)
            return true
        } catch {
            guard try isClosed(key) else { throw error }
            return false
        }
    }

    private func reorder(
        _ key: JobKey,
        _ change: (QueueEntry) -> QueueEntry
    ) throws(SpoolError) {
        let names = try access.entries(Layout.queue) ?? []
        let entries = names.compactMap(QueueEntry.init).filter { $0.job == key }.sorted()
        guard let first = entries.first else {
            if let order = try order(of: key) { try enqueue(change(order.entry)) }
            return
        }
        let target = Layout.queue / FileName(change(first).text)
        _ = try access.move(Layout.queue / FileName(first.text), to: target)
        for entry in entries.dropFirst() {
            try access.remove(Layout.queue / FileName(entry.text))
        }
    }
}

/// Who asked for something, and why: what is in both kinds of `pause`, in `cancel` and in
/// `<node>.drain`.
struct Mark: Codable {
    var by: String
    var time: String
    var reason: String?
    /// Nobody else's: two that one process makes in the same moment must not be taken for one.
    var number: Int?
}
