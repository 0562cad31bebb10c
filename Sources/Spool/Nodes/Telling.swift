internal import Model
internal import Synchronization

/// What happened, for history and for people. An event that cannot be written holds nothing up: it
/// is kept and written with the next.
extension Spool {
    func tell(
        _ kind: Event.Kind,
        _ job: JobKey? = nil,
        _ attempt: Attempt? = nil,
        _ detail: String? = nil
    ) {
        let event = memory.with { content in
            content.sequence += 1
            var event = Event(
                sequence: content.sequence,
                holder: holder,
                time: clock.wall,
                kind: kind
            )
            event.job = job
            event.attempt = attempt
            event.detail = detail
            content.untold.append(event)
            if content.untold.count > Spool.untoldMax { content.untold.removeFirst() }
            return event
        }
        listener.event?(event)
        writeEvents()
    }

    /// What somebody saw who works with the spool, and what is no move in it.
    public func report(_ kind: Event.Kind, _ detail: String) { tell(kind, nil, nil, detail) }

    func writeEvents() {
        memory.telling.withLock { _ in
            let events = memory.with { $0.untold }
            guard !events.isEmpty else { return }
            let lines = events.flatMap(RecordCoding.bytes)
            guard (try? volume.append(Layout.events(holder), lines)) != nil else { return }
            memory.with { content in
                let last = events.last?.sequence ?? 0
                content.untold.removeAll { $0.sequence <= last }
            }
        }
    }

    /// A volume that is away for long loses the oldest; their numbers are missing then.
    private static let untoldMax = 10_000
}
