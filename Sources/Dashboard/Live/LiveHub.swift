public import Model
internal import Synchronization

/// Keeps how the cluster is in memory, and tells all who listen what changes in it. Each message is
/// encoded once, however many listen.
public final class LiveHub: LiveSink, Sendable {
    public struct Limits: Hashable, Sendable {
        /// How many may listen.
        public var clients = 256
        /// Of messages that are kept for those who come back.
        public var ringCount = 1_000
        public var ringBytes = 8 << 20
        /// Of what one listener has yet to take.
        public var backlogBytes = 1 << 20
        /// So many jobs are shown at once.
        public var window = 200
        /// Changes are told no more often than this.
        public var tick = 0.5
        /// So long nothing is sent before it is shown that the line holds.
        public var heartbeat = 15.0
        /// So often the silence of nodes is told though nothing has changed.
        public var silence = 10.0
        /// Older than this it is read anew for whoever asks, while he is answered at once.
        public var fresh = 2.0
        /// Older than this he waits for that.
        public var recent = 10.0
        /// A look that takes longer than this will hardly come to its end soon.
        public var look = 20.0

        public init() {}
    }

    struct State {
        var snapshot: LiveSnapshot?
        /// The jobs of it that are shown.
        var window: [JobLine] = []
        var shown = 0.0
        /// When the look began that has not yet come to its end.
        var looking: Double?
        /// Came too early to be told.
        var pending: LiveSnapshot?
        var told = -1e9
        var nodesTold = -1e9
        var sent = 0.0
        var ring: LiveRing
        var clients: [ObjectIdentifier: LiveStream] = [:]
        /// As JSON; nil where it is to be made anew.
        var body: (id: String, bytes: [UInt8])?
        var trouble: String?
        var wanted: (@Sendable () -> Void)?
        /// Nobody is let in any more.
        var isEnded = false
    }

    public let limits: Limits
    let epoch: String
    let now: @Sendable () -> Double
    let state: Mutex<State>
    /// Held over all that tells: what changes is worked out from what was told before, and must
    /// come to everybody in the order of its ids.
    let teller = Mutex(())

    /// - Parameters:
    ///   - epoch: Another one for each life of a hub: its numbers begin anew.
    ///   - now: Seconds by a clock that only goes forward.
    public init(
        epoch: String,
        limits: Limits = Limits(),
        now: @escaping @Sendable () -> Double
    ) {
        (self.epoch, self.limits, self.now) = (epoch, limits, now)
        let ring = LiveRing(countMax: limits.ringCount, bytesMax: limits.ringBytes)
        state = Mutex(State(ring: ring))
    }

    public func onWanted(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { $0.wanted = wake }
    }

    public var isListenedTo: Bool { state.withLock { !$0.clients.isEmpty } }

    /// What was shown last, whether it was told or came too early for that.
    public var snapshot: LiveSnapshot? { state.withLock { $0.pending ?? $0.snapshot } }

    /// Why there is none, as far as that is known.
    public var trouble: String? { state.withLock(\.trouble) }

    /// Whether nobody has to wait for a newer one. Asks for one where it is not fresh.
    public var isRecent: Bool {
        let now = now()
        let (age, wanted) = state.withLock { state in
            (state.snapshot == nil ? .infinity : now - state.shown, state.wanted)
        }
        if age > limits.fresh { wanted?() }
        return age <= limits.recent
    }

    /// Whether a state can be answered without making it.
    public var isStateAtHand: Bool { isRecent && state.withLock { $0.body != nil } }

    /// The whole state as JSON, and what its messages are counted on from; nil before there is one.
    public func currentState() -> (id: String, bytes: [UInt8])? {
        while true {
            let (known, made) = state.withLock { state in
                (
                    state.body,
                    state.snapshot.map { ($0, state.window, state.ring.count, state.shown) }
                )
            }
            if let known { return known }
            guard let (snapshot, window, count, shown) = made else { return nil }
            let id = id(count)
            let body = StateBody(snapshot: snapshot, window: window, live: id)
            let bytes = JSONBody.bytes(body)
            let isNow = state.withLock { state in
                guard state.ring.count == count, state.shown == shown else { return false }
                state.body = (id, bytes)
                return true
            }
            // Else something has changed meanwhile; as often as that it seldom does.
            if isNow { return (id, bytes) }
        }
    }

    func id(_ count: UInt64) -> String { "\(epoch)-\(count)" }

    // MARK: Listeners

    /// - Parameter last: The id of the message that came last; nil begins with a state.
    /// - Returns: Nil where as many listen as may.
    public func listen(behind last: String?) -> LiveStream? {
        let stream = LiveStream(backlogMax: limits.backlogBytes) { [weak self] stream in
            self?.state.withLock { _ = $0.clients.removeValue(forKey: ObjectIdentifier(stream)) }
        }
        _ = stream.add(LiveMessage.beginning)
        let number = last.flatMap(number)
        // Where the state changes faster than it is written, the next one to it will do.
        while true {
            let body = currentState()
            let isIn = state.withLock { state -> Bool? in
                guard !state.isEnded, state.clients.count < limits.clients else { return nil }
                if let number, let missed = state.ring.messages(behind: number) {
                    for message in missed { _ = stream.add(message) }
                } else if let body {
                    guard body.id == id(state.ring.count) else { return false }
                    _ = stream.add(LiveMessage.bytes("state", body.id, body.bytes))
                } else if state.snapshot != nil {
                    return false
                }
                state.clients[ObjectIdentifier(stream)] = stream
                return true
            }
            guard let isIn else { return nil }
            if isIn { break }
        }
        state.withLock(\.wanted)?()
        return stream
    }

    /// Of an id of this life.
    private func number(_ id: String) -> UInt64? {
        guard id.hasPrefix(epoch + "-") else { return nil }
        return UInt64(id.dropFirst(epoch.count + 1))
    }

    /// All who listen are sent away, and nobody is let in until there is something to show again:
    /// as when another node has become the coordinator.
    public func endAll() {
        teller.withLock { _ in
            let clients = state.withLock { state in
                defer { state.clients = [:] }
                state.isEnded = true
                return Array(state.clients.values)
            }
            for client in clients { client.end()?() }
        }
    }
}
