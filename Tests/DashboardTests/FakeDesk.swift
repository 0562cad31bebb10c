import Model

@testable import Dashboard

/// A desk with one job, one node and one entry.
struct FakeDesk: ClusterDesk {
    var refusal: DeskRefusal?
    /// How many entries the history has.
    var entries = 1

    func refresh(upTo limit: Duration) {}
    func inBackground(_ work: @escaping @Sendable () -> Void) { work() }

    private func found(_ word: String, _ known: String) throws(DeskRefusal) {
        if let refusal { throw refusal }
        guard word == known else { throw DeskRefusal(.notFound, "there is no \(word)") }
    }

    static func line(_ number: Int, state: String = "waiting") -> JobLine {
        JobLine(
            id: "\(number)",
            key: "film_\(number).0",
            path: Path("tv/Épisode \(number).mkv"),
            result: Path("tv/Épisode \(number).mkv"),
            bytes: 1_000,
            state: state,
            place: number,
            priority: 50
        )
    }

    static func historyLine(_ number: Int) -> HistoryLine {
        var entry = HistoryEntry(
            record: "film_\(number).0.0.done.json",
            id: "\(number)",
            outcome: .done,
            source: "a,b.mkv",
            sourceBytes: 10,
            queued: 1_000,
            ended: Int64(number) * 1_000,
            document: []
        )
        entry.resultBytes = 4
        return HistoryLine(entry)
    }

    func job(_ word: String) throws(DeskRefusal) -> JobDetail {
        try found(word, "film")
        return JobDetail(
            job: FakeDesk.line(1),
            queued: "2026-11-20T22:14:05.000Z",
            sliceSeconds: 60
        )
    }

    func logs(ofJob word: String) throws(DeskRefusal) -> JobLogs {
        try found(word, "film")
        return JobLogs(id: "1", key: "film_1.0", attempts: [])
    }

    func steer(job word: String, _ action: JobAction) throws(DeskRefusal) -> JobChanges {
        try found(word, "film")
        let isAll = action == .retry(all: true)
        return JobChanges(action: isAll ? "retry all" : action.name, jobs: [])
    }

    func steer(_ action: ClusterAction) throws(DeskRefusal) -> ClusterChange {
        if let refusal { throw refusal }
        return ClusterChange(action: action.rawValue, isPaused: action == .pause)
    }

    func nodes(_ word: String) throws(DeskRefusal) -> NodeDetail {
        try found(word, "nuc")
        return NodeDetail(name: "nuc", nodes: [], isDrained: false, actions: [])
    }

    func steer(node word: String, _ action: NodeAction) throws(DeskRefusal) -> NodeChanges {
        try found(word, "nuc")
        return NodeChanges(action: action.rawValue, nodes: [word])
    }

    func history(_ query: HistoryQuery) throws(DeskRefusal) -> HistoryPage {
        HistoryPage(
            entries: try historyLines(query),
            matching: entries,
            total: entries,
            offset: query.offset
        )
    }

    func historyLines(_ query: HistoryQuery) throws(DeskRefusal) -> [HistoryLine] {
        if let refusal { throw refusal }
        let last = query.behind.map { Int($0.ended / 1_000) - 1 } ?? entries
        return stride(from: last, to: 0, by: -1).prefix(query.limit).map(FakeDesk.historyLine)
    }

    func historyEntry(_ word: String) throws(DeskRefusal) -> HistoryDetail {
        try found(word, "entry")
        return HistoryDetail(
            entry: FakeDesk.historyLine(1),
            forecast: nil,
            decidedBy: nil,
            others: [],
            actions: []
        )
    }

    func removeEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges {
        try found(word, "entry")
        return HistoryChanges(action: "remove", entries: [])
    }

    func restoreEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges {
        try found(word, "entry")
        return HistoryChanges(action: "restore", entries: [])
    }

    func statistics() throws(DeskRefusal) -> HistoryStatistics { HistoryStatistics() }

    func events(_ query: EventQuery) throws(DeskRefusal) -> EventPage {
        EventPage(events: [], next: query.after ?? 0)
    }

    func profiles() throws(DeskRefusal) -> ProfileTree {
        ProfileTree(input: "/input", profiles: [], unlisted: [], filmsUnknown: 0)
    }

    func effectiveProfile(_ path: Path) throws(DeskRefusal) -> EffectiveProfile {
        EffectiveProfile(path: path, kind: "film", exists: true)
    }

    func checkProfiles(_ path: Path?) throws(DeskRefusal) -> ProfileVerdicts {
        ProfileVerdicts(profiles: [], troubles: path == nil ? [] : ["asked"])
    }

    func scan() throws(DeskRefusal) -> ScanSummary? { nil }
    func doctor() throws(DeskRefusal) -> DoctorReport { DoctorReport([]) }
}

extension LiveSnapshot {
    static func of(_ jobs: [JobLine]) -> LiveSnapshot {
        var status = ClusterStatus(version: "1", spool: "s")
        status.jobs = jobs
        return LiveSnapshot(status: status, upSince: "", node: "nuc", input: "/input")
    }
}

extension WebResponse {
    /// Of a stream all that there is now.
    var bytes: [UInt8] {
        switch body {
        case .bytes(let bytes): return bytes
        case .stream(let stream):
            var all: [UInt8] = []
            while case .bytes(let more) = stream.next() { all += more }
            return all
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(bytes) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
