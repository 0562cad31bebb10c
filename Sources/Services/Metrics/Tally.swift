public import Model
public import Spool
private import Synchronization

/// What a node has done since its process began: services count here, and `/metrics` shows it. Any
/// thread may use it.
public final class Tally: Sendable {
    struct Counts: Sendable {
        /// By how they came out and whose they were.
        var attempts: [Attempt: Int] = [:]
        var claims = 0
        var conflicts = 0
        var takenBack: [Reclaim: Int] = [:]
        var nodesLost = 0
        /// By encoder.
        var sliceSeconds: [String: Histogram] = [:]
        var mediaSeconds: [String: Double] = [:]
        /// By outcome.
        var ended: [String: Int] = ["done": 0, "failed": 0, "cancelled": 0]
        /// By profile.
        var jobSeconds: [String: Histogram] = [:]
        var inputBytes: [String: Double] = [:]
        var outputBytes: [String: Double] = [:]
        /// In seconds since 1970.
        var lastSuccess: Double?
        var scans = Histogram.ofScans
        var scanErrors = 0
        var children: [Child: Int] = [:]
        var requests: [Request: Int] = [:]
        var requestSeconds: [String: Histogram] = [:]
        var wrongTokens = 0
        var notifications: [Notification: Int] = [:]
    }

    struct Attempt: Hashable, Sendable {
        var result: String
        var node: String
    }

    struct Child: Hashable, Sendable {
        var stage: String
        var end: String
    }

    struct Request: Hashable, Sendable {
        var route: String
        var method: String
        var code: Int
    }

    struct Notification: Hashable, Sendable {
        var target: String
        var result: String
    }

    private let content = Mutex(Counts())

    public init() {}

    var counts: Counts { content.withLock(\.self) }

    private func count(_ body: (inout Counts) -> Void) { content.withLock { body(&$0) } }

    // MARK: The spool

    /// Counts what a process does in its spool.
    public var listener: SpoolListener {
        var listener = SpoolListener()
        listener.event = { [self] in note($0) }
        listener.record = { [self] in note($0) }
        listener.conflict = { [self] in count { $0.conflicts += 1 } }
        listener.reclaimed = { [self] reason in count { $0.takenBack[reason, default: 0] += 1 } }
        return listener
    }

    private func note(_ event: Event) {
        let (isSlice, node) = (event.attempt?.task.slice != nil, event.attempt?.holder.node)
        count { counts in
            switch event.kind {
            case .taskClaimed: counts.claims += 1
            case .nodeLost: counts.nodesLost += 1
            default: break
            }
            guard isSlice, let node, let result = Tally.results[event.kind] else { return }
            counts.attempts[Attempt(result: result, node: node), default: 0] += 1
        }
    }

    private static let results: [Event.Kind: String] = [
        .taskDone: "done", .taskFailed: "failed", .taskReturned: "released",
        .taskTakenBack: "lost",
    ]

    private func note(_ record: HistoryRecord) {
        let seconds = Double(record.ended - record.order.arrival) / 1_000
        count { counts in
            counts.ended[record.outcome.rawValue, default: 0] += 1
            guard record.outcome == .done else { return }
            let profile = Tally.capped(record.order.profile ?? "none", counts.jobSeconds)
            counts.jobSeconds[profile, default: .ofJobs].note(max(0, seconds))
            counts.inputBytes[profile, default: 0] += Double(record.order.source.bytes)
            counts.outputBytes[profile, default: 0] += Double(record.result?.bytes ?? 0)
            counts.lastSuccess = Double(record.ended) / 1_000
        }
    }

    /// Profiles are made by people; each is a row in somebody's database for ever.
    static func capped<Value>(_ name: String, _ known: [String: Value]) -> String {
        known[name] != nil || known.count < profilesMax ? name : "other"
    }

    static let profilesMax = 50

    // MARK: Services

    /// A slice was made.
    func encoded(_ encoder: String, mediaSeconds: Double, in seconds: Double) {
        count { counts in
            counts.mediaSeconds[encoder, default: 0] += max(0, mediaSeconds)
            counts.sliceSeconds[encoder, default: .ofSlices].note(seconds)
        }
    }

    func scanned(in seconds: Double, errors: Int) {
        count { counts in
            counts.scans.note(seconds)
            counts.scanErrors += errors
        }
    }

    /// A child came to its end.
    ///
    /// - Parameter failure: Nil is that it did what it was to do.
    public func ended(_ order: TaskOrder, _ failure: MediaFailure?) {
        let child = Child(stage: order.stage, end: failure.map { Tally.end($0.kind) } ?? "ok")
        count { $0.children[child, default: 0] += 1 }
    }

    private static func end(_ kind: MediaFailure.Kind) -> String {
        switch kind {
        case .died, .killed: "signal"
        case .hung: "timeout"
        default: "error"
        }
    }

    /// A request was answered.
    ///
    /// - Parameter route: As its template, never as it was asked for.
    public func answered(_ route: String, _ method: String, code: Int, in seconds: Double) {
        count { counts in
            counts.requests[Request(route: route, method: method, code: code), default: 0] += 1
            counts.requestSeconds[route, default: .ofRequests].note(seconds)
        }
    }

    /// Somebody showed one that is not ours.
    public func wrongToken() { count { $0.wrongTokens += 1 } }

    func notified(_ target: String, _ result: String) {
        let notification = Notification(target: target, result: result)
        count { $0.notifications[notification, default: 0] += 1 }
    }
}

extension TaskOrder {
    fileprivate var stage: String {
        switch self {
        case .split: "split"
        case .video, .audio: "encode"
        case .join, .package: "merge"
        case .probe: "probe"
        case .trial, .encoders: "try"
        }
    }
}
