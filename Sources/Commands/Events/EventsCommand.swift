internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool

/// `reelmill events`
enum EventsCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        var tail = EventTail(spool.reader.volume)
        let since = context.invocation[CommonFlags.since].map(EventsCommand.moment)
        let limit = context.invocation[CommonFlags.limit]
        let sources = EventSources(spool.reader.spool)
        var isFirst = true
        let pause = Bell()
        while true {
            var events = try spool.trying { _ throws(SpoolError) in try tail.next(since: since) }
            if isFirst, let limit { events = Array(events.suffix(limit)) }
            try print(events.map { sources.line($0) }, context)
            guard context.invocation[CommonFlags.follow] else { break }
            isFirst = false
            pause.wait(after: pause.count, upTo: EventsCommand.interval)
        }
        if tail.unreadable > 0 {
            context.console.note("\(Counted.of(tail.unreadable, "line")) could not be read")
        }
        return .done
    }

    /// By this machine's clock, as the nodes' are meant to be.
    private static func moment(before: Duration) -> WallTime {
        WallTime(seconds: WallTime.now.seconds - before.components.seconds)
    }

    private static func print(
        _ events: [EventLine],
        _ context: Context
    ) throws {
        guard !events.isEmpty else { return }
        var text = ""
        for event in events {
            if context.invocation[GlobalFlags.json] {
                let document = Document(
                    schema: "\(Product.name).event/1",
                    body: event
                )
                text += JSONText.line(document)
            } else {
                text += line(event)
            }
        }
        try context.console.print(text)
    }

    /// For example `2026-11-20 22:14:05  pi4  slice.claimed  v00012  movies/Heat.mkv`.
    static func line(_ event: EventLine) -> String {
        let time = event.time.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
        var parts = [Shown.line(time), Shown.line(event.node), event.type]
        if let attempt = event.attempt.flatMap(Attempt.init) { parts.append(attempt.waiting.text) }
        let path = event.pathBytes.flatMap { Path(bytes: $0) }
        if let path {
            parts.append(Quoted.path(path))
        } else if let job = event.job {
            parts.append(Shown.line(job))
        }
        if let detail = event.detail, path.map({ "\($0)" != detail }) ?? true {
            parts.append(Shown.line(detail))
        }
        return parts.joined(separator: "  ") + "\n"
    }

    private static let interval: Duration = .milliseconds(500)
}
