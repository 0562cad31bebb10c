internal import History
public import Model
public import Spool
private import Synchronization

/// What sources of jobs are called: open ones by their orders, those that have ended by the
/// history. Each is asked once.
public final class EventSources: Sendable {
    private let spool: Spool
    private let ended: @Sendable (JobKey) -> Path?
    private let known = Mutex<[JobKey: Path]>([:])

    /// - Parameter ended: Asked for jobs that are not open.
    public init(_ spool: Spool, ended: @escaping @Sendable (JobKey) -> Path?) {
        (self.spool, self.ended) = (spool, ended)
    }

    /// By the records in the spool alone.
    public convenience init(_ spool: Spool) {
        self.init(spool) { key in
            let names = (try? spool.records(of: key.job)) ?? []
            guard let name = names.last(where: { $0.key == key }) else { return nil }
            return (try? spool.record(name))?.order.source.path
        }
    }

    /// Nil where nobody knows any more.
    public func path(_ key: JobKey) -> Path? {
        if let path = known.withLock({ $0[key] }) { return path }
        // What is not found is asked again: a volume that did not answer once knows it later.
        guard let path = (try? spool.order(of: key))?.source.path ?? ended(key) else { return nil }
        known.withLock { known in
            if known.count >= EventSources.knownMax { known = [:] }
            known[key] = path
        }
        return path
    }

    /// An event for people and programs.
    public func line(_ event: Event) -> EventLine {
        let attempt = event.attempt?.text
        var line = EventLine(
            type: EventNames.shown(event.kind.rawValue, attempt: attempt),
            time: event.time,
            node: Holder(event.holder)?.node ?? event.holder,
            holder: event.holder,
            sequence: event.sequence
        )
        (line.job, line.detail) = (event.job?.text, event.detail)
        line.setPath(event.job.flatMap(path))
        (line.task, line.attempt) = (event.attempt?.task.text, attempt)
        return line
    }

    /// The same of one in the history.
    func line(_ event: HistoryEvent, number: Int64) -> EventLine {
        var line = EventLine(
            type: EventNames.shown(event.kind, attempt: event.attempt),
            time: event.time,
            node: Holder(event.holder)?.node ?? event.holder,
            holder: event.holder,
            sequence: event.sequence
        )
        (line.number, line.job, line.detail) = (number, event.job, event.detail)
        line.setPath(event.job.flatMap(JobKey.init).flatMap(path))
        line.attempt = event.attempt
        line.task = event.attempt.flatMap(Attempt.init)?.task.text
        return line
    }

    private static let knownMax = 20_000
}
