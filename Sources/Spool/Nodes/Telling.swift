internal import Model

/// What happened, for history and for people. An event that cannot be written holds nothing up: it
/// is kept and written with the next.
extension Spool {
    func tell(
        _ kind: Event.Kind,
        _ job: JobKey? = nil,
        _ attempt: Attempt? = nil,
        _ detail: String? = nil
    ) {
        memory.with { content in
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
        }
        writeEvents()
    }

    func writeEvents() {
        let events = memory.with { content in
            let untold = content.untold
            content.untold = []
            return untold
        }
        guard !events.isEmpty else { return }
        let lines = events.flatMap(RecordCoding.bytes)
        if (try? volume.append(Layout.events(holder), lines)) != nil { return }
        memory.with { content in content.untold = events + content.untold }
    }

    /// A volume that is away for long loses the oldest; their numbers are missing then.
    private static let untoldMax = 10_000
}
