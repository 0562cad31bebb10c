import Model
import Platform
import TestKit
import Testing

@Suite("Ending a child", .timeLimit(.minutes(3)))
struct EndingTests {
    /// Each line counts what is left right after the child was ended: processes of its group,
    /// children of the probe (zombies among them) and open descriptors.
    @Test("Whatever a child does, its whole group is gone at once, without zombies and descriptors")
    func groups() throws {
        let nothing = "left: group 0, children 0, fds 0"
        #expect(
            try ProbeProgram.lines(of: ProbeProgram.request("groups")) == [
                "ends when asked: was killed by SIGTERM; \(nothing)",
                "ends well when asked: exited with code 4; \(nothing)",
                "ignores SIGTERM: was killed by SIGKILL; \(nothing)",
                "grandchildren: was killed by SIGTERM; \(nothing)",
                "grandchildren ignore SIGTERM: was killed by SIGTERM; \(nothing)",
                "double-forked: was killed by SIGTERM; \(nothing)",
                "fills its pipe: was killed by SIGKILL; \(nothing)",
                "children of its children fill the pipe: was killed by SIGKILL; \(nothing)",
                "stopped: was killed by SIGTERM; \(nothing)",
                "stopped, ignores SIGTERM: was killed by SIGKILL; \(nothing)",
                "stopped, killed: was killed by SIGKILL; \(nothing)",
                "stopped and resumed: exited with code 7; \(nothing)",
                "leaves a process behind: exited with code 3; \(nothing)",
                "let go of: let go; \(nothing)",
                "leaves its group: was killed by SIGTERM, strays 1; \(nothing)",
            ]
        )
    }

    @Test("A thousand children of all kinds leave no zombie and no descriptor")
    func thousand() throws {
        let lines = try ProbeProgram.lines(of: ProbeProgram.request("spawn-many"))
        #expect(lines.first == "left: children 0, fds 0")
    }

    @Test("Waiting ends at its limit when the child does not")
    func waitLimit() throws {
        let child = try ChildProcess.spawn(.shell("sleep 1000"))
        #expect(try child.wait(upTo: .milliseconds(20)) == nil)
        #expect(try child.wait(upTo: .zero) == nil)
        let status = try child.terminate(grace: .seconds(30))
        #expect(status?.outcome == .killed(by: .terminate, dumpedCore: false))
        #expect(try child.wait(upTo: .zero) == status)
        #expect(try child.terminate(grace: .zero) == status)
    }

    @Test("A signal to a child that has been waited for reaches nobody")
    func signalAfterwards() throws {
        let child = try ChildProcess.spawn(SpawnRequest("/bin/true"))
        #expect(try child.wait(upTo: .seconds(60))?.isSuccess == true)
        #expect(try child.signal(.terminate) == false)
    }

    @Test("Several threads wait for one child, and all are told the same")
    func manyWaiters() throws {
        let child = try ChildProcess.spawn(.shell("sleep 0.1; exit 9"))
        try onThreads(6) {
            let status = try child.wait(upTo: .seconds(60))
            #expect(status?.outcome == .exited(code: 9))
        }
    }

    @Test("An interrupted wait goes on")
    func interrupted() throws {
        let child = try ChildProcess.spawn(.shell("sleep 0.05; exit 5"))
        try Faults.with(
            .fails("poll", .interrupted, times: 4),
            .fails("waitid", .interrupted, times: 3),
            .fails("wait4", .interrupted, times: 2)
        ) { () throws in
            #expect(try child.wait(upTo: .seconds(60))?.outcome == .exited(code: 5))
            #expect(Faults.met == 9)
        }
    }

    @Test("An interrupted start goes on")
    func interruptedStart() throws {
        try Faults.with(
            .fails("pipe2", .interrupted),
            .fails("fork", .interrupted),
            .fails("pidfd_open", .interrupted),
            .fails("poll", .interrupted),
            .fails("read", .interrupted)
        ) { () throws in
            let child = try ChildProcess.spawn(SpawnRequest("/bin/true"))
            #expect(Faults.met == 5)
            #expect(try child.wait(upTo: .seconds(60))?.isSuccess == true)
        }
    }

    @Test("A child that somebody else reaped is an error, and not waited for for ever")
    func lost() throws {
        let child = try ChildProcess.spawn(SpawnRequest("/bin/true"))
        let expected = SystemError("wait for the process \(child.processID)", nil, .noChild)
        Faults.with(.fails("waitid", .noChild)) { () -> Void in
            #expect(throws: expected) { try child.wait(upTo: .seconds(60)) }
        }
        #expect(throws: expected) { try child.wait(upTo: .seconds(60)) }
    }

    @Test("How a child ended is known to a process that was started with SIGCHLD ignored")
    func ignoredChildSignal() throws {
        var request = try ProbeProgram.request("spawn-starved")
        request.arguments.insert(
            contentsOf: [Array("--ignore-signal=CHLD".utf8), request.program.bytes],
            at: 0
        )
        request.program = "/usr/bin/env"
        #expect(
            try ProbeProgram.lines(of: request) == ["exited with code 0; left: children 0, fds 0"]
        )
    }

    @Test("A child with a parent death signal dies with its parent")
    func parentDeath() throws {
        let parent = try ChildProcess.spawn(ProbeProgram.request("parent-death"))
        var output = ChildOutput(of: parent)
        let line = try output.nextLine(until: Deadline(after: .seconds(60)))
        guard case .line(.whole(let digits)) = line else {
            Issue.record("no number: \(line)")
            return
        }
        let status = Path("/proc/\(String(decoding: digits, as: UTF8.self))/status")
        #expect(try isAlive(status))
        // Only the parent: its child has a group of its own.
        _ = try parent.terminate(grace: .zero)
        let deadline = Deadline(after: .seconds(60))
        while try isAlive(status) { try #require(!deadline.isOver, "it lives on") }
    }

    @Test("The parent death signal comes when the thread that started the child ends")
    func threadDeath() throws {
        let child = try NamedThread("parent") {
            var request = SpawnRequest.shell("sleep 1000")
            request.parentDeathSignal = .user1
            return try ChildProcess.spawn(request)
        }.join()
        let status = try child.wait(upTo: .seconds(60))
        #expect(status?.outcome == .killed(by: .user1, dumpedCore: false))
    }

    /// False for a zombie that process 1 has not reaped yet.
    private func isAlive(_ status: Path) throws -> Bool {
        guard
            let file = try? OpenFile(status, for: .read),
            let content = try? file.readAll(limit: 65_536)
        else { return false }
        return !String(decoding: content, as: UTF8.self).contains("State:\tZ")
    }
}
