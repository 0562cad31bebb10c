private import Synchronization

/// A few threads for work that may block, with a bounded number of places to wait in: what comes
/// faster than it can be done is refused, not heaped up.
///
/// Letting go of it ends the threads as `end` does, without waiting.
public final class WorkCrew: Sendable {
    public typealias Work = @Sendable () -> Void

    private let yard: WorkYard

    /// - Parameter places: For work that waits for a thread.
    public init(_ name: String, threads: Int, places: Int) throws(SystemError) {
        let yard = WorkYard(threads: threads, places: places)
        self.yard = yard
        for number in 1...threads {
            do throws(SystemError) {
                _ = try NamedThread("\(name) \(number)") { yard.work() }
            } catch {
                yard.end()
                throw error
            }
        }
    }

    deinit { yard.end() }

    /// - Returns: False when there is no place, or it has ended.
    public func take(_ work: @escaping Work) -> Bool { yard.take(work) }

    /// Forgets what waits, and waits so long for what runs: work that hangs is left behind.
    ///
    /// - Returns: Whether nothing runs any more.
    @discardableResult
    public func end(within limit: Duration) -> Bool {
        yard.end()
        return yard.wait(upTo: limit)
    }
}

/// What the threads share; apart, so that the crew can be let go of while they run.
private final class WorkYard: Sendable {
    private struct State {
        var waiting: [WorkCrew.Work] = []
        var idle: Int
        var threads: Int
        var isEnding = false
    }

    private let state: Mutex<State>
    private let places: Int
    private let bell = Bell()

    init(threads: Int, places: Int) {
        state = Mutex(State(idle: threads, threads: threads))
        self.places = places
    }

    func take(_ work: @escaping WorkCrew.Work) -> Bool {
        let isTaken = state.withLock { state in
            // Work that an idle thread is about to take needs no place.
            guard !state.isEnding, state.waiting.count < places + state.idle else { return false }
            state.waiting.append(work)
            return true
        }
        if isTaken { bell.ring() }
        return isTaken
    }

    func work() {
        while true {
            let count = bell.count
            let (next, isEnding) = state.withLock { state in
                let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
                if next != nil { state.idle -= 1 }
                return (next, state.isEnding)
            }
            if let next {
                next()
                state.withLock { $0.idle += 1 }
            } else if isEnding {
                break
            } else {
                bell.wait(after: count, upTo: .seconds(3600))
            }
        }
        state.withLock { $0.threads -= 1 }
        bell.ring()
    }

    func end() {
        state.withLock { state in
            state.isEnding = true
            state.waiting = []
        }
        bell.ring()
    }

    func wait(upTo limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while true {
            let count = bell.count
            if state.withLock({ $0.threads == 0 }) { return true }
            let left = deadline - .now
            guard left > .zero else { return false }
            bell.wait(after: count, upTo: left)
        }
    }
}
