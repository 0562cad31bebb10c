internal import Model

/// What `GET state` answers, and what a stream begins with.
struct StateBody: Encodable {
    let snapshot: LiveSnapshot
    let window: [JobLine]
    /// What the next message is counted on from.
    let live: String

    private enum Key: CodingKey {
        case schema, jobs, jobsTotal, live, savedBytes, savedOfBytes, upSince, node, input, asOf,
            isStale
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
        try container.encode(snapshot.asOf, forKey: .asOf)
        try container.encode(snapshot.isStale, forKey: .isStale)
    }
}

struct JobsDelta: Encodable, Hashable {
    /// Of a job that waits, and of which nothing else has changed: whenever a job ends, that is so
    /// of all behind it.
    struct Place: Encodable, Hashable {
        let key: String
        let place: Int
        let waitsFor: String?
    }

    let changed: [JobLine]
    let places: [Place]
    /// Keys of those that are shown no more.
    let gone: [String]
    /// How many jobs are open.
    let total: Int

    /// Nil where nothing has changed.
    init?(from old: [JobLine], to new: [JobLine], total: Int, was: Int) {
        let known = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
        let keys = Set(new.map(\.key))
        var (changed, places): ([JobLine], [Place]) = ([], [])
        for line in new {
            guard var before = known[line.key] else {
                changed.append(line)
                continue
            }
            guard before != line else { continue }
            (before.place, before.waitsFor) = (line.place, line.waitsFor)
            if before == line {
                places.append(Place(key: line.key, place: line.place, waitsFor: line.waitsFor))
            } else {
                changed.append(line)
            }
        }
        (self.changed, self.places) = (changed, places)
        gone = old.map(\.key).filter { !keys.contains($0) }
        self.total = total
        if changed.isEmpty, places.isEmpty, gone.isEmpty, total == was { return nil }
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
    let asOf: String
    let isStale: Bool

    init(_ snapshot: LiveSnapshot) {
        let status = snapshot.status
        (counts, slices, speed) = (status.counts, status.slices, status.speed)
        (secondsLeft, watch, troubles) = (status.secondsLeft, status.watch, status.troubles)
        (coordinator, isPaused, pause) = (status.coordinator, status.isPaused, status.pause)
        (savedBytes, savedOfBytes) = (snapshot.savedBytes, snapshot.savedOfBytes)
        jobsTotal = status.jobs.count
        (asOf, isStale) = (snapshot.asOf, snapshot.isStale)
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
        settled.asOf = ""
        settled.status.coordinator?.secondsSilent = 0
        for index in settled.status.nodes.indices {
            settled.status.nodes[index].secondsSilent = 0
            settled.status.nodes[index].secondsAhead = nil
            settled.status.nodes[index].load = nil
        }
        return settled
    }
}
