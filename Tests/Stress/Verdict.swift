import Model
import Platform
import Spool

/// What came of a run: every result, every directory and every event, looked at.
struct Verdict {
    private(set) var faults: [String] = []
    private let options: StressOptions
    private let films: [Film]
    private let figures: Fleet.Figures
    private let duration: Duration
    private let audit: AuditReport
    private var right = 0

    init(
        _ options: StressOptions,
        _ films: [Film],
        _ figures: Fleet.Figures,
        _ duration: Duration,
        isStuck: Bool
    ) throws {
        self.options = options
        self.films = films
        self.figures = figures
        self.duration = duration
        let ground = Ground(place: options.place)
        // Where listings stay old, it is this that has the next one ask the server.
        _ = try Ground.names(in: ground.spool.appending(Layout.events))
        audit = try Audit.report(of: DirectoryVolume(root: ground.spool))
        if isStuck { faults.append("nothing ended for \(options.patienceSeconds) s") }
        faults += figures.crashes + audit.findings.map { "\($0.rule): \($0)" }
        try checkResults(ground)
        try checkHistory(ground)
        try checkLeftovers(ground)
        try checkErrors(ground)
    }

    var isGood: Bool { faults.isEmpty }

    // MARK: - Looking

    private mutating func checkResults(_ ground: Ground) throws {
        for film in films {
            let path = ground.output / film.resultName
            guard let found = try? readAnew(path) else {
                faults.append("\(path) is missing")
                continue
            }
            if found == film.result {
                right += film.tasks
            } else {
                faults.append("\(path) has \(found.count) bytes that are not what they must be")
            }
            let source = try? readAnew(ground.input / film.sourceName)
            if film.isRemoved ? source != nil : source != film.source {
                faults.append("\(film.sourceName) was to be \(film.isRemoved ? "removed" : "kept")")
            }
        }
        let names = try Ground.names(in: ground.output)
        if names.count != films.count {
            faults.append("\(names.count) files in \(ground.output), not \(films.count)")
        }
    }

    private mutating func checkHistory(_ ground: Ground) throws {
        let history = ground.spool.appending(Layout.history)
        var ends: [JobKey: [RecordName]] = [:]
        for folder in try Ground.names(in: history) where folder.utf8.count == 2 {
            for name in try Ground.names(in: history / FileName(folder)) {
                guard let record = RecordName(name) else {
                    faults.append("\(name) in history is no record")
                    continue
                }
                ends[record.key, default: []].append(record)
            }
        }
        for (key, records) in ends where records.count != 1 || records[0].outcome != .done {
            faults.append("\(key) ended as \(records.map(\.text).sorted())")
        }
        if ends.count != films.count {
            faults.append("\(ends.count) jobs in history, not \(films.count)")
        }
    }

    private mutating func checkLeftovers(_ ground: Ground) throws {
        let empty: [Path] = [
            Layout.jobs, Layout.queue, Layout.temporary, Layout.removed, Layout.nodes,
        ]
        for directory in empty.map({ ground.spool.appending($0) }) + [ground.staging] {
            for name in try Ground.names(in: directory) {
                faults.append("\(directory / FileName(name)) was left behind")
            }
        }
        let reservations = try Ground.names(in: ground.spool.appending(Layout.results)).count
        if reservations != films.count {
            faults.append("\(reservations) reservations, not \(films.count)")
        }
    }

    /// Workers say nothing, unless they come to their end.
    private mutating func checkErrors(_ ground: Ground) throws {
        guard let errors = try? readWhole(ground.errors), !errors.isEmpty else { return }
        faults.append("a worker said: \(String(decoding: errors.prefix(2_000), as: UTF8.self))")
    }

    // MARK: - Telling

    var text: String {
        let all = films.map(\.tasks).reduce(0, +)
        let seconds = max(0.001, Double(duration.milliseconds) / 1_000)
        let claims = max(1, audit.claims)
        let wasted = Double(claims - audit.commits) / Double(claims) * 100
        let shown = faults.prefix(40).map { "\nFAULT \($0)" }.joined()
        return """
            workers    \(options.workers), started \(figures.started) times, seed \(options.seed)
            violence   \(figures.kills) SIGKILLs, \(figures.freezes) freezes of 1.5 to 4 leases \
            (\(options.lease)), everything killed \(figures.wipes) times
            tasks      \(right) of \(all) in \(films.count) films came out right
            time       \(Figures.decimal(seconds, digits: 1)) s, \
            \(Figures.decimal(Double(all) / seconds, digits: 1)) tasks a second
            claims     \(audit.claims), of which \(audit.takeBacks) taken back and \
            \(audit.returns) handed back; \(Figures.decimal(wasted, digits: 1)) % in vain
            audit      \(audit.events) events of \(audit.holders) incarnations, \
            \(audit.eventsMissing) lost with who died, \(audit.findings.count) findings
            faults     \(faults.count)\(shown)

            """
    }
}
