import Model
import Platform

/// Ignores and blocks signals, and has a child say which it finds ignored, blocked or caught.
enum CleanSignalsProbe {
    static func run() throws {
        try Signals.ignoreBrokenPipes()
        let inbox = try SignalInbox(for: [.terminate, .user1])
        try say("parent:")
        try show()
        try say("child:")
        var request = SpawnRequest("/bin/cat", ["/proc/self/status"])
        request.output = .inherited
        guard try ChildProcess.spawn(request).wait(upTo: .seconds(30))?.isSuccess == true else {
            fatalError("cat failed")
        }
        _ = try inbox.next(until: Deadline(after: .zero))
    }

    /// What this process itself ignores and blocks, to prove that there is something to inherit.
    private static func show() throws {
        let status = try OpenFile("/proc/self/status", for: .read).readAll(limit: 65_536)
        for line in String(decoding: status, as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("SigBlk") || line.hasPrefix("SigIgn") {
            try say("\(line)")
        }
    }
}

/// Says which signals arrive, until it is interrupted.
enum SignalInboxProbe {
    static func run() throws {
        let inbox = try SignalInbox(for: [.terminate, .interrupt, .hangUp])
        // Another thread, to which the kernel could give the signal if it did not block it, too.
        let pipe = try ChildProcess.spawn(waitingForInput)
        let other = try NamedThread("idle") { () throws(SystemError) in
            _ = try pipe.wait(upTo: .seconds(60))
        }
        try say("ready")
        while true {
            let event = try inbox.next(until: Deadline(after: .seconds(60)))
            try say("\(event)")
            if case .signal(.interrupt, _) = event { break }
            if event == .timedOut { break }
        }
        try pipe.signal(.kill)
        try other.join()
    }

    private static var waitingForInput: SpawnRequest {
        var request = SpawnRequest("/bin/cat")
        request.input = .pipe
        return request
    }
}

/// Starts a child that is to die with this process, says its number and waits to be killed.
enum ParentDeathProbe {
    static func run() throws {
        var request = SpawnRequest("/bin/sleep", ["1000"])
        request.parentDeathSignal = .kill
        let child = try ChildProcess.spawn(request)
        try say("\(child.processID)")
        _ = try child.wait(upTo: .seconds(600))
    }
}
