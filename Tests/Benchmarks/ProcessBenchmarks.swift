import Model
import Platform

struct ProcessBenchmarks {
    let place: Path

    func run() throws {
        try Report.perOperation("start and reap /bin/true", 100) {
            for _ in 0..<100 { try runToEnd(SpawnRequest("/bin/true", [String]())) }
        }
        // The program of the same build lies beside this one.
        let program = try Directory.symbolicLinkTarget(of: "/proc/self/exe").parent / "reelmill"
        try Report.perOperation("reelmill version, from start to end", 10) {
            for _ in 0..<10 { try runToEnd(SpawnRequest(program, ["version"])) }
        }
    }

    private func runToEnd(_ request: SpawnRequest) throws {
        let child = try ChildProcess.spawn(request)
        guard let status = try child.wait(upTo: .seconds(60)), status.isSuccess else {
            fatalError("\(request.program) did not end well within a minute")
        }
    }
}
