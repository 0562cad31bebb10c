internal import Model
public import Platform

/// Where results go and sources come from: what the spool asks of whoever knows the media folders.
/// Each operation may be called any number of times, by several nodes at once. It throws for what
/// may pass; what will not pass is an answer.
public protocol Outlet: Sendable {
    /// Gives a staged result its name, without a second one and without harm to anybody else's. On
    /// return the name and the content are on the disk, also when an earlier call did the work: the
    /// source may be deleted next.
    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication

    /// Does with the source what its profile says, now that the result is there and on record. What
    /// cannot be done is told and left.
    func finishSource(of order: JobOrder) throws(SystemError)

    /// Removes what attempts at the merge of this life left behind in the output.
    func clear(_ order: JobOrder) throws(SystemError)
}

public enum Publication: Hashable, Sendable {
    /// It is there under its name, by this call or by an earlier one.
    case published
    /// Neither the staged file nor the result is there, by two fresh listings.
    case vanished
    /// It cannot be published, and a person has to know why.
    case refused(String)
}

extension Spool {
    /// From a merge that is done to a job that is closed. Whoever dies on the way leaves it to the
    /// next.
    func finish(
        _ order: JobOrder,
        _ attempt: Attempt,
        _ records: [RecordName],
        _ outlet: any Outlet
    ) throws(SpoolError) {
        guard let log = try log(of: attempt, in: order.key) else {
            throw .unreadable(Layout.job(order.key).log(attempt), "it is missing")
        }
        if !records.contains(where: { $0.outcome == .done }) {
            guard try publish(log, order, outlet) else { return }
            _ = try record(order, attempt)
        }
        try access.storage { () throws(SystemError) in try outlet.finishSource(of: order) }
        try close(order.key, order, outlet)
    }

    /// A job without a staged result was judged to need none: it is done as it is.
    ///
    /// - Returns: Whether the job is published.
    private func publish(
        _ log: AttemptLog,
        _ order: JobOrder,
        _ outlet: any Outlet
    ) throws(SpoolError) -> Bool {
        guard let staged = log.staged else { return true }
        let publication = try access.storage { () throws(SystemError) in
            try outlet.publish(staged, of: order)
        }
        switch publication {
        case .published: return true
        case .vanished:
            let merges = try logs(of: .merge, in: order.key).filter { $0.outcome == .done }.count
            if merges < settings.blamesMax {
                try mergeAgain(order.key, log.attempt)
            } else {
                try refuse(log, order, "its staged result vanished \(merges) times: \(staged.path)")
            }
        case .refused(let reason): try refuse(log, order, reason)
        }
        return false
    }

    /// The staged result was taken away by somebody before it was published.
    private func mergeAgain(_ key: JobKey, _ attempt: Attempt) throws(SpoolError) {
        let board = Layout.job(key).tasks
        if try access.move(board.done(attempt), to: board.queued(attempt.returned)) {
            tell(.taskRejected, key, attempt, "its staged result has vanished")
        }
    }

    /// A result that cannot be published fails its job. Why is written first, since the record says
    /// it.
    private func refuse(
        _ log: AttemptLog,
        _ order: JobOrder,
        _ reason: String
    ) throws(SpoolError) {
        var refusal = newLog(log.attempt, .failed)
        refusal.reason = "its result could not be published: \(reason)"
        let layout = Layout.job(order.key)
        _ = try publish(RecordCoding.bytes(refusal), as: layout.refusal(log.attempt))
        let tasks = layout.tasks
        if try access.move(tasks.done(log.attempt), to: tasks.failed(log.attempt)) {
            tell(.taskRejected, order.key, log.attempt, refusal.reason)
        }
        try access.sync(tasks.failed)
    }

    private func refusal(_ attempt: Attempt, _ key: JobKey) throws(SpoolError) -> AttemptLog? {
        let path = Layout.job(key).refusal(attempt)
        guard let bytes = try access.read(path) else { return nil }
        return try RecordCoding.record(AttemptLog.self, bytes, at: path)
    }

    /// Writes how a job ended: the only mark that it has.
    func record(_ order: JobOrder, _ attempt: Attempt) throws(SpoolError) -> HistoryRecord {
        let path = Layout.job(order.key).log(attempt)
        guard var log = try log(of: attempt, in: order.key), log.outcome != .returned else {
            throw .unreadable(path, "it does not say how the job ended")
        }
        let done = try attempts(in: Layout.job(order.key).tasks.done)
        if log.outcome == .done, !done.contains(attempt) {
            guard let refusal = try refusal(attempt, order.key) else {
                throw .unreadable(path, "it is done, and its token is not in done/")
            }
            log = refusal
        }
        let outcome: HistoryRecord.Outcome =
            switch log.outcome {
            case .done: .done
            case .cancelled: .cancelled
            case .failed, .returned: .failed
            }
        var record = HistoryRecord(
            order: order,
            outcome: outcome,
            decidedBy: attempt,
            writer: holder,
            time: clock.wall
        )
        record.reason = log.reason
        record.result = log.staged
        record.report = log.report
        try access.makeDirectory(Layout.historyFolder(order.key.job))
        try access.sync(Layout.history)
        let bytes = RecordCoding.bytes(record)
        let found = try publish(bytes, as: Layout.record(record.name))
        // Whoever slept since it looked may bring back what was taken back meanwhile, or tried
        // again.
        try moveLateRecordsAside(order.key.job)
        if found == bytes, try records(of: order.key.job).contains(record.name) {
            // Two may be at it at the same instant, and who made a rename neither of them can know
            // for sure: of the record each does.
            if outcome == .done, let staged = log.staged {
                tell(.jobPublished, order.key, attempt, staged.target.description)
            }
            tell(.historyRecorded, order.key, attempt, outcome.rawValue)
            if outcome == .failed { tell(.jobFailed, order.key, attempt, record.reason) }
            if outcome == .cancelled { tell(.jobCancelled, order.key, attempt) }
            listener.record?(record)
        }
        return record
    }

    /// Nil where there is none of that name.
    public func record(_ name: RecordName) throws(SpoolError) -> HistoryRecord? {
        let path = Layout.record(name)
        guard let bytes = try access.read(path) else { return nil }
        return try RecordCoding.record(HistoryRecord.self, bytes, at: path)
    }

    /// Takes the directory of a job that has ended away.
    func close(
        _ key: JobKey,
        _ order: JobOrder,
        _ outlet: any Outlet
    ) throws(SpoolError) {
        try access.storage { () throws(SystemError) in try outlet.clear(order) }
        if try bury(Layout.job(key).path) { tell(.jobClosed, key) }
        try removeEntries(of: key)
    }

    func removeEntries(of key: JobKey) throws(SpoolError) {
        for name in try access.entries(Layout.queue) ?? [] {
            guard let entry = QueueEntry(name), entry.job == key else { continue }
            try access.remove(Layout.queue / FileName(name))
        }
    }

    func moveAside(_ record: RecordName) throws(SpoolError) {
        if try access.move(Layout.record(record), to: Layout.removed(record)) {
            tell(.historyRemoved, record.key, nil, record.text)
        }
        try access.sync(Layout.removed)
    }
}
