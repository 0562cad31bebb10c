import Dashboard
import Model
import Platform
import Services
import Spool
import Synchronization

/// The state of 10,000 jobs: what it costs to read, to keep and to answer; and what those cost who
/// listen to it.
struct FrontBenchmarks {
    let place: Path
    private static let (jobs, listeners) = (10_000, 100)

    func state() throws {
        print("\nstate of \(Self.jobs) jobs: least, median, greatest")
        let bed = try SpoolBed(place / "state")
        let spool = bed.spool(on: bed.volume)
        try bed.queue(jobs: Self.jobs)
        let reader = ClusterReader(bed.volume, hostName: "bench")
        let hub = FrontBenchmarks.hub()
        var view = ClusterView()
        try Report.perOperation("a view of the spool", 1) { view = try reader.view() }
        var status = ClusterStatus(version: "", spool: "")
        try Report.perOperation("what it means for people", 1) {
            status = ClusterSummary(view, reader, at: LocalTime(.now)).status
        }
        try Report.perOperation("handing it to the memory, one job changed", 1) {
            status.jobs[0].bytes += 1
            hub.show(FrontBenchmarks.snapshot(status))
        }
        let folders = MediaFolders(
            input: "/dev/null",
            output: "/dev/null",
            profiles: nil,
            spool: bed.directory / "spool",
            state: bed.directory
        )
        let site = Site(folders: folders, spool: spool, journal: .silent)
        let desk = SiteDesk(
            site,
            HistoryKeeper(site),
            runner: TaskRunner(program: "/bin/false"),
            numbers: .no,
            sink: hub
        )
        let router = Router(desk: desk, hub: hub)
        for (name, path, query) in [
            ("GET state, made anew", "state", nil), ("GET state, as it was made", "state", nil),
            ("GET jobs, the last 100", "jobs", "offset=9900"),
            ("GET jobs, by a piece of the path", "jobs", "path=FILM-99"),
            ("GET scale", "scale", nil),
        ] as [(String, String, String?)] {
            let request = WebRequest(method: "GET", path: "/api/v1/\(path)", query: query)
            try Report.perOperation(
                name,
                1,
                prepare: {
                    guard name.hasSuffix("anew") else { return }
                    status.jobs[0].bytes += 1
                    hub.show(FrontBenchmarks.snapshot(status))
                }
            ) {
                let answer = router.answerAtOnce(request) ?? router.answer(request)
                guard answer.status == 200 else { fatalError("\(path): \(answer.status)") }
            }
        }
    }

    /// Twenty jobs encode on ten nodes, and everything moves every second.
    func listen() throws {
        print("\n\(Self.listeners) listeners, 20 jobs that encode, without sockets")
        let time = Mutex(0.0)
        let hub = FrontBenchmarks.hub { time.withLock(\.self) }
        var status = ClusterStatus(version: "", spool: "")
        status.jobs = (1...200).map(FrontBenchmarks.line)
        hub.show(FrontBenchmarks.snapshot(status))
        let streams = (0..<Self.listeners).compactMap { _ in hub.listen(behind: nil) }
        guard streams.count == Self.listeners else {
            fatalError("only \(streams.count) may listen")
        }
        let rounds = 60
        let began = MonotonicTime.now
        var bytes = 0
        for round in 1...rounds {
            time.withLock { $0 += 1 }
            for index in 0..<20 { status.jobs[index].progress = Double(round) / 60 }
            status.speed = Double(round)
            hub.show(FrontBenchmarks.snapshot(status))
            hub.tell((1...5).map { FrontBenchmarks.event($0) })
            for stream in streams {
                while case .bytes(let chunk) = stream.next() { bytes += chunk.count }
            }
        }
        let each = MeasuredRun.seconds(MonotonicTime.now - began) / Double(rounds)
        let share = Figures.decimal(each * 100, digits: 2)
        print("  \(share) % of a core, \(bytes / rounds / Self.listeners) bytes a second to each")
    }

    private static func hub(
        _ now: @escaping @Sendable () -> Double = { 0 }
    ) -> LiveHub {
        var limits = LiveHub.Limits()
        limits.tick = 0
        return LiveHub(epoch: "bench", limits: limits, now: now)
    }

    private static func snapshot(_ status: ClusterStatus) -> LiveSnapshot {
        LiveSnapshot(status: status, upSince: "", node: "bench", input: "/input")
    }

    private static func line(_ number: Int) -> JobLine {
        let path = Path("shows/season \(number % 9)/a film of some length \(number).mkv")
        var line = JobLine(
            id: "\(number)",
            key: "a-film-of-some-length_\(number).0",
            path: path,
            result: path,
            bytes: 4_000_000_000,
            state: number <= 20 ? "encoding" : "waiting",
            place: number,
            priority: 50
        )
        guard number <= 20 else { return line }
        line.running = [
            TaskLine(
                task: "v00017",
                slice: 17,
                generation: 0,
                node: "node-\(number % 10)",
                holder: "node-\(number % 10)_1",
                progress: nil
            )
        ]
        return line
    }

    private static func event(_ number: Int) -> EventLine {
        var event = EventLine(
            type: "slice.done",
            time: "2026-11-20T22:14:05.000Z",
            node: "node-1",
            holder: "node-1_1",
            sequence: UInt64(number)
        )
        event.setPath("shows/season 1/a film of some length 1.mkv")
        return event
    }
}
