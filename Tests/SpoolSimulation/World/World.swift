import Model
public import Platform
import Spool

/// What one seed comes to.
public struct Outcome: Sendable {
    public let seed: UInt64
    /// The promise that was broken; nil when all were kept.
    public let failure: String?
    public let operations: Int
    public let digest: UInt64
    /// Simulated seconds.
    public let seconds: Int64
    public let faults: [Fault: Int]
}

/// Some nodes, some jobs, and everything that goes wrong with them, from one seed.
// Safety: only the client that has the turn touches it.
public final class World: @unchecked Sendable {
    /// What its films are.
    public enum Kind: String, Sendable, CaseIterable {
        /// Each in one size.
        case films
        /// Most in several sizes, and by encoders whose parts do not fit together.
        case ladders
    }

    public let seed: UInt64
    public let kind: Kind
    /// Whether there are nodes with other encoders, and such that are too small for all renditions.
    var hasMakers = false
    /// How long it takes at most to read a file of a result: others are at it meanwhile.
    var readingTakes = 0
    let stage: Stage
    let jobs: [SimulatedJob]
    let ledger: Ledger
    let settings: SpoolSettings
    var generator: SplitMix
    let bug: ProtocolBug?
    /// Microseconds after which nothing goes wrong any more.
    private let faultsEnd: Int64
    /// All is done: nodes leave.
    private(set) var isFinished = false
    /// The incarnation of each machine that is on.
    var living: [Int: Holder] = [:]
    /// The one that stays until nothing is left, when others leave as soon as their work is done.
    var last: Int?
    /// How many beats a slice takes a machine; nil for a few, by chance.
    var pace: (@Sendable (Int) -> Int)?
    /// Microseconds from the end of the faults, in which all must come to its end.
    var patience: Int64 = 7_200_000_000
    /// When nothing was left, in microseconds, and after how many operations.
    private(set) var endedAt: Int64 = 0
    private(set) var operationsAtEnd = 0
    /// Nodes look for work with every beat.
    var isEager = false
    /// Somebody asked for something and it is not done yet.
    var isUserBusy = false
    /// Which of them have nothing to do.
    private var idle: Set<Int> = []

    var weather: Weather { stage.weather }

    public convenience init(seed: UInt64, kind: Kind = .films, bug: ProtocolBug? = nil) {
        var generator = SplitMix(seed: seed)
        let climate = Climate(&generator)
        let clients = [3, 3, 4, 5][generator.number(below: 4)]
        let stage = Stage(
            seed: generator.next(),
            clients: clients + 1,
            habits: climate.habits,
            rates: climate.rates
        )
        var jobs = (0..<[1, 2, 2, 3][generator.number(below: 4)]).map {
            SimulatedJob(number: $0 + 1, &generator, mayFail: true)
        }
        if kind == .ladders {
            // Not of every file system, and also where replies are lost.
            stage.weather.exchanges(generator.happens(percent: 50))
            jobs = jobs.map { job in
                generator.happens(percent: 80) ? job.inSizes(SimulatedLadder(&generator)) : job
            }
        }
        self.init(
            seed: seed,
            stage: stage,
            jobs: jobs,
            settings: climate.habits.forgetsNames ? .local : .shared,
            faultsEnd: Int64(generator.number(in: 20...160)) * 1_000_000,
            generator: generator,
            kind: kind,
            bug: bug
        )
        guard kind == .ladders else { return }
        hasMakers = true
        readingTakes = [0, 2_000_000, 10_000_000][self.generator.number(below: 3)]
    }

    /// - Parameter faultsEnd: Microseconds; nothing goes wrong from then on.
    init(
        seed: UInt64,
        stage: Stage,
        jobs: [SimulatedJob],
        settings: SpoolSettings,
        faultsEnd: Int64,
        generator: SplitMix,
        kind: Kind = .films,
        bug: ProtocolBug? = nil
    ) {
        self.seed = seed
        self.kind = kind
        self.stage = stage
        self.jobs = jobs
        self.settings = settings
        self.faultsEnd = faultsEnd
        self.generator = generator
        self.bug = bug
        ledger = Ledger(stage.weather, jobs, bug: bug)
        stage.weather.afterPowerCut = { [ledger] in ledger.checkAll() }
        makeSpool()
    }

