internal import Model
internal import Platform

/// What a coordinator does with every beat: it looks at everybody's signs of life, gives the work
/// of the dead to the living, moves jobs on, and sweeps. One value for the life of a process.
public struct Coordinator: Sendable {
    private let spool: Spool
    private var mover: JobMover?
    private let isKnownDead: @Sendable (NodeRecord) -> Bool
    private var lease = Lease()
    private var nodes = Suspicion<Holder>()
    private var claims = Suspicion<ClaimKey>()
    private var lookEnded: MonotonicTime?
    private var leaseKept: MonotonicTime?
    private var sweep = Sweep()

    private struct ClaimKey: Hashable, Sendable {
        var job: JobKey
        var attempt: Attempt
    }

    /// - Parameters:
    ///   - outlet: Nil where a `JobMover` runs on another thread, so that no look is held up.
    ///   - isKnownDead: Whether a process is certainly gone: one of this host whose number is free,
    ///     or from before the host was started. Nobody has to wait for those.
    public init(
        _ spool: Spool,
        _ outlet: (any Outlet)?,
        isKnownDead: @escaping @Sendable (NodeRecord) -> Bool = { _ in false }
    ) {
        self.spool = spool
        mover = outlet.map { JobMover(spool, $0) }
        self.isKnownDead = isKnownDead
    }

    /// What a look came to.
    public struct Look: Hashable, Sendable {
        public var isLeading = false
        /// Jobs that could not be looked at or moved on, and why: each is tried again.
        public var troubles: [JobKey: SpoolError] = [:]
        /// The same of other things, for a person.
        public var otherTroubles: [SpoolError] = []
    }

    /// To be called with every beat, after the node's own was written; not more often.
    public mutating func look() throws(SpoolError) -> Look {
        let isGood = isInTime(spool.clock.steady)
        defer { lookEnded = spool.clock.steady }
        var look = Look()
        guard try leads(isGood) else {
            nodes = Suspicion()
            claims = Suspicion()
            return look
        }
        look.isLeading = true
        leaseKept = spool.clock.steady
        // Only here: if everybody read what everybody writes, it would be a million files a beat
        // with a thousand nodes.
        let verdict = try lookAtNodes(isGood, &look)
        let keys = try spool.jobKeys()
        var running: Set<ClaimKey> = []
        for key in keys {
            guard try keepsLease() else { return look }
            do throws(SpoolError) {
                try takeBack(key, verdict, isGood, &running, &look)
            } catch {
                look.troubles[key] = error
            }
        }
        if look.troubles.isEmpty {
            claims.keep(only: running)
            forgetNodes(verdict, stillHolding: Set(running.map(\.attempt.holder)))
        }
        let budget = spool.settings.beat
        if let moved = try mover?.move(for: budget) {
            look.troubles.merge(moved) { first, _ in first }
        }
        look.otherTroubles += try sweep.run(spool)
        return look
    }

    /// With many jobs a look takes longer than others wait for a sign of life. A coordinator that
    /// lost its lease in every look would take nothing back, nor would the next one.
    private mutating func keepsLease() throws(SpoolError) -> Bool {
        let now = spool.clock.steady
        guard let leaseKept, now - leaseKept >= spool.settings.beat else { return true }
        self.leaseKept = now
        return try leads(false)
    }

    private mutating func leads(_ isGood: Bool) throws(SpoolError) -> Bool {
        let (spool, isKnownDead) = (spool, isKnownDead)
        let isDead = { (holder: Holder) throws(SpoolError) -> Bool in
            // Of other hosts nobody can know it.
            guard holder.node == spool.holder.node, let record = try spool.node(holder) else {
                return false
            }
            return isKnownDead(record)
        }
        let standing = try lease.renew(spool, isGood: isGood, isDead: isDead)
        guard case .leading = standing else { return false }
        return true
    }

    /// So that the next coordinator need not wait.
    public mutating func release() throws(SpoolError) { try lease.release(spool) }

    /// Between two looks no more than a few beats must lie: an observer that slept, or was held up,
    /// could not see the signs of life. How long a look itself takes does not matter.
    private func isInTime(_ now: MonotonicTime) -> Bool {
        guard let lookEnded else { return false }
        return now - lookEnded < spool.settings.beat * 3
    }

