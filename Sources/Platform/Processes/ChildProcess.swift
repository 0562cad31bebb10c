internal import CLinux
private import Synchronization

/// A running child, the leader of its own process group. Any thread may use it.
///
/// Whatever way it ends, nobody of its group is left running: when the leader has ended the rest is
/// killed before the leader is reaped. A process that left the group by setsid(2) is not reached by
/// that, see `Subreaper.endStrays()`.
///
/// Letting go of it kills the group. It does not wait for long: a child that cannot die, because it
/// waits for a dead mount, is reaped by a later start or wait.
public final class ChildProcess: Sendable {
    /// Also the number of its group.
    public let processID: Int32
    /// Readable as soon as the leader has ended; unlike the number it can never mean another
    /// process.
    let handle: Descriptor
    private let state = Mutex(State.running)
    private let pipes: Mutex<ChildPipes>

    private enum State { case running, ended(ChildStatus), lost(Errno) }

    init(processID: Int32, handle: consuming Descriptor, pipes: consuming ChildPipes) {
        self.processID = processID
        self.handle = handle
        self.pipes = Mutex(pipes)
    }

    deinit {
        if case .running = state.withLock({ $0 }) { ChildProcess.end(processID, handle) }
    }

    /// Waits for the leader to end, at most so long; nil when it still runs then.
    public func wait(upTo limit: Duration) throws(SystemError) -> ChildStatus? {
        ChildTable.sweep()
        return try attempting("wait for the process \(processID)") { () throws(Errno) in
            try end(by: Deadline(after: limit))
        }
    }

    /// Sends a signal to the whole group; false when the leader has been waited for already.
    @discardableResult
    public func signal(_ signal: Signal) throws(SystemError) -> Bool {
        try attempting("send \(signal) to the process group \(processID)") { () throws(Errno) in
            // Nobody reaps the leader meanwhile, so the number is the group's.
            try state.withLock { state throws(Errno) in
                guard case .running = state else { return false }
                _ = try systemCall { linux_kill(-processID, signal.rawValue) }
                return true
            }
        }
    }

    /// Stops the whole group where it stands; the processor is free, memory and files are kept.
    public func pause() throws(SystemError) { try signal(.stop) }
    public func resume() throws(SystemError) { try signal(.continue) }

    /// Asks the group to end by SIGTERM, gives the leader so long to do it, and kills what is left.
    ///
    /// Nil when even that did not end it within five seconds: it waits in the kernel, most likely
    /// for a mount that does not answer, and goes when that does.
    public func terminate(grace: Duration) throws(SystemError) -> ChildStatus? {
        try signal(.terminate)
        // A stopped process takes the signal only when it goes on.
        try resume()
        if let status = try wait(upTo: grace) { return status }
        try signal(.kill)
        return try wait(upTo: killedWithin)
    }

    /// Our end of the pipe to its standard input, once; letting go of it is the end of the input.
    /// The child may end before it has read all: `Signals.ignoreBrokenPipes()` makes that an error.
    public func takeInput() -> Descriptor? { pipes.withLock { $0.input.take() } }

    func takePipes() -> ChildPipes {
        pipes.withLock { pipes in
            ChildPipes(input: nil, output: pipes.output.take(), errors: pipes.errors.take())
        }
    }

    private func end(by deadline: Deadline) throws(Errno) -> ChildStatus? {
        if case .running = state.withLock({ $0 }) {
            guard try Readiness.wait(for: [handle.raw], until: deadline)[0] else { return nil }
        }
        let status = try state.withLock { state throws(Errno) in
            switch state {
            case .ended(let status): return ChildStatus?.some(status)
            case .lost(let error): throw error
            case .running: break
            }
            do throws(Errno) {
                guard let status = try ChildTable.reap(processID) else { return nil }
                state = .ended(status)
                return status
            } catch {
                if error == .noChild { state = .lost(error) }
                throw error
            }
        }
        // Not under the lock: a member that cannot die takes time, and others may want to ask.
        if status != nil {
            ChildTable.reapGroup(processID, until: Deadline(after: groupReapedWithin))
        }
        return status
    }

    /// Kills a child that nobody waits for and reaps it, or leaves it to be reaped later.
    static func end(_ child: Int32, _ handle: borrowing Descriptor) {
        kill(child)
        let deadline = Deadline(after: letGoWithin)
        _ = try? Readiness.wait(for: [handle.raw], until: deadline)
        settle(child, by: deadline)
    }

    /// The same for a child that there is no handle of.
    static func abandon(_ child: Int32) {
        kill(child)
        let deadline = Deadline(after: letGoWithin)
        while !ChildTable.isOver(child), !deadline.isOver {
            _ = try? Readiness.wait(for: [], until: Deadline(after: .milliseconds(1)))
        }
        settle(child, by: deadline)
    }

    private static func kill(_ child: Int32) {
        _ = linux_kill(-child, SIGKILL)
        // Before its group is made it is reached by its own number only.
        _ = linux_kill(child, SIGKILL)
    }

    private static func settle(_ child: Int32, by deadline: Deadline) {
        do throws(Errno) {
            if try ChildTable.reap(child) != nil {
                ChildTable.reapGroup(child, until: deadline)
                return
            }
        } catch {
            if error == .noChild { return }
        }
        ChildTable.adopt(child)
    }
}

/// How long a killed child may take to be gone. Death is a matter of milliseconds, but freeing many
/// gigabytes of a large encoder is not.
private let killedWithin = Duration.seconds(5)
/// How long the rest of a killed group may take.
private let groupReapedWithin = Duration.seconds(2)
/// How long letting go of a child may block.
private let letGoWithin = Duration.milliseconds(200)

/// Our ends of the pipes to a child.
struct ChildPipes: ~Copyable, Sendable {
    var input: Descriptor?
    var output: Descriptor?
    var errors: Descriptor?
}
