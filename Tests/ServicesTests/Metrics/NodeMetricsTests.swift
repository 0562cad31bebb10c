import Model
import Platform
import Spool
import TestKit
import Testing

@testable import Services

@Suite("What a node counts and shows")
struct NodeMetricsTests {
    private static let holder = Holder(hostName: "nuc-1", bits: 7)

    /// One of everything.
    private func filled() throws -> Tally {
        let bed = try PublishingBed()
        let tally = Tally()
        var spool = bed.site.spool
        spool.listener = tally.listener
        spool.report(.fileSeen, "a")
        spool.listener.conflict?()
        spool.listener.reclaimed?(.nodeGone)
        tally.wrongToken()
        tally.encoded("libx265", mediaSeconds: 60, in: 20)
        tally.scanned(in: 0.2, errors: 1)
        tally.ended(.probe("a.mkv"), nil)
        tally.ended(.probe("a.mkv"), MediaFailure(.hung, "read", nil, "it stood still"))
        tally.answered("/api/v1/state", "GET", code: 200, in: 0.01)
        tally.notified("webhook", "sent")
        return tally
    }

    private func record(_ profile: String, _ tally: Tally) throws {
        let key = JobKey(JobID(sourceName: "film", hash: 1), life: 0)
        var order = JobOrder(
            key: key,
            source: JobOrder.SourceFile(
                path: "film.mkv",
                bytes: 100,
                modifiedSeconds: 0,
                modifiedNanoseconds: 0,
                sample: ""
            ),
            result: "film.mkv",
            priority: 0,
            arrival: 1_000,
            recipe: EncodeRecipe(container: "matroska"),
            profile: profile,
            hasAudio: false
        )
        order.profile = profile
        let record = HistoryRecord(
            order: order,
            outcome: .done,
            decidedBy: Attempt(task: .merge, generation: 0, holder: NodeMetricsTests.holder),
            writer: NodeMetricsTests.holder,
            time: WallTime(seconds: 100)
        )
        tally.listener.record?(record)
    }

    private func cluster() -> ClusterStatus {
        var status = ClusterStatus(version: "1", spool: "s")
        status.counts = ["waiting": 2]
        let scan = ScanSummary(
            mode: "poll",
            modeReason: "",
            lastScan: WallTime(seconds: 1),
            durationMilliseconds: 1,
            counts: ["settling": 3],
            sightings: []
        )
        status.watch = WatchStatus(scan)
        status.nodes = ["x", "y"].map {
            NodeLine(node: "twin", holder: "twin.\($0)", state: .live, secondsSilent: 5)
        }
        return status
    }

    private func text(_ tally: Tally, isLeading: Bool = true) -> String {
        let status = cluster()
        var sources = NodeMetrics.Sources()
        sources.isLeading = { isLeading }
        sources.cluster = { status }
        sources.volumes = {
            [VolumeReading(name: "output", totalBytes: 100, freeBytes: 40, isAnswering: true)]
        }
        sources.eventClients = { 2 }
        return NodeMetrics(tally, node: "nuc-1", architecture: "amd64", sources)
            .text(at: WallTime(seconds: 1_000))
    }

    private func full() throws -> String {
        let tally = try filled()
        try record("movies", tally)
        var event = Event(
            sequence: 1,
            holder: NodeMetricsTests.holder,
            time: WallTime(seconds: 1),
            kind: .taskDone
        )
        event.attempt = Attempt(task: .video(3), generation: 0, holder: NodeMetricsTests.holder)
        tally.listener.event?(event)
        return text(tally)
    }

    @Test("no series is there twice, and every one of them is announced before it")
    func isWellFormed() throws {
        let full = try full()
        let lines = full.split(separator: "\n")
        let series = lines.filter { !$0.hasPrefix("#") }.map { line in
            line[..<(line.lastIndex(of: " ") ?? line.endIndex)]
        }
        #expect(Set(series).count == series.count)
        let families = lines.filter { $0.hasPrefix("# TYPE") }.map { $0.split(separator: " ")[2] }
        #expect(Set(families).count == families.count)
        for name in series {
            let isAnnounced = families.contains { name.hasPrefix($0) }
            #expect(isAnnounced, "\(name)")
        }
        #expect(full.contains(#"reelmill_node_last_seen_timestamp_seconds{node="twin"} 995"#))
        #expect(full.contains("reelmill_job_duration_seconds_sum{profile=\"movies\"} 99\n"))
        #expect(
            full.contains(#"reelmill_slice_attempts_total{result="done",node="nuc-1"} 1"#)
        )
        for reason in ["lease_expired\"} 0", "node_gone\"} 1"] {
            #expect(full.contains("reelmill_claims_reclaimed_total{reason=\"\(reason)\n"))
        }
        #expect(full.contains("reelmill_http_wrong_tokens_total 1\n"))
        try keep(full)
    }

    /// For promtool, where a script asks for it.
    private func keep(_ text: String) throws {
        let name = Array("REELMILL_TEST_METRICS".utf8)
        guard let path = ProcessInput.environment[name].flatMap({ Path(bytes: $0) }) else { return }
        try OpenFile(path, for: .append).write(Array(text.utf8))
    }

    @Test("only the coordinator speaks of the whole cluster")
    func followers() throws {
        let text = text(try filled(), isLeading: false)
        #expect(!text.contains("reelmill_jobs{"))
        #expect(!text.contains("reelmill_paused"))
        #expect(text.contains(#"reelmill_leading{node="nuc-1"} 0"#))
        #expect(text.contains("reelmill_claim_conflicts_total 1\n"))
    }

    @Test("a thousand profiles are fifty rows and the others")
    func manyProfiles() throws {
        let tally = Tally()
        for number in 0..<1_000 { try record("p\(number)", tally) }
        let counts = tally.counts
        #expect(counts.jobSeconds.count == Tally.profilesMax + 1)
        #expect(counts.jobSeconds["other"]?.count == 950)
        #expect(counts.inputBytes["other"] == 95_000)
    }

    @Test(
        "every figure that alerts and the dashboard name is there",
        arguments: ["prometheus/rules.yml", "prometheus/rules_test.yml", "grafana/reelmill.json"]
    )
    func namesExist(file: String) throws {
        let root = Path("\(#filePath)").parent.parent.parent.parent
        let bytes = try OpenFile(root.appending(Path("deploy/\(file)")), for: .read)
            .readAll(limit: 1 << 20)
        let text = String(decoding: bytes, as: UTF8.self)
        let full = try full()
        let names = Set(
            text.matches(of: #/(reelmill|process)_[a-z_]+/#).map { String($0.output.0) }
        )
        #expect(names.count > 5)
        for name in names {
            #expect(full.contains("\n\(name){") || full.contains("\n\(name) "), "\(name)")
        }
    }
}