    private mutating func lookAtNodes(
        _ isGood: Bool,
        _ look: inout Look
    ) throws(SpoolError) -> ClaimVerdict {
        var others = ClaimVerdict.Others()
        let listed = try spool.nodes()
        for holder in listed where holder != spool.holder {
            do throws(SpoolError) {
                let path = Layout.node(holder)
                guard let sign = try spool.access.read(path) else { continue }
                let unchanged = nodes.look(at: holder, sign, isGood: isGood)
                let record = try? RecordCoding.record(NodeRecord.self, sign, at: path)
                if let record, isKnownDead(record) {
                    others.dead.insert(holder)
                } else if unchanged >= spool.settings.looksUntilSuspected {
                    others.silent[holder] = unchanged
                } else {
                    others.living.insert(holder)
                }
            } catch {
                look.otherTroubles.append(error)
            }
        }
        nodes.keep(only: Set(listed))
        return ClaimVerdict(
            looksUntilSuspected: spool.settings.looksUntilSuspected,
            observer: spool.holder,
            others: others
        )
    }

    /// Settles claims of those who are taken for dead.
    private mutating func takeBack(
        _ key: JobKey,
        _ verdict: ClaimVerdict,
        _ isGood: Bool,
        _ running: inout Set<ClaimKey>,
        _ look: inout Look
    ) throws(SpoolError) {
        let layout = Layout.job(key)
        var boards = [layout.tasks]
        let indices = try spool.batchIndices(of: key)
        if !indices.isEmpty {
            let generation = try spool.view(layout.tasks).generation(of: .merge)
            let alive = try spool.boardsAlive(key, generation)
            boards += alive.map { layout.batch($0).tasks }
        }
        for board in boards {
            for attempt in try spool.attempts(in: board.run) {
                running.insert(ClaimKey(job: key, attempt: attempt))
                do throws(SpoolError) {
                    try lookAt(attempt, key, board, verdict, isGood)
                } catch {
                    look.troubles[key] = error
                }
            }
        }
    }

    private mutating func lookAt(
        _ attempt: Attempt,
        _ key: JobKey,
        _ board: Board,
        _ verdict: ClaimVerdict,
        _ isGood: Bool
    ) throws(SpoolError) {
        let sign = try spool.access.read(Layout.job(key).lock(attempt)) ?? []
        let claim = ClaimKey(job: key, attempt: attempt)
        let unchanged = claims.look(at: claim, sign, isGood: isGood)
        guard case .takenBack(let blame) = verdict.fate(of: attempt, unchangedLooks: unchanged)
        else { return }
        var log = spool.newLog(attempt, .returned)
        // Without a lock nothing was begun: somebody cleared up behind a claim. With one that never
        // beat its holder does not know that the claim is its own.
        log.blame = sign.isEmpty || isUntouched(sign, attempt, key) ? nil : blame
        log.reason = "no sign of life from \(attempt.holder) for \(unchanged) looks"
        let decided = try spool.decide(try spool.weighed(log, in: key), in: key)
        guard try spool.carryOut(decided, on: board, of: key),
            decided.writer != attempt.holder.text
        else { return }
        spool.listener.reclaimed?(verdict.reason(for: attempt.holder))
    }

    private func isUntouched(_ sign: [UInt8], _ attempt: Attempt, _ key: JobKey) -> Bool {
        let path = Layout.job(key).lock(attempt)
        return (try? RecordCoding.record(LockRecord.self, sign, at: path))?.beat == 0
    }

    /// Nodes that are silent and hold nothing any more are gone: should one of them wake up, it
    /// finds its record missing and begins again.
    private func forgetNodes(_ verdict: ClaimVerdict, stillHolding held: Set<Holder>) {
        for holder in verdict.gone where !held.contains(holder) {
            guard (try? spool.access.remove(Layout.node(holder))) != nil else { continue }
            spool.tell(.nodeLost, nil, nil, holder.text)
        }
    }
}

extension Spool {
    func nodes() throws(SpoolError) -> [Holder] {
        guard let names = try access.entries(Layout.nodes) else {
            throw .storage(SystemError("list", Layout.nodes, .noSuchFile))
        }
        return names.compactMap(Holder.init)
    }

    /// Nil where there is none, or none that can be understood: then it lives by its changes.
    func node(_ holder: Holder) throws(SpoolError) -> NodeRecord? {
        let path = Layout.node(holder)
        guard let bytes = try access.read(path) else { return nil }
        return try? RecordCoding.record(NodeRecord.self, bytes, at: path)
    }
}
