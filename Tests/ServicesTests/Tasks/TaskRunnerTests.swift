import Model
import Platform
import Synchronization
import Testing

@testable import Services

/// Programs of a few lines stand for children that went wrong.
@Suite("The runner of tasks")
struct TaskRunnerTests {
    private let order = TaskOrder.audio(
        AudioOrder(source: "/film.mkv", recipe: EncodeRecipe(container: "mp4"), part: "/part.nut")
    )

    private func outcome(
        of script: String,
        stallLimit: Duration = .seconds(60),
        event: (TaskEvent) -> Void = { _ in }
    ) throws -> Result<TaskEvent, MediaFailure> {
        try Signals.ignoreBrokenPipes()
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = ["-c", script]
        runner.stallLimit = stallLimit
        return Result { () throws(MediaFailure) in
            try runner.run(order, cancellation: Cancellation(), event: event)
        }
    }

    private func failure(
        of script: String,
        stallLimit: Duration = .seconds(60),
        event: (TaskEvent) -> Void = { _ in }
    ) throws -> MediaFailure? {
        switch try outcome(of: script, stallLimit: stallLimit, event: event) {
        case .success: return nil
        case .failure(let failure): return failure
        }
    }

    /// A word for a shell that prints an event.
    private func said(_ event: TaskEvent) throws -> String {
        let line = String(decoding: try TaskLines.line(event), as: UTF8.self)
        return "printf '%s' '\(line)'"
    }

    private func progress(elapsed: Int64) -> TaskEvent {
        .progress(
            TaskProgress(
                stage: .encoding,
                frames: 3,
                framesTotal: 9,
                outputMilliseconds: 120,
                bytes: 4_000,
                elapsedMilliseconds: elapsed
            )
        )
    }

    private let report = TaskEvent.sound(SoundReport(path: "/part.nut", bytes: 1, tracks: []))

