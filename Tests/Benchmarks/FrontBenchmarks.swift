import Dashboard
import Model
import Platform
import Services
import Spool

/// The state of 10,000 jobs: what it costs to read, to keep and to answer.
struct FrontBenchmarks {
    let place: Path
    private static let jobs = 10_000

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

    /// How long it takes to take films in while many are open.
    func intake() throws {
        print("\n3,000 films taken in")
        let bed = try SpoolBed(place / "intake")
        for start in stride(from: 0, to: 3_000, by: 1_000) {
            let began = MonotonicTime.now
            try bed.takeIn(start..<start + 1_000)
            let each = MeasuredRun.seconds(MonotonicTime.now - began)
            print("  behind \(start): \(Figures.decimal(each, digits: 2)) ms each")
        }
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
}
