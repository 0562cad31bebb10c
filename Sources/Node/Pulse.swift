internal import Platform
private import Synchronization

/// How long something has been going on, for those who wait for it.
final class Pulse: Sendable {
    private let began = Mutex<MonotonicTime?>(nil)

    /// Also anew.
    func begin() { began.withLock { $0 = .now } }
    func end() { began.withLock { $0 = nil } }

    var time: Duration { began.withLock { began in began.map { .now - $0 } ?? .zero } }
}
