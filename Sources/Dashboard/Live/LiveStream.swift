public import Model
private import Synchronization

/// What one listener has yet to be sent.
public final class LiveStream: WebStream {
    private struct State {
        var waiting: [[UInt8]] = []
        /// Where the next one lies in the list.
        var start = 0
        /// Of what waits behind the first one: that may be a whole state.
        var backlog = 0
        var isOver = false
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let backlogMax: Int
    private let leave: @Sendable (LiveStream) -> Void

    init(backlogMax: Int, leave: @escaping @Sendable (LiveStream) -> Void) {
        (self.backlogMax, self.leave) = (backlogMax, leave)
    }

    public func onMore(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wake = wake }
    }

    public func next() -> WebStreamStep {
        state.withLock { state in
            if state.isOver { return .end }
            guard state.start < state.waiting.count else { return .wait }
            let bytes = state.waiting[state.start]
            // Whoever is always one behind must not keep all that he was ever sent.
            state.waiting[state.start] = []
            state.start += 1
            if state.start == state.waiting.count {
                state.waiting.removeAll(keepingCapacity: true)
                (state.start, state.backlog) = (0, 0)
            } else {
                state.backlog -= state.waiting[state.start].count
                if state.start > LiveStream.takenMax {
                    state.waiting.removeFirst(state.start)
                    state.start = 0
                }
            }
            return .bytes(bytes)
        }
    }

    public func close() {
        _ = end()
        state.withLock { $0.wake = nil }
        leave(self)
    }

    /// - Returns: Whom to wake; to be called when no lock is held.
    func add(_ bytes: [UInt8]) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.isOver else { return nil }
            let isFirst = state.start == state.waiting.count
            state.waiting.append(bytes)
            if !isFirst { state.backlog += bytes.count }
            // Who is as slow as that is better off with a new state.
            if state.backlog > backlogMax { LiveStream.end(&state) }
            return isFirst || state.isOver ? state.wake : nil
        }
    }

    /// - Returns: Whom to wake.
    func end() -> (@Sendable () -> Void)? {
        state.withLock { state in
            LiveStream.end(&state)
            return state.wake
        }
    }

    private static let takenMax = 64

    private static func end(_ state: inout State) {
        (state.isOver, state.waiting, state.start, state.backlog) = (true, [], 0, 0)
    }
}
