internal import Model
public import Platform

/// Where results go and sources come from: what the spool asks of whoever knows the media folders.
/// Each operation may be called any number of times, by several nodes at once.
public protocol Outlet: Sendable {
    /// Gives a staged result its name, without a second one and without harm to anybody else's.
    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication

    /// Does with the source what its profile says, now that the result is there and on record.
    func finishSource(of order: JobOrder) throws(SystemError)

    /// Removes what attempts at the merge left behind in the output.
    func clear(_ order: JobOrder) throws(SystemError)
}

public enum Publication: Hashable, Sendable {
    /// It is there under its name, by this call or by an earlier one.
    case published
    /// Neither the staged file nor the result is there, by two fresh listings.
    case vanished
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
        guard let log = try log(of: attempt, in: order.key), let staged = log.staged else {
            throw .unreadable(Layout.job(order.key).log(attempt), "no staged result is in it")
        }
        if !records.contains(where: { $0.outcome == .done }) {
            let publication = try access.storage { () throws(SystemError) in
                try outlet.publish(staged, of: order)
            }
            guard publication == .published else { return try mergeAgain(order.key, attempt) }
            _ = try record(order, attempt)
        }
        try access.storage { () throws(SystemError) in try outlet.finishSource(of: order) }
        try close(order.key, order, outlet)
    }

    /// The staged result was taken away by somebody before it was published.
    private func mergeAgain(_ key: JobKey, _ attempt: Attempt) throws(SpoolError) {
        let board = Layout.job(key).tasks
        if try access.move(board.done(attempt), to: board.queued(attempt.returned)) {
            tell(.taskRejected, key, attempt, "its staged result has vanished")
        }
    }

    /// Writes how a job ended: the only mark that it has.
    func record(_ order: JobOrder, _ attempt: Attempt) throws(SpoolError) -> HistoryRecord {
        let path = Layout.job(order.key).log(attempt)
        guard let log = try log(of: attempt, in: order.key), log.outcome != .returned else {
            throw .unreadable(path, "it does not say how the job ended")
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
        if found == bytes { tell(.historyRecorded, order.key, attempt, outcome.rawValue) }
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