    public var trace: ((String) -> Void)? {
        get { weather.trace }
        set { weather.trace = newValue }
    }

    /// The directories that are there before the first node is.
    private func makeSpool() {
        for path in Layout.all + [SimulatedOutlet.folder] {
            weather.server.makeAll("\(path)")
        }
        if kind == .ladders {
            // Nobody looks at how they come to be.
            let observer = weather.server.observer
            weather.server.observer = nil
            makeEarlierResults()
            weather.server.observer = observer
        }
        ledger.lookAtStart()
        weather.server.commitNames()
    }

    /// Nodes, and a person at the last machine.
    public func run() throws(SystemError) -> Outcome {
        let user = stage.volumes.count - 1
        return try run { world, volume in
            if volume.client == user {
                SimulatedUser(world, volume).run()
            } else {
                let sleep = world.generator.number(below: 20_000)
                SimulatedNode(world, volume).run(after: .milliseconds(sleep))
            }
        }
    }

    func run(
        _ body: @escaping @Sendable (World, SimulatedVolume) -> Void
    ) throws(SystemError) -> Outcome {
        try stage.run { [self] volume in body(self, volume) }
        if weather.failure == nil { checkEnd() }
        return Outcome(
            seed: seed,
            failure: weather.failure,
            operations: weather.operations,
            digest: weather.digest,
            seconds: weather.now / 1_000_000,
            faults: weather.faultCounts
        )
    }

    // MARK: - The end

    /// Whether this node may leave.
    func isOver(for client: Int) -> Bool {
        if let last, client != last { return idle.contains(client) }
        return isFinished
    }

    /// Told by every machine now and then.
    func tick() {
        if weather.areFaultsOn, weather.now >= faultsEnd { weather.stopFaults() }
    }

    /// Told by a node that holds nothing. When nothing is left to do and all that are on have said
    /// so since, it is the end: nobody is still frozen in the middle of something.
    func isIdle(_ client: Int) {
        guard !weather.areFaultsOn else { return }
        if let left = whatIsLeft() {
            idle = []
            endedAt = 0
            if weather.now > faultsEnd + patience {
                weather.fail("it does not end: \(left) is left")
            }
        } else {
            if endedAt == 0 {
                endedAt = weather.now
                operationsAtEnd = weather.operations
            }
            idle.insert(client)
            if let last, client != last { return }
            if !isUserBusy, idle.isSuperset(of: living.keys) { isFinished = true }
        }
    }

    /// What keeps the world from being at its end.
    private func whatIsLeft() -> String? {
        for job in jobs where records(of: job).isEmpty { return "\(job.id) without a record" }
        for (name, life) in weather.server.find("jobs")?.entries ?? [:] {
            let isFailed = life.entries["tasks"]?.entries["failed"]?.names.contains {
                $0.hasPrefix("merge.")
            }
            let isKept = records(of: JobKey(name)).contains { $0.outcome == .failed }
            if isFailed != true || !isKept { return "jobs/\(name)" }
            let claim = stage.paths(below: "jobs/\(name)").first {
                $0.contains("/run/") && !$0.hasSuffix("/")
            }
            if let claim { return claim }
        }
        // What the living keep they remove when they leave; who was declared gone does not.
        let known = weather.server.find("nodes")?.entries ?? [:]
        let holders = living.values.map(\.text).filter { known[$0] != nil }
        let strange = weather.server.find("tmp")?.names.first { name in
            !holders.contains { name.hasPrefix("\($0).") }
        }
        if let strange { return "tmp/\(strange)" }
        if let gone = known.keys.first(where: { !holders.contains($0) }) { return "nodes/\(gone)" }
        let hidden = weather.server.find("output")?.names.first {
            $0.hasPrefix(".") && $0 != ".reelmill"
        }
        if let hidden { return "output/\(hidden)" }
        if let staged = stage.paths(below: "\(SimulatedLadderOutlet.room)").first { return staged }
        for name in weather.server.find("queue")?.names ?? [] {
            guard let entry = QueueEntry(name) else { return "queue/\(name)" }
            if weather.server.find("jobs/\(entry.job)") == nil { return "queue/\(name)" }
        }
        return nil
    }

