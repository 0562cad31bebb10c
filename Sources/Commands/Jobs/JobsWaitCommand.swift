internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool

/// `reelmill jobs wait`
enum JobsWaitCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        var wait = try JobsWait(spool, context)
        let deadline = context.invocation[CommonFlags.timeout].map(Deadline.init(after:)) ?? .never
        let printer = WaitPrinter(context.console)
        let pause = Bell()
        while true {
            let look = try wait.look()
            for ended in look.ended { try printer.tell(ended) }
            guard !look.isOver else { break }
            guard !deadline.isOver else {
                printer.finish()
                throw Failure(
                    .temporary,
                    "\(Counted.of(look.open.count, "job")) had not ended in time"
                )
            }
            try printer.show(look)
            let left = deadline.remaining ?? JobsWait.interval
            pause.wait(after: pause.count, upTo: min(left, JobsWait.interval))
        }
        printer.finish()
        return wait.haveAllDone ? .done : .someJobsFailed
    }
}

/// How a job that was waited for ended.
struct EndedJob: Encodable {
    let type = "ended"
    let id: String
    let key: String
    let path: String
    let path_b64: String?
    /// `done`, `failed`, `cancelled`; `gone` where there is no record of it.
    let outcome: String
    let reason: String?

    init(_ key: JobKey, _ source: Path?, outcome: String, reason: String?) {
        (id, self.key) = (key.job.shortText, key.text)
        let bytes = JSONBytes(source?.bytes ?? [])
        (path, path_b64) = (bytes.text, bytes.base64)
        (self.outcome, self.reason) = (outcome, reason)
    }

    var pathBytes: [UInt8] {
        ReadableBytes.exact(path, base64: path_b64)
    }
}

/// Jobs that somebody waits for, from look to look.
struct JobsWait {
    struct Look {
        var ended: [EndedJob] = []
        var open: [JobLine] = []
        var total = 0
        var isOver: Bool { open.isEmpty }
    }

    static let interval: Duration = .seconds(1)

    private let spool: OpenSpool
    private var waiting: [JobKey: Path?] = [:]
    /// Neither open nor on record, for so many looks.
    private var unseen: [JobKey: Int] = [:]
    private let total: Int
    private(set) var haveAllDone = true

    /// Words that are no open job may be the ids of some that have ended.
    init(_ spool: OpenSpool, _ context: Context) throws {
        self.spool = spool
        let view = try spool.trying { reader throws(SpoolError) in try reader.jobs() }
        let selection = JobSelection(view, spool, context.surroundings)
        for word in context.invocation[CommonArguments.jobs] {
            do throws(Failure) {
                for job in try selection.jobs([word]) {
                    waiting[job.key] = job.order.source.path
                }
            } catch {
                let ended = try JobsWait.ended(word, spool)
                guard error.code == .notFound, !ended.isEmpty else { throw error }
                for key in ended { waiting.updateValue(nil, forKey: key) }
            }
        }
        total = waiting.count
    }

    private static func ended(_ word: Path, _ spool: OpenSpool) throws(Failure) -> [JobKey] {
        guard let text = String(validating: word.bytes, as: UTF8.self) else { return [] }
        return try spool.trying { reader throws(SpoolError) in
            try reader.endedJobs(beginningWith: text)
        }
    }

    mutating func look() throws -> Look {
        let view = try spool.trying { reader throws(SpoolError) in try reader.view() }
        let summary = ClusterSummary(view, nil, at: LocalTime(.now))
        var look = Look(total: total)
        for key in waiting.keys.sorted() {
            let place = view.jobs.firstIndex { $0.key == key }
            if let place, view.jobs[place].state != .failed {
                look.open.append(summary.line(of: view.jobs[place], place: place + 1))
                unseen[key] = nil
            } else if let ended = try end(of: key, place.map { view.jobs[$0] }) {
                waiting.removeValue(forKey: key)
                haveAllDone = haveAllDone && ended.outcome == "done"
                look.ended.append(ended)
            } else {
                look.open.append(unseenLine(key))
            }
        }
        return look
    }

    private func unseenLine(_ key: JobKey) -> JobLine {
        let path = (waiting[key] ?? nil) ?? Path(key.text)
        return JobLine(
            id: key.job.shortText,
            key: key.text,
            path: path,
            result: path,
            bytes: 0,
            state: "waiting",
            place: 0,
            priority: 0
        )
    }

