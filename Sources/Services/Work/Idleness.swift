internal import Platform
private import Synchronization

/// Since when a worker has had nothing, and found nothing that it could take.
final class Idleness: Sendable {
    private struct State {
        var since: MonotonicTime?
        /// Whether it looked at every job at the end of that time: with thousands open a look is
        /// at some of them.
        var isSure = false
    }

    /// Nil is that nobody asks.
    private let limit: Duration?
    private let state = Mutex(State())

    init(_ limit: Duration?) { self.limit = limit }

    func end() { state.withLock { $0 = State() } }

    /// Another look found nothing.
    func goOn(at now: MonotonicTime, sawAll: Bool) {
        guard let limit else { return }
        state.withLock { state in
            let since = state.since ?? now
            state.since = since
            state.isSure = state.isSure || sawAll && now - since >= limit
        }
    }

    /// Whether the next look is to be at every job.
    func wantsAll(at now: MonotonicTime) -> Bool {
        guard let limit else { return false }
        return state.withLock { state in
            guard !state.isSure, let since = state.since else { return false }
            return now - since >= limit
        }
    }

    var isOver: Bool { state.withLock(\.isSure) }
}