    @Test("A child that stands still is ended, and what it said last is told")
    func stall() throws {
        let script = """
            read -r order
            \(try said(progress(elapsed: 7)))
            echo 'waiting for a thread' >&2
            exec sleep 1000
            """
        var events: [TaskEvent] = []
        let failure = try failure(of: script, stallLimit: .milliseconds(500)) { events.append($0) }
        #expect(events == [progress(elapsed: 7)])
        #expect(
            failure
                == MediaFailure(
                    .hung,
                    "encode the sound",
                    nil,
                    "the child made no progress for 0.5 seconds and was ended: "
                        + "waiting for a thread"
                )
        )
        #expect(failure?.isTransient == true)
    }

    /// As proc(5) has it: `T` is stopped.
    private func state(of process: Int32?) -> UInt8? {
        guard let process, let file = try? OpenFile(Path("/proc/\(process)/stat"), for: .read),
            let line = try? file.readAll(limit: 4_096),
            let end = line.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        return line[(end + 1)...].first { $0 != UInt8(ascii: " ") }
    }

    private func wait(upTo limit: Duration, _ isSo: () -> Bool) -> Bool {
        let (deadline, bell) = (Deadline(after: limit), Bell())
        while !deadline.isOver {
            if isSo() { return true }
            bell.wait(after: bell.count, upTo: .milliseconds(20))
        }
        return false
    }

    @Test("A child that is frozen stands still for longer than others may, and goes on then")
    func frozen() throws {
        try Signals.ignoreBrokenPipes()
        let steps = try (Int64(1)...5).map { "sleep 0.05\n\(try said(progress(elapsed: $0)))" }
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = [
            "-c", "read -r order\n\(steps.joined(separator: "\n"))\n\(try said(report))",
        ]
        runner.stallLimit = .seconds(2)
        let (order, cancellation, shared) = (order, Cancellation(), FrozenChild())
        runner.onStart = { _, child in shared.start(child.processID) }
        let run = runner
        let thread = try NamedThread("frozen") { () throws(MediaFailure) in
            defer { shared.end() }
            return try run.run(order, cancellation: cancellation) { _ in
                // With the first word that it says.
                _ = cancellation.freeze(true)
            }
        }
        // A shell that was about to start a program waits for it, which is stopped in its place.
        let stopped = [UInt8(ascii: "T"), UInt8(ascii: "D")]
        #expect(wait(upTo: .seconds(60)) { state(of: shared.pid).map(stopped.contains) ?? false })
        #expect(!wait(upTo: .seconds(4)) { shared.hasEnded })
        #expect(cancellation.isFrozen)
        cancellation.freeze(false)
        // What it says next freezes it again.
        let hasEnded = wait(upTo: .seconds(60)) {
            cancellation.freeze(false)
            return shared.hasEnded
        }
        #expect(hasEnded)
        let last = try thread.join()
        #expect(last == report)
    }

    @Test("A child that only counts the seconds stands still")
    func idleProgress() throws {
        let (one, other) = (try said(progress(elapsed: 1)), try said(progress(elapsed: 2)))
        let script = "while :; do \(one); sleep 0.02; \(other); sleep 0.02; done"
        let failure = try failure(of: script, stallLimit: .milliseconds(500))
        #expect(failure?.cause.hasPrefix("the child made no progress for") == true)
    }

    @Test("A crash is told by its signal, with what the child wrote before")
    func crash() throws {
        let failure = try failure(of: "echo 'the end is near' >&2; kill -SEGV $$")
        #expect(
            failure
                == MediaFailure(
                    .died,
                    "encode the sound",
                    nil,
                    "the child was killed by SIGSEGV: the end is near"
                )
        )
    }

    @Test("A child that was killed from outside says nothing of what it was doing")
    func killed() throws {
        let failure = try failure(of: "kill -KILL $$")
        #expect(failure?.kind == .killed)
        #expect(failure?.cause == "the child was killed by SIGKILL")
        #expect(failure?.isTransient == true)
    }

    @Test("What is no event is passed over")
    func garbage() throws {
        let script = """
            read -r order
            echo 'x265 [info]: a library that prints where it should not'
            echo '{"progress":17}'; echo '{}'; echo; echo '}{'
            head -c 300000 /dev/urandom
            echo
            \(try said(report))
            """
        #expect(try outcome(of: script) == .success(report))
    }

    @Test("A child that says nothing of use has failed, whatever its exit code is")
    func silence() throws {
        let cause = "the child exited with code 0"
        #expect(
            try failure(of: "head -c 300000 /dev/urandom")
                == MediaFailure(.died, "encode the sound", nil, cause)
        )
        #expect(
            try failure(of: "exit 3")?.cause == "the child exited with code 3"
        )
    }

    @Test("A report does not count when the child ends badly behind it")
    func badEnd() throws {
        let failure = try failure(of: "\(try said(report)); exit 1")
        #expect(failure?.kind == .died)
        #expect(failure?.cause == "the child exited with code 1")
    }

    @Test("A failure that the child names is the failure")
    func named() throws {
        let named = MediaFailure(.damaged, "decode slice 3", "/film.mkv", "broken at 1.2 s")
        #expect(try failure(of: "\(try said(.failed(named))); exit 1") == named)
    }

    @Test("A child that is cancelled is ended soon")
    func cancelled() throws {
        try Signals.ignoreBrokenPipes()
        let cancellation = Cancellation()
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = ["-c", "exec sleep 1000"]
        runner.onStart = { _, _ in cancellation.set() }
        let outcome = Result { () throws(MediaFailure) in
            try runner.run(order, cancellation: cancellation) { _ in }
        }
        let cause = "it was cancelled"
        #expect(outcome == .failure(MediaFailure(.died, "encode the sound", nil, cause)))
    }

    @Test("A program that is not there is told")
    func missingProgram() throws {
        let runner = TaskRunner(program: "/nowhere/reelmill")
        let outcome = Result { () throws(MediaFailure) in
            try runner.run(order, cancellation: Cancellation()) { _ in }
        }
        guard case .failure(let failure) = outcome else {
            Issue.record("it ran")
            return
        }
        #expect(failure.kind == .resources)
        #expect(failure.cause.contains("/nowhere/reelmill"))
    }
}

/// What the thread that runs a child says of it.
private final class FrozenChild: Sendable {
    private let content = Mutex((process: Int32?.none, hasEnded: false))

    var pid: Int32? { content.withLock { $0.process } }
    var hasEnded: Bool { content.withLock { $0.hasEnded } }
    func start(_ process: Int32) { content.withLock { $0.process = process } }
    func end() { content.withLock { $0.hasEnded = true } }
}
