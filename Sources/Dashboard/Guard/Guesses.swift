internal import Model
private import Synchronization

/// Counts wrong tokens by where they come from, and makes those wait who try many. What is kept is
/// bounded, however many addresses try.
public final class Guesses: Sendable {
    public struct Limits: Hashable, Sendable {
        /// So many are free; behind them one is, for each pause.
        public var free = 20
        public var pause = Duration.seconds(3)
        /// So many addresses are remembered: those that guessed most.
        public var peers = 1_024
        /// Of each address: a page with an old cookie asks again and again, and guesses nothing.
        public var tokens = 8

        public init() {}
    }

    private struct Peer {
        /// When all that it tried is forgiven.
        var clear: ContinuousClock.Instant
        /// Hashes of what it tried last.
        var tried: [Int] = []
    }

    private let peers = Mutex<[IPAddress?: Peer]>([:])
    private let limits: Limits
    private let now: @Sendable () -> ContinuousClock.Instant
    private let onWrong: @Sendable () -> Void

    /// - Parameter onWrong: Called with every wrong token.
    public init(
        _ limits: Limits = Limits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        onWrong: @escaping @Sendable () -> Void = {}
    ) {
        (self.limits, self.now, self.onWrong) = (limits, now, onWrong)
    }

    enum Verdict: Hashable {
        case right
        case wrong
        /// Nobody looked at it.
        case tooMany(seconds: Int64)
    }

    func verdict(_ shown: [UInt8], _ token: WebToken, from peer: IPAddress?) -> Verdict {
        let now = now()
        let hash = shown.hashValue
        // Nobody finds a long one by trying, so whoever has it need not wait for those who share
        // his address, as all do behind a proxy or a Swarm.
        if !token.isShort, token.equals(shown) { return .right }
        let known = peers.withLock { $0[peer] }
        // What was wrong a moment ago tells nobody anything when it is still wrong.
        if let known, !known.tried.contains(hash) {
            let early = known.clear - limits.pause * (limits.free - 1) - now
            if early > .zero { return .tooMany(seconds: early.components.seconds + 1) }
        }
        guard !token.equals(shown) else { return .right }
        onWrong()
        note(hash, from: peer, at: now)
        return .wrong
    }

    private func note(_ hash: Int, from peer: IPAddress?, at now: ContinuousClock.Instant) {
        peers.withLock { peers in
            if peers[peer] == nil, peers.count >= limits.peers { Guesses.makeRoom(&peers, now) }
            var entry = peers[peer] ?? Peer(clear: now)
            guard !entry.tried.contains(hash) else { return }
            entry.clear = max(entry.clear, now) + limits.pause
            entry.tried = entry.tried.suffix(limits.tokens - 1) + [hash]
            peers[peer] = entry
        }
    }

    /// Of those that are forgiven all go, else the one that has the least to wait for.
    private static func makeRoom(_ peers: inout [IPAddress?: Peer], _ now: ContinuousClock.Instant)
    {
        peers = peers.filter { $0.value.clear > now }
        guard let least = peers.min(by: { $0.value.clear < $1.value.clear }) else { return }
        peers.removeValue(forKey: least.key)
    }

    /// For tests.
    var count: Int { peers.withLock(\.count) }
}

extension WebRequest {
    /// Who asks, as far as it can be told: a proxy on this machine says whom it asks for, and the
    /// last name is its own word.
    var source: IPAddress? {
        guard let peer, peer.isLoopback else { return peer?.subscriber }
        let named = headers["x-forwarded-for"]?.split(separator: ",").last?.trimmed
        return (named.flatMap { IPAddress($0) } ?? peer).subscriber
    }
}
