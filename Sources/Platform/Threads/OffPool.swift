internal import CLinux

/// Runs work that blocks on a thread of its own and resumes the caller with what it returns or
/// throws.
///
/// Everything that touches a file, waits for a child or computes for long goes through here (or has
/// a `NamedThread`): Swift's shared pool has one thread per core, so a hung mount would stop all of
/// it. The work is not cut short when the task is cancelled; a blocked system call cannot be.
///
/// The thread ends with the work. A child started in it with a `parentDeathSignal` would be killed
/// then.
public func offPool<Success: Sendable, Failure: Error>(
    _ name: String = "off-pool",
    stackBytes: Int = 1 << 20,
    _ body: @escaping @Sendable () throws(Failure) -> Success
) async throws(Failure) -> Success {
    // The limit of threads is reached for moments when many begin at once; waiting is
    // back-pressure. A process that cannot start a thread for a minute can do nothing of use any
    // more.
    for attempt in 0..<threadAttemptsMax {
        if let result = await onNewThread(name, stackBytes, body) { return try result.get() }
        await pause(milliseconds: attempt < 7 ? 10 << attempt : 1_000)
    }
    preconditionFailure(
        "no thread could be started for a minute: see `ulimit -u` and pids.max of the cgroup"
    )
}

/// Waits 10, 20, 40 … 1000 ms between them: a minute in all.
private let threadAttemptsMax = 66

/// Nil when no thread could be started.
private func onNewThread<Success: Sendable, Failure: Error>(
    _ name: String,
    _ stackBytes: Int,
    _ body: @escaping @Sendable () throws(Failure) -> Success
) async -> Result<Success, Failure>? {
    await withCheckedContinuation { continuation in
        do throws(SystemError) {
            let number = try startThread(name, stackBytes) {
                continuation.resume(returning: Result { () throws(Failure) in try body() })
            }
            _ = linux_thread_detach(number)
        } catch {
            continuation.resume(returning: nil)
        }
    }
}

/// A pause that cancellation does not shorten: a cancelled task would otherwise use up all its
/// attempts at once.
private func pause(milliseconds: Int) async {
    await Task.detached { try? await Task.sleep(for: .milliseconds(milliseconds)) }.value
}
