internal import CLinux
private import Synchronization

/// A thread of its own for work that blocks. Swift's shared pool has one thread per core, and
/// blocking calls on it stop everything else: two tasks in sleep(3) on two cores held a third back
/// for as long as they slept.
///
/// Letting go of it without `join()` lets the thread run on by itself.
public struct NamedThread<Success: Sendable, Failure: Error>: ~Copyable, Sendable {
    private var number: UInt64?
    private let outcome: ThreadOutcome<Success, Failure>

    /// - Parameters:
    ///   - name: For `ps -L` and debuggers; the kernel keeps 15 bytes.
    ///   - stackBytes: Reserved, not used, until the work touches it; rounded up to 64 KiB.
    public init(
        _ name: String,
        stackBytes: Int = 1 << 20,
        _ body: @escaping @Sendable () throws(Failure) -> Success
    ) throws(SystemError) {
        let outcome = ThreadOutcome<Success, Failure>()
        let number = try startThread(name, stackBytes) {
            outcome.set(Result { () throws(Failure) in try body() })
        }
        self.init(number: number, outcome: outcome)
    }

    private init(number: UInt64, outcome: ThreadOutcome<Success, Failure>) {
        self.number = number
        self.outcome = outcome
    }

    deinit {
        if let number { _ = linux_thread_detach(number) }
    }

    /// Waits for the end and gives what the body returned or threw. It blocks: never call it in a
    /// task.
    public consuming func join() throws(Failure) -> Success {
        if let number {
            precondition(linux_thread_join(number) == 0, "our bug: a thread joined twice")
        }
        number = nil
        guard let result = outcome.take() else { preconditionFailure("a thread ended unfinished") }
        return try result.get()
    }
}

/// Where a thread leaves its result for the one who joins it.
private final class ThreadOutcome<Success: Sendable, Failure: Error>: Sendable {
    private let result = Mutex<Result<Success, Failure>?>(nil)

    func set(_ outcome: Result<Success, Failure>) { result.withLock { $0 = outcome } }
    func take() -> Result<Success, Failure>? { result.withLock { $0 } }
}

/// Starts a thread and gives its number, to be joined or detached once.
func startThread(
    _ name: String,
    _ stackBytes: Int,
    _ body: @escaping @Sendable () -> Void
) throws(SystemError) -> UInt64 {
    let context = Unmanaged.passRetained(ThreadBody(name: name, run: body))
    var number: UInt64 = 0
    do throws(Errno) {
        let stack = max(stackBytes, 65_536)
        _ = try systemCall { linux_thread_start(&number, stack, runThread, context.toOpaque()) }
    } catch {
        context.release()
        throw SystemError("start the thread \(name)", nil, error)
    }
    return number
}

private final class ThreadBody: Sendable {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
        self.name = name
        self.run = run
    }
}

/// Where the new thread begins; a function of the file, since C must not call an isolated closure.
private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let body = Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue()
    linux_thread_name(body.name)
    body.run()
    return nil
}