    private func records(of job: SimulatedJob) -> [RecordName] {
        let names = weather.server.find("\(Layout.historyFolder(job.id))")?.names ?? []
        return names.compactMap(RecordName.init).filter { $0.key.job == job.id }
    }

    private func records(of key: JobKey?) -> [RecordName] {
        guard let key, let job = jobs.first(where: { $0.id == key.job }) else { return [] }
        return records(of: job).filter { $0.key == key }
    }

    private func checkEnd() {
        for job in jobs {
            let records = records(of: job)
            if records.count != 1 {
                weather.fail("\(job.id) has the records \(records.map(\.text))")
            }
            guard let record = records.first, record.outcome == .done else { continue }
            let isRight =
                job.ladder == nil
                ? stage.content("output/\(job.result)") == job.joined
                : ledger.publishedLife(of: job) == record.key.life
            if !isRight { weather.fail("\(job.id) is done and its result is not right") }
        }
        if kind == .ladders { checkEvents() }
        let left = ["nodes", "tmp"].flatMap { stage.paths(below: $0) }
        if let path = left.first { weather.fail("\(path) is left behind") }
    }
}

// MARK: - Films in several sizes

extension World {
    /// Of films that were done before; their records were taken back.
    private func makeEarlierResults() {
        weather.server.makeAll("\(SimulatedLadderOutlet.room)")
        for job in jobs where job.ladder?.hasEarlier ?? false {
            let target = SimulatedOutlet.folder / (job.result.name ?? "none")
            let files = job.files(life: 0, maker: .one)
            for file in files { weather.server.makeFile("\(target)/\(file.name)", file.bytes) }
            let content = SimulatedLadderOutlet.Content(files)
            let note =
                "{\"bytes\":\(content.bytes),\"hash\":\"\(content.hash)\",\"job\":\"\(job.id).0\","
                + "\"result\":\"\(target)\",\"schema\":1,\"source\":\"\(job.source)\"}\n"
            let path = Layout.published(target, hash: content.hash)
            weather.server.makeFile("\(path)", Array(note.utf8))
            let record = RecordName(JobKey(job.id, life: 0), generation: 0, outcome: .done)
            weather.server.makeFile("\(Layout.removed(record))", [])
        }
    }

    /// That a film is published is told once, by one node, whoever was at it.
    private func checkEvents() {
        var told: [String: Set<String>] = [:]
        for path in stage.paths(below: "events") {
            let text = String(decoding: stage.content(path) ?? [], as: UTF8.self)
            for line in text.split(separator: "\n")
            where line.contains("\"kind\":\"job.published\"") {
                let words = line.split(separator: "\"").map(String.init)
                guard let index = words.firstIndex(of: "job"), index + 2 < words.count,
                    let number = words.firstIndex(of: "sequence"), number + 1 < words.count
                else { continue }
                // A line whose reply was lost is written again, with the same number.
                told[words[index + 2], default: []].insert("\(path) \(words[number + 1])")
            }
        }
        for (job, lines) in told where lines.count > 1 {
            weather.fail("\(job) is told to be published \(lines.count) times")
        }
    }
}

extension SimulatedServer {
    /// A file that is on the disk before anybody looks.
    func makeFile(_ path: String, _ bytes: [UInt8]) {
        let names = path.split(separator: "/").map(String.init)
        makeAll(names.dropLast().joined(separator: "/"))
        guard let name = names.last,
            let folder = find(names.dropLast().joined(separator: "/")),
            let file = try? makeFile(in: folder, name)
        else { return }
        (file.content, file.durable) = (bytes, bytes)
    }

    /// A directory with all above it, before anybody looks.
    func makeAll(_ path: String) {
        var directory = root
        for name in path.split(separator: "/") {
            try? makeDirectory(in: directory, String(name))
            guard let next = directory.entries[String(name)] else { return }
            directory = next
        }
    }
}