    /// Nil where it is not known yet: a record is written before the directory goes.
    private mutating func end(of key: JobKey, _ job: ViewedJob?) throws(Failure) -> EndedJob? {
        let record = try spool.trying { reader throws(SpoolError) -> HistoryRecord? in
            let names = try reader.spool.records(of: key.job)
            guard let name = names.last(where: { $0.key == key }) else { return nil }
            return try reader.spool.record(name)
        }
        let source = record?.order.source.path ?? waiting[key] ?? nil
        if let record {
            return EndedJob(key, source, outcome: record.outcome.rawValue, reason: record.reason)
        }
        guard job == nil else { return nil }
        unseen[key, default: 0] += 1
        guard unseen[key, default: 0] >= 3 else { return nil }
        return EndedJob(key, source, outcome: "gone", reason: "there is no record of it")
    }
}

/// Shows how far they are in the way that fits who reads it.
final class WaitPrinter {
    private let console: Console
    private let form: ProgressPrinter.Form
    private var shownAt: MonotonicTime?
    private var states: [String: String] = [:]
    private var hasLine = false

    init(_ console: Console) {
        self.console = console
        form = ProgressPrinter.form(console)
    }

    func tell(_ ended: EndedJob) throws {
        clear()
        guard !console.isJSON else {
            return try console.print(
                JSONText.line(Document(schema: "\(Product.name).wait/1", body: ended))
            )
        }
        let reason = ended.reason.map { ": \(Shown.line($0))" } ?? ""
        let name = ended.path.isEmpty ? ended.key : Shown.path(ended.pathBytes)
        try console.print("\(ended.outcome)  \(name)\(reason)\n")
    }

    func show(_ look: JobsWait.Look) throws {
        let now = MonotonicTime.now
        let states = Dictionary(uniqueKeysWithValues: look.open.map { ($0.key, $0.state) })
        let isNews = states != self.states
        let isDue = shownAt.map { now - $0 >= .seconds(60) } ?? true
        self.states = states
        switch form {
        case .none: return
        case .live:
            let line = WaitPrinter.line(look, hasBars: true)
            console.draw("\r\(line.prefix(max(0, console.errorColumns - 1)))\u{1b}[K")
            hasLine = true
        case .lines:
            // A log gets long: a line a minute, and one for each change.
            guard isNews || isDue else { return }
            console.draw(WaitPrinter.line(look, hasBars: false) + "\n")
        case .json:
            let document = Document(schema: "\(Product.name).wait/1", body: Progress(look))
            try console.print(JSONText.line(document))
        }
        shownAt = now
    }

    func finish() { clear() }

    private func clear() {
        if hasLine { console.draw("\r\u{1b}[K") }
        hasLine = false
    }

    private struct Progress: Encodable {
        let type = "progress"
        let ended: Int
        let total: Int
        let jobs: [JobLine]

        init(_ look: JobsWait.Look) {
            (total, jobs) = (look.total, look.open)
            ended = look.total - look.open.count
        }
    }

    static func line(_ look: JobsWait.Look, hasBars: Bool) -> String {
        let ended = look.total - look.open.count
        var parts = look.total == 1 ? [] : ["\(ended) of \(look.total) ended"]
        let known = look.open.compactMap(\.progress)
        if known.count == look.open.count, !known.isEmpty {
            let share = (Double(ended) + known.reduce(0, +)) / Double(look.total)
            parts.append(Shown.share(share, hasBars: hasBars))
        }
        let counts = Dictionary(look.open.map { ($0.state, 1) }, uniquingKeysWith: +)
        parts.append(Shown.counts(counts, in: Shown.states, none: ""))
        let speed = look.open.reduce(0) { $0 + $1.speed }
        if speed > 0 { parts.append(Amount.speed(speed)) }
        if look.open.count == 1, let left = look.open[0].secondsLeft {
            parts.append("left \(Amount.time(seconds: left))")
        }
        if look.open.count == 1, let reason = look.open[0].waitsFor {
            parts.append(Shown.line(reason))
        }
        return parts.joined(separator: "  ")
    }
}
