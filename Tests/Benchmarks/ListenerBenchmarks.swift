import Dashboard
import HTTPServer
import Model
import Platform

/// What those cost who listen to a cluster in which everything moves: over real connections, all
/// of which one curl reads.
struct ListenerBenchmarks {
    private static let (listeners, rounds, seconds) = (100, 5, 10)

    func run() throws {
        print("\n\(Self.listeners) listeners and none by turns, each for \(Self.seconds) s")
        let cluster = try MovingCluster()
        let server = try HTTPServer(
            on: ListenAddress(.loopback, 0),
            Listening(hub: cluster.hub),
            offload: { _ in false },
            refuse: Guard.refuse
        )
        defer { server.stop() }
        _ = cluster.move(for: 3)
        var (without, with): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            without.append(cluster.move(for: Self.seconds))
            let child = try curl("http://\(server.address)/")
            while server.streams < Self.listeners { _ = cluster.move(for: 1) }
            with.append(cluster.move(for: Self.seconds))
            _ = try child.terminate(grace: .seconds(5))
            while server.streams > 0 { _ = cluster.move(for: 1) }
        }
        row("nobody listens", without)
        row("\(Self.listeners) listen", with)
        row("the difference", zip(with, without).map { $0 - $1 })
        print("  \(cluster.bytesEach) bytes a second to each")
    }

    private func curl(_ address: String) throws -> ChildProcess {
        let search = ProcessInput.environment[Array("PATH".utf8)] ?? []
        guard let program = ProgramSearch.find("curl", inPATH: search) else {
            fatalError("there is no curl in PATH: apt-get install curl")
        }
        let words = ["-sN", "--parallel", "--parallel-immediate", "--parallel-max"]
        let places = (0..<Self.listeners).flatMap { _ in ["-o", "/dev/null", address] }
        var request = SpawnRequest(program, words + ["\(Self.listeners)"] + places)
        request.environment = ProcessInput.environment
        return try ChildProcess.spawn(request)
    }

    private func row(_ name: String, _ samples: [Double]) {
        let sorted = samples.sorted()
        let figures = [sorted[0], EncoderResult.median(sorted), sorted[sorted.count - 1]]
        let text = figures.map { Figures.decimal($0, digits: 2) }.joined(separator: "  ")
        print("  " + LatencyBenchmarks.padded(name) + text + " % of a core")
    }
}

/// Whoever asks listens.
private struct Listening: WebHandler {
    let hub: LiveHub

    func answerAtOnce(_ request: WebRequest) -> WebResponse? { answer(request) }

    func answer(_ request: WebRequest) -> WebResponse {
        guard let stream = hub.listen(behind: nil) else { return WebResponse(503) }
        return WebResponse(200, [.init("Content-Type", "text/event-stream")], stream: stream)
    }
}

/// Of two hundred jobs twenty encode on ten nodes, five slices end each second, and a job every
/// five seconds, so that all behind it move up.
private final class MovingCluster {
    let hub: LiveHub
    private let listener: LiveStream
    private let process: ProcessLook
    private let bell = Bell()
    private var status = ClusterStatus(version: "", spool: "")
    private var (seconds, bytes, number) = (0, 0, 200)

    init() throws {
        hub = LiveHub(epoch: "bench") { Double(MonotonicTime.now.nanoseconds) / 1e9 }
        let target = try Directory.symbolicLinkTarget(of: "/proc/self")
        guard let listener = hub.listen(behind: nil), let own = Int32("\(target)") else {
            fatalError("/proc/self is \(target)")
        }
        (self.listener, process) = (listener, ProcessLook(own))
        status.jobs = (1...number).map(MovingCluster.line)
    }

    var bytesEach: Int { bytes / max(1, seconds) }

    /// - Returns: What this process took meanwhile, in per cent of a core.
    func move(for seconds: Int) -> Double {
        let (began, taken) = (MonotonicTime.now, process.processorSeconds ?? 0)
        for _ in 0..<seconds {
            step()
            bell.wait(after: bell.count, upTo: .seconds(1))
        }
        let passed = MeasuredRun.seconds(MonotonicTime.now - began)
        return ((process.processorSeconds ?? 0) - taken) / passed * 100
    }

    private func step() {
        seconds += 1
        if seconds.isMultiple(of: 5) {
            number += 1
            status.jobs.removeFirst()
            status.jobs.append(MovingCluster.line(number))
            for index in status.jobs.indices {
                status.jobs[index].place = index + 1
                status.jobs[index].waitsFor = index < 20 ? nil : "behind \(index) jobs"
            }
        }
        for index in 0..<20 {
            status.jobs[index].state = "encoding"
            status.jobs[index].progress = Double(seconds % 1_000) / 1_000
        }
        status.speed = Double(seconds)
        hub.show(LiveSnapshot(status: status, upSince: "", node: "bench", input: "/input"))
        hub.tell((1...5).map { MovingCluster.event(seconds * 5 + $0) })
        while case .bytes(let chunk) = listener.next() { bytes += chunk.count }
    }

    private static func line(_ number: Int) -> JobLine {
        let path = Path("shows/season \(number % 9)/a film of some length \(number).mkv")
        var line = JobLine(
            id: "\(number)",
            key: "a-film-of-some-length_\(number).0",
            path: path,
            result: path,
            bytes: 4_000_000_000,
            state: "waiting",
            place: number,
            priority: 50
        )
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
