import CommandLine
import Model
import Platform
import Services
import TestKit
import Testing

@Suite("What health says")
struct HealthTests {
    private func write(isReady: Bool, _ reason: String?, in state: Path) throws {
        // There always is a process of this number.
        let health = NodeHealth(pid: 1, beat: 3, time: .now, isReady: isReady, reason: reason)
        try NodeHealthFile.write(health, in: state)
    }

    @Test("A live node that is ready is both")
    func ready() throws {
        let scratch = try Scratch()
        try write(isReady: true, nil, in: scratch.path)
        for flag in ["", " --live", " --ready"] {
            let run = Run("health --state \(scratch.path)\(flag)")
            #expect(run.code == .done)
            #expect(run.output == "live and ready\n")
        }
    }

    @Test("A node that waits for its volume is live and not ready")
    func live() throws {
        let scratch = try Scratch()
        try write(isReady: false, "the volume is away\u{1b}[2J", in: scratch.path)
        let live = Run("health --live --state \(scratch.path)")
        #expect(live.code == .done)
        #expect(live.output == "live, but not ready: the volume is away\\x1b[2J\n")
        #expect(Run("health --ready --state \(scratch.path)").code == .failed)
        let json = Run("health --ready --json --state \(scratch.path)")
        #expect(json.code == .failed)
        #expect(json.output.contains(#""isLive":true,"isReady":false"#))
        #expect(json.output.contains(#""schema":"reelmill.health/1""#))
    }

    @Test("Where no node runs it says so, and fails")
    func none() throws {
        let scratch = try Scratch()
        let run = Run("health --state \(scratch.path)")
        #expect(run.code == .failed)
        #expect(
            run.output
                == "not live: there is no \(scratch.path)/health: no node runs with this state "
                + "directory\n"
        )
        #expect(Run("health --quiet --state \(scratch.path)").output == "")
    }
}
