internal import Model

/// What `GET state` answers, and what a stream begins with.
struct StateBody: Encodable {
    let snapshot: LiveSnapshot
    let window: [JobLine]
    /// What the next message is counted on from.
    let live: String

    private enum Key: CodingKey {
        case schema, jobs, jobsTotal, live, savedBytes, savedOfBytes, upSince, node, input
    }

    func encode(to encoder: any Encoder) throws {
        var status = snapshot.status
        status.jobs = []
        try status.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode("\(Product.name).state/1", forKey: .schema)
        try container.encode(window, forKey: .jobs)
        try container.encode(snapshot.status.jobs.count, forKey: .jobsTotal)
        try container.encode(live, forKey: .live)
        try container.encode(snapshot.savedBytes, forKey: .savedBytes)
        try container.encode(snapshot.savedOfBytes, forKey: .savedOfBytes)
        try container.encode(snapshot.upSince, forKey: .upSince)
        try container.encode(snapshot.node, forKey: .node)
        let input = ReadableBytes.repaired(snapshot.input.bytes).text
        try container.encode(input, forKey: .input)
    }
}

struct JobsDelta: Encodable, Hashable {
    let changed: [JobLine]
    /// Keys of those that are shown no more.
    let gone: [String]
    /// How many jobs are open.
    let total: Int

    /// Nil where nothing has changed.
    init?(from old: [JobLine], to new: [JobLine], total: Int, was: Int) {
        let known = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
        let keys = Set(new.map(\.key))
        changed = new.filter { known[$0.key] != $0 }
        gone = old.map(\.key).filter { !keys.contains($0) }
        self.total = total
        if changed.isEmpty, gone.isEmpty, total == was { return nil }
    }
}

struct NodesDelta: Encodable { let nodes: [NodeLine] }

/// All that a state has besides jobs and nodes.
struct Sums: Encodable, Hashable {
    let counts: [String: Int]
    let slices: TaskCounts
    let speed: Double
    let secondsLeft: Double?
    let watch: WatchStatus?
    let coordinator: CoordinatorStatus?
    let troubles: [String]
    let isPaused: Bool
    let pause: PauseStatus?
    let savedBytes: Int64
    let savedOfBytes: Int64
    let jobsTotal: Int

    init(_ snapshot: LiveSnapshot) {
        let status = snapshot.status
        (counts, slices, speed) = (status.counts, status.slices, status.speed)
        (secondsLeft, watch, troubles) = (status.secondsLeft, status.watch, status.troubles)
        (coordinator, isPaused, pause) = (status.coordinator, status.isPaused, status.pause)
        (savedBytes, savedOfBytes) = (snapshot.savedBytes, snapshot.savedOfBytes)
        jobsTotal = status.jobs.count
    }
}

extension LiveSnapshot {
    /// The jobs that a page shows at once: what needs somebody or goes on, then what waits; all of
    /// them in the order of work.
    func window(of most: Int) -> [JobLine] {
        let jobs = status.jobs
        guard jobs.count > most else { return jobs }
        var chosen = jobs.indices.filter { jobs[$0].state != "waiting" }.prefix(most)
        let room = most - chosen.count
        if room > 0 {
            chosen += jobs.indices.lazy.filter { jobs[$0].state == "waiting" }.prefix(room)
        }
        return chosen.sorted().map { jobs[$0] }
    }

    /// Without what changes with every look though nothing happens.
    var settled: LiveSnapshot {
        var settled = self
        settled.status.coordinator?.secondsSilent = 0
        for index in settled.status.nodes.indices {
            settled.status.nodes[index].secondsSilent = 0
            settled.status.nodes[index].secondsAhead = nil
            settled.status.nodes[index].load = nil
        }
        return settled
    }
}
