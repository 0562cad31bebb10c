/// Whether a file that somebody puts into a folder is all there: told from looks at it, by the
/// watcher's own clock. It never gives up.
public struct Settling: Hashable, Sendable {
    /// How long nothing may have changed. It counts from the first of the looks that saw the file
    /// as it is, so that two looks are the least.
    public struct Rule: Hashable, Sendable {
        public var settleTime: Duration
        /// How soon a file is read again that was whole by its stamp and was not inside.
        public var readAgainAfter: Duration
        public var readAgainMax: Duration
        /// After so long a time its owner is told. It is read on, more seldom.
        public var rejectedAfter: Duration
        public var readAgainLate: Duration

        public init(settleTime: Duration) {
            self.settleTime = settleTime
            readAgainAfter = .seconds(30)
            readAgainMax = .seconds(600)
            rejectedAfter = .seconds(86_400)
            readAgainLate = .seconds(3_600)
        }

        public static let local = Rule(settleTime: .seconds(10))
        /// Of another host's writes less is seen, and later.
        public static let network = Rule(settleTime: .seconds(30))
    }

    public enum Verdict: Hashable, Sendable {
        case empty
        /// It is new, or it moved so long ago.
        case settling(since: Duration, grew: Bool)
        /// It was read and is not whole; it is read again in so long a time.
        case incomplete(String, readAgainIn: Duration)
        case ready
    }

    private let rule: Rule
    public private(set) var stamp: FileStamp
    /// By the watcher's clock.
    private var stableSince: Duration
    private var looks = 1
    private var hasGrown = false
    private var incomplete: Incomplete?

    private struct Incomplete: Hashable {
        var cause: String
        /// When it was found so first.
        var since: Duration
        var at: Duration
        var delay: Duration
    }

    public init(_ rule: Rule, _ stamp: FileStamp, at now: Duration) {
        self.rule = rule
        self.stamp = stamp
        stableSince = now
    }

    /// - Parameter now: By one clock for all looks, which goes on while the machine sleeps or does
    ///   not, and never goes back.
    public mutating func look(_ seen: FileStamp, at now: Duration) -> Verdict {
        if seen != stamp {
            hasGrown = seen.size > stamp.size && seen.inode == stamp.inode
            (stamp, stableSince, looks, incomplete) = (seen, now, 1, nil)
            return verdict(at: now)
        }
        looks += 1
        return verdict(at: now)
    }

    public func verdict(at now: Duration) -> Verdict {
        if stamp.size == 0 { return .empty }
        let quiet = now - stableSince
        guard looks >= 2, quiet >= rule.settleTime else {
            return .settling(since: quiet, grew: hasGrown)
        }
        if let incomplete {
            let left = incomplete.at + incomplete.delay - now
            if left > .zero { return .incomplete(incomplete.cause, readAgainIn: left) }
        }
        return .ready
    }

    /// It was read, and something of it is still to come, such as the index of an MP4.
    public mutating func wasIncomplete(_ cause: String, at now: Duration) {
        let since = incomplete?.since ?? now
        var delay = incomplete.map { min($0.delay * 2, rule.readAgainMax) } ?? rule.readAgainAfter
        if now - since >= rule.rejectedAfter { delay = rule.readAgainLate }
        incomplete = Incomplete(cause: cause, since: since, at: now, delay: delay)
    }

    /// Whether it has been incomplete for so long that its owner should know.
    public func isRejected(at now: Duration) -> Bool {
        incomplete.map { now - $0.since >= rule.rejectedAfter } ?? false
    }

    /// How long nothing but a change of the file makes another verdict; nil is for ever.
    public func dueIn(at now: Duration) -> Duration? {
        switch verdict(at: now) {
        case .empty: nil
        case .settling(let quiet, _): max(rule.settleTime - quiet, .zero)
        case .incomplete(_, let wait): wait
        case .ready: .zero
        }
    }
}
