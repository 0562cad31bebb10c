internal import CommandLine
internal import Model
internal import Platform
internal import Spool

/// `reelmill events`
enum EventsCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        var tail = EventTail(spool.reader.volume)
        let since = context.invocation[CommonFlags.since].map(EventsCommand.moment)
        let limit = context.invocation[CommonFlags.limit]
        let names = SourceNames(spool)
        var isFirst = true
        let pause = Bell()
        while true {
            var events = try spool.trying { _ throws(SpoolError) in try tail.next(since: since) }
            if isFirst, let limit { events = Array(events.suffix(limit)) }
            try print(events, names, context)
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
        _ events: [Event],
        _ names: SourceNames,
        _ context: Context
    ) throws {
        guard !events.isEmpty else { return }
        var text = ""
        for event in events {
            let path = event.job.flatMap(names.path)
            if context.invocation[GlobalFlags.json] {
                let document = Document(
                    schema: "\(Product.name).event/1",
                    body: EventBody(event, path)
                )
                text += JSONText.line(document)
            } else {
                text += line(event, path)
            }
        }
        try context.console.print(text)
    }

    /// For example `2026-11-20 22:14:05  pi4  task.claimed  v00012  movies/Heat.mkv`.
    static func line(_ event: Event, _ path: Path?) -> String {
        let time = event.time.prefix(19).map { $0 == "T" ? " " : String($0) }.joined()
        let node = Holder(event.holder)?.node ?? event.holder
        var parts = [Shown.line(time), Shown.line(node), event.kind.rawValue]
        if let attempt = event.attempt { parts.append(attempt.waiting.text) }
        if let path {
            parts.append(Quoted.path(path))
        } else if let job = event.job {
            parts.append(job.text)
        }
        if let detail = event.detail, path.map({ "\($0)" != detail }) ?? true {
            parts.append(Shown.line(detail))
        }
        return parts.joined(separator: "  ") + "\n"
    }

    private static let interval: Duration = .milliseconds(500)
}

/// What sources of jobs are called: open ones by their orders, those that have ended by their
/// records. Each is asked once.
final class SourceNames {
    private let spool: OpenSpool
    private var known: [JobKey: Path?] = [:]

    init(_ spool: OpenSpool) { self.spool = spool }

    /// Nil where nobody knows any more.
    func path(_ key: JobKey) -> Path? {
        if let known = known[key] { return known }
        let path = ask(key)
        known[key] = .some(path)
        return path
    }

    private func ask(_ key: JobKey) -> Path? {
        let reader = spool.reader.spool
        if let order = try? reader.order(of: key) { return order.source.path }
        guard let name = try? reader.records(of: key.job).last(where: { $0.key == key }) else {
            return nil
        }
        return (try? reader.record(name))?.order.source.path
    }
}

/// An event for other programs.
struct EventBody: Encodable {
    let type: String
    let time: String
    let node: String
    let holder: String
    let sequence: UInt64
    let job: String?
    let path: String?
    let path_b64: String?
    let task: String?
    let attempt: String?
    let detail: String?

    init(_ event: Event, _ source: Path?) {
        (type, time, holder) = (event.kind.rawValue, event.time, event.holder)
        (node, sequence) = (Holder(event.holder)?.node ?? event.holder, event.sequence)
        (job, detail) = (event.job?.text, event.detail)
        let bytes = source.map { JSONBytes($0.bytes) }
        (path, path_b64) = (bytes?.text, bytes?.base64)
        (task, attempt) = (event.attempt?.task.text, event.attempt?.text)
    }
}
