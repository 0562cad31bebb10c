import Model
import Platform

/// Ends children of many kinds and says how each ended and what is left of it.
enum GroupsProbe {
    static func run() throws {
        try Subreaper.enable()
        for (name, script) in terminated {
            try report(name, script) { child in
                outcome(try child.terminate(grace: .milliseconds(300)))
            }
        }
        try report("stopped", "echo ready; exec sleep 1000") { child in
            try child.pause()
            try awaitState("T", of: child)
            return outcome(try child.terminate(grace: .seconds(10)))
        }
        try report("stopped, ignores SIGTERM", "\(ignoring) echo ready; exec sleep 1000") { child in
            try child.pause()
            try awaitState("T", of: child)
            return outcome(try child.terminate(grace: .milliseconds(300)))
        }
        try report("stopped, killed", "echo ready; exec sleep 1000") { child in
            try child.pause()
            try awaitState("T", of: child)
            try child.signal(.kill)
            return outcome(try child.wait(upTo: .seconds(10)))
        }
        try report("stopped and resumed", "echo ready; read line; exit 7") { child in
            try child.pause()
            try awaitState("T", of: child)
            try child.resume()
            _ = child.takeInput()
            return outcome(try child.wait(upTo: .seconds(10)))
        }
        try report("leaves a process behind", "sleep 1000 & echo ready; exit 3") { child in
            outcome(try child.wait(upTo: .seconds(10)))
        }
        try report("let go of", "\(ignoring) echo ready; sleep 1000; sleep 1000") { _ in "let go" }
        try report("leaves its group", "setsid sh -c 'echo ready; exec sleep 1000' & wait") {
            let ended = outcome(try $0.terminate(grace: .seconds(10)))
            return "\(ended), strays \(Subreaper.endStrays())"
        }
    }

    private static let ignoring = "trap '' TERM;"

    private static let terminated = [
        ("ends when asked", "echo ready; exec sleep 1000"),
        ("ends well when asked", "trap 'exit 4' TERM; echo ready; while :; do sleep 0.01; done"),
        ("ignores SIGTERM", "\(ignoring) echo ready; while :; do sleep 1; done"),
        ("grandchildren", "sleep 1000 & sleep 1000 & echo ready; wait"),
        ("grandchildren ignore SIGTERM", "(\(ignoring) echo ready; sleep 1000; sleep 1000) & wait"),
        (
            "double-forked", "( (\(ignoring) echo ready; exec sleep 1000) & ); exec sleep 1000"
        ),
        ("fills its pipe", "\(ignoring) echo ready; exec yes"),
        ("children of its children fill the pipe", "\(ignoring) echo ready; yes | cat & yes"),
    ]

    private static func report(
        _ name: String,
        _ script: String,
        _ end: (ChildProcess) throws -> String
    ) throws {
        let descriptors = try Census.openDescriptors()
        let (group, ended) = try endOne(script, end)
        let members = try Census.members(ofGroup: group)
        let children = try Census.children()
        let leaked = try Census.openDescriptors() - descriptors
        print("\(name): \(ended); left: group \(members), children \(children), fds \(leaked)")
    }

    /// Waits for the word `ready`, so that the child is what it is to be when it is ended.
    private static func endOne(
        _ script: String,
        _ end: (ChildProcess) throws -> String
    ) throws -> (group: Int32, outcome: String) {
        var request = SpawnRequest("/bin/sh", ["-c", script])
        request.environment = ProcessInput.environment
        request.input = .pipe
        request.output = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        let line = try output.nextLine(until: Deadline(after: .seconds(30)))
        guard line == .line(.whole(Array("ready".utf8))) else { fatalError("not ready: \(line)") }
        return (child.processID, try end(child))
    }

    private static func awaitState(_ state: String, of child: ChildProcess) throws {
        let deadline = Deadline(after: .seconds(30))
        while try Census.state(of: child.processID) != state {
            if deadline.isOver { fatalError("not in state \(state)") }
        }
    }

    private static func outcome(_ status: ChildStatus?) -> String {
        status.map(\.description) ?? "still runs"
    }
}
