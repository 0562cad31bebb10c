import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("How a node says that it is well")
struct NodeHealthFileTests {
    private func health(pid: Int32, isReady: Bool = true, reason: String? = nil) -> NodeHealth {
        NodeHealth(pid: pid, beat: 7, time: .now, isReady: isReady, reason: reason)
    }

    @Test("What a living process wrote just now is read back, and replaced by what comes next")
    func live() throws {
        let scratch = try Scratch()
        let first = health(pid: 1)
        try NodeHealthFile.write(first, in: scratch.path)
        #expect(try NodeHealthFile.look(in: scratch.path) == .live(first))
        let second = health(pid: 1, isReady: false, reason: "the volume is away")
        try NodeHealthFile.write(second, in: scratch.path)
        #expect(try NodeHealthFile.look(in: scratch.path) == .live(second))
        #expect(try Directory.entries(of: scratch.path).map(\.name) == [NodeHealthFile.name])
    }

    @Test("A process that is gone, an old file, a wrong one and none are no signs of life")
    func dead() throws {
        let scratch = try Scratch()
        let path = scratch.path / NodeHealthFile.name
        let none = try NodeHealthFile.look(in: scratch.path)
        #expect(
            none == .dead("there is no \(path): no node runs with this state directory")
        )
        // No process has such a number: the kernel's largest is 4,194,304.
        try NodeHealthFile.write(health(pid: 2_000_000_000), in: scratch.path)
        let gone = try NodeHealthFile.look(in: scratch.path)
        #expect(gone == .dead("the process 2000000000 that wrote \(path) is gone"))
        try NodeHealthFile.write(health(pid: 1), in: scratch.path)
        let later = WallTime(seconds: WallTime.now.seconds + 1_000)
        guard case .dead(let reason) = try NodeHealthFile.look(in: scratch.path, now: later) else {
            Issue.record("it is alive")
            return
        }
        #expect(reason.hasPrefix("the node with process 1 wrote \(path) 1"))
        try NodeHealthFile.remove(in: scratch.path)
        try NodeHealthFile.remove(in: scratch.path)
        try scratch.file(NodeHealthFile.name, "{}")
        let wrong = try NodeHealthFile.look(in: scratch.path)
        #expect(wrong == .dead("\(path) is not what a node writes"))
    }

    @Test("A process that was killed and that nobody has asked after is gone all the same")
    func zombie() throws {
        let child = try ChildProcess.spawn(SpawnRequest("/bin/sleep", ["600"]))
        #expect(NodeHealthFile.isThere(child.processID))
        _ = try child.signal(.kill)
        let deadline = Deadline(after: .seconds(60))
        while NodeHealthFile.isThere(child.processID), !deadline.isOver {
            _ = StopSign().wait(upTo: .milliseconds(5))
        }
        #expect(!NodeHealthFile.isThere(child.processID))
        // Still in the table: it has not been waited for.
        let entry = try Directory.status(of: Path("/proc/\(child.processID)"))
        #expect(entry.kind == .directory)
        _ = try child.wait(upTo: .seconds(60))
    }
}
