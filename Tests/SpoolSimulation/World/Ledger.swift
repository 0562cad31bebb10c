import Model
import Spool

/// Looks at every change of a name on the server and says when a promise is broken. It reads the
/// server's own tree, never through a client.
final class Ledger {
    private let weather: Weather
    private let jobs: [JobID: SimulatedJob]
    private static let states: Set<String> = ["queue", "run", "done", "failed"]
    /// How often the merge of a life was committed.
    /// The merge of each life that was done. After a power cut it may be moved there once more.
    private var merges: [String: Attempt] = [:]

    /// What a part is called.
    private let partName: (Attempt) -> String
    private let ladders: LadderLedger

    init(_ weather: Weather, _ jobs: [SimulatedJob], bug: ProtocolBug?) {
        self.weather = weather
        partName = { bug == .fixedPartName ? ProtocolBug.fixedPart($0.text) : "\($0).nut" }
        self.jobs = Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0) })
        ladders = LadderLedger(weather, jobs)
        weather.server.observer = { [unowned self] in look(at: $0) }
    }

    private func look(at change: Change) {
        ladders.look(at: change)
        switch change.kind {
        case .exchanged: break
        case .added:
            if Ledger.states.contains(change.directory.name) {
                checkToken(change.directory, change.name)
            }
            checkPublication(change.directory, change.name, change.inode)
        case .removed:
            if Ledger.states.contains(change.directory.name) {
                checkToken(change.directory, change.name)
            }
            checkKept(change.directory, change.name)
        case .renamed(let target, let name):
            if change.inode.isDirectory { return checkDirectory(change, target, name) }
            if Ledger.states.contains(change.directory.name) {
                checkToken(change.directory, change.name)
            }
            if Ledger.states.contains(target.name) {
                checkToken(target, name)
                checkMove(from: change.directory, to: target, name)
            }
            checkKept(change.directory, change.name)
            checkPublication(target, name, change.inode)
        }
    }

    // MARK: - Tokens

    /// The board and the life of the job that a folder of tokens belongs to, once it is published.
    private func published(_ folder: Inode) -> (board: Inode, life: Inode, job: SimulatedJob)? {
        guard let board = folder.parent, let above = board.parent else { return nil }
        let life = above.name == "batches" ? above.parent : above
        guard let life, let jobs = life.parent, jobs.name == "jobs",
            jobs.parent === weather.server.root, let key = JobKey(life.name),
            let job = self.jobs[key.job]
        else { return nil }
        return (board, life, job)
    }

    private func task(_ name: String) -> Substring { name.prefix { $0 != "." } }

    private func checkToken(_ folder: Inode, _ name: String) {
        guard let place = published(folder) else { return }
        let task = task(name)
        let names = tokens(place.board, of: task)
        if names.count != 1 {
            weather.fail("\(place.board.path) has \(names.count) tokens of \(task): \(names)")
        }
    }

    private func tokens(_ board: Inode, of task: Substring) -> [String] {
        ["queue", "run", "done", "failed"].flatMap { state -> [String] in
            guard let folder = board.entries[state] else { return [] }
            return folder.entries.keys.filter { self.task($0) == task }.map { "\(state)/\($0)" }
        }
    }

    private func checkMove(from: Inode, to: Inode, _ name: String) {
        guard let place = published(to) else { return }
        switch (from.name, to.name) {
        case ("queue", "run"), ("run", "queue"), ("run", "done"), ("run", "failed"),
            ("done", "queue"), ("failed", "queue"):
            break
        default: weather.fail("\(name) went from \(from.name) to \(to.name)")
        }
        guard to.name == "done", let attempt = Attempt(name) else { return }
        switch attempt.task {
        case .merge: checkMerge(attempt, place.life, place.job)
        case .video, .audio:
            if place.job.ladder == nil {
                checkPart(attempt, place.life, place.job)
            } else {
                checkParts(attempt, place.life, place.job)
            }
        case .split: break
        }
    }

    private func checkPart(_ attempt: Attempt, _ life: Inode, _ job: SimulatedJob) {
        let part = life.entries["parts"]?.entries[partName(attempt)]
        let expected = job.part(attempt.task)
        if part?.content != expected {
            weather.fail("\(attempt) is committed and its part is not complete")
        } else if part?.durable != expected {
            weather.fail("\(attempt) is committed and its part is not on the disk")
        }
    }

    /// All that a task of a ladder makes, each of them of one encoder.
    private func checkParts(_ attempt: Attempt, _ life: Inode, _ job: SimulatedJob) {
        guard let key = JobKey(life.name) else { return }
        for (name, contents) in job.parts(of: attempt, life: key.life) {
            let part = life.entries["parts"]?.entries[name]
            if !contents.contains(where: { $0 == part?.content }) {
                weather.fail("\(attempt) is committed and its part \(name) is not complete")
            } else if part?.durable != part?.content {
                weather.fail("\(attempt) is committed and its part \(name) is not on the disk")
            }
        }
    }

    private func checkMerge(_ attempt: Attempt, _ life: Inode, _ job: SimulatedJob) {
        let before = merges.updateValue(attempt, forKey: life.name) ?? attempt
        if before != attempt { weather.fail("\(life.name) is merged twice") }
        let batches = life.entries["batches"]?.names ?? []
        let done = batches.flatMap { batch in
            life.entries["batches"]?.entries[batch]?.entries["done"]?.names ?? []
        }
        let wanted = job.batches.indices.flatMap {
            job.tasks(of: $0, isApart: Ledger.isApart(life))
        }
        let tasks = done.map { String(task($0)) }.sorted()
        if tasks != wanted.map(\.text).sorted() {
            weather.fail("\(life.name) is merged with \(tasks) of \(wanted.count) parts")
        }
    }

    /// Whether each rendition is a task of its own, as the first batch of a life has it.
    private static func isApart(_ life: Inode) -> Bool {
        guard let board = life.entries["batches"]?.entries["0000"] else { return false }
        return ["queue", "run", "done", "failed"].contains { state in
            board.entries[state]?.names.contains { $0.prefix { $0 != "." }.contains("r") } ?? false
        }
    }

    /// The names in `run/`, of all jobs, that this holder has.
    func claims(of holder: Holder) -> Set<String> {
        var names: Set<String> = []
        for life in weather.server.find("jobs")?.entries.values.map({ $0 }) ?? [] {
            let batches = life.entries["batches"].map { Array($0.entries.values) } ?? []
            for board in batches + [life.entries["tasks"]].compactMap({ $0 }) {
                for name in board.entries["run"]?.entries.keys.map({ $0 }) ?? []
                where name.hasSuffix(holder.text) {
                    names.insert("\(life.name) \(name)")
                }
            }
        }
        return names
    }

    // MARK: - Directories

    private func checkDirectory(_ change: Change, _ target: Inode, _ name: String) {
        if target.name == "jobs" {
            if let tasks = change.inode.entries["tasks"],
                let job = JobKey(name).flatMap({ jobs[$0.job] })
            {
                check(tasks, has: job.hasAudio ? [.split, .audio, .merge] : [.split, .merge])
            } else {
                weather.fail("jobs/\(name) is published without its tasks")
            }
        } else if target.name == "batches", target.parent?.parent?.name == "jobs" {
            guard let life = target.parent, let index = Int(name),
                let job = JobKey(life.name).flatMap({ jobs[$0.job] }), index < job.batches.count
            else { return weather.fail("\(target.path)/\(name) is no batch of its job") }
            check(change.inode, has: job.tasks(of: index, isApart: Ledger.isApart(life)))
            for task in job.tasks(of: index) {
                let slice = change.inode.entries["slices"]?.entries["\(task).nut"]
                if slice?.durable != job.slice(task) {
                    weather.fail("\(target.path)/\(name) is published without slice \(task)")
                }
            }
        }
    }

    private func check(_ board: Inode, has tasks: [TaskName]) {
        let names = Set(board.entries["queue"]?.names ?? [])
        let expected = Set(tasks.map { "\($0).0" })
        if names != expected {
            weather.fail("\(board.path) is published with the tokens \(names.sorted())")
        }
    }

    // MARK: - Results and records

    private func checkPublication(_ directory: Inode, _ name: String, _ inode: Inode) {
        guard directory.name == "output", name.hasSuffix(".mkv"), !name.hasPrefix(".") else {
            return
        }
        guard let job = jobs.values.first(where: { $0.result == Path(name) }) else { return }
        if inode.content != job.joined { weather.fail("\(name) is published and is not whole") }
        let lives = weather.server.find("jobs")?.entries ?? [:]
        let isDecided = lives.contains { life, inode in
            JobKey(life)?.job == job.id
                && inode.entries["tasks"]?.entries["done"]?.names.contains {
                    $0.hasPrefix("merge.")
                } ?? false
        }
        if !isDecided { weather.fail("\(name) is published before its merge is done") }
    }

    /// A result that was published stays, and so does a record but for who takes it back.
    private func checkKept(_ directory: Inode, _ name: String) {
        if directory.name == "output", !name.hasPrefix(".") {
            weather.fail("the result \(name) went away")
        }
        if directory.name == "parts", let life = directory.parent, life.parent?.name == "jobs",
            isCommitted(name, life)
        {
            weather.fail("the part \(name) of \(life.name) is committed and went away")
        }
        if directory.name == "nodes" { checkDeath(name) }
    }

    private func isCommitted(_ part: String, _ life: Inode) -> Bool {
        let batches = life.entries["batches"].map { Array($0.entries.values) } ?? []
        let boards = batches + [life.entries["tasks"]].compactMap { $0 }
        return boards.contains { board in
            board.entries["done"]?.entries.keys.contains {
                guard let attempt = Attempt($0) else { return false }
                return partName(attempt) == part || part.hasPrefix("\(attempt).")
            } ?? false
        }
    }

    /// Nobody is declared gone who showed a moment ago that it lives, unless somebody was held up.
    private func checkDeath(_ name: String) {
        // Where operations take seconds, it may have shown it while it was declared.
        guard weather.habits.latencyMax <= 30_000, let holder = Holder(name),
            let client = Int(holder.node.dropFirst()),
            client != weather.acting, let shown = lastSigns[name],
            weather.now - shown < Ledger.moment, weather.lastTrouble < weather.now - Ledger.calm
        else { return }
        weather.fail("\(name) is declared gone and beat \((weather.now - shown) / 1_000) ms ago")
    }

    /// When each node last showed that it lives.
    private var lastSigns: [String: Int64] = [:]

    func note(beatOf holder: Holder) { lastSigns[holder.text] = weather.now }

    private static let moment: Int64 = 10_000_000
    private static let calm: Int64 = 60_000_000

    func lookAtStart() { ladders.lookAnew() }

    /// The life whose result has its name; nil where there is none, or no whole one.
    func publishedLife(of job: SimulatedJob) -> Int? { ladders.publishedLife(of: job) }

    /// From now on nobody has the source.
    func note(sourceFinishedOf key: JobKey) { ladders.note(sourceFinishedOf: key) }

    /// After a power cut: what holds at every moment holds now.
    func checkAll() {
        ladders.lookAnew()
        for (name, life) in weather.server.find("jobs")?.entries ?? [:] {
            guard let job = JobKey(name).flatMap({ jobs[$0.job] }) else { continue }
            var boards: [(Inode, [TaskName])] = []
            if let tasks = life.entries["tasks"] {
                boards.append((tasks, job.hasAudio ? [.split, .audio, .merge] : [.split, .merge]))
            }
            for (batch, inode) in life.entries["batches"]?.entries ?? [:] {
                if let index = Int(batch) {
                    let tasks = job.tasks(of: index, isApart: Ledger.isApart(life))
                    boards.append((inode, tasks))
                }
            }
            for (board, tasks) in boards {
                for task in tasks {
                    let names = tokens(board, of: task.text[...])
                    if names.count != 1 {
                        weather.fail("after a power cut \(board.path) has \(names) of \(task)")
                    }
                }
            }
        }
    }
}
