internal import Model
internal import Platform

/// What a coordinator does with every beat: it looks at everybody's signs of life, gives the work
/// of the dead to the living, moves jobs on, and sweeps. One value for the life of a process.
public struct Coordinator: Sendable {
    private let spool: Spool
    private let outlet: any Outlet
    private var lease = Lease()
    private var nodes = Suspicion<Holder>()
    private var claims = Suspicion<ClaimKey>()
    private var ownBeat: MonotonicTime?
    /// Whose things in `tmp/` had no node at the look before.
    private var strangers: Set<String> = []

    private struct ClaimKey: Hashable, Sendable {
        var job: JobKey
        var attempt: Attempt
    }

    public init(_ spool: Spool, _ outlet: any Outlet) {
        self.spool = spool
        self.outlet = outlet
    }

    /// What a look came to.
    public struct Look: Hashable, Sendable {
        public var isLeading = false
        /// Jobs that could not be moved on, and why: each is tried again with the next look.
        public var troubles: [JobKey: SpoolError] = [:]
    }

    /// To be called with every beat, after the node's own was written; not more often.
    public mutating func look() throws(SpoolError) -> Look {
        let began = spool.clock.steady
        let isGood = isInTime(began)
        ownBeat = began
        var look = Look()
        guard case .leading = try lease.renew(spool, isGood: isGood) else {
            // What was counted is from before somebody else coordinated.
            nodes = Suspicion()
            claims = Suspicion()
            return look
        }
        look.isLeading = true
        let verdict = try lookAtNodes(isGood)
        let keys = try spool.jobKeys()
        var held: Set<Holder> = []
        var seen: Set<ClaimKey> = []
        var sawAllClaims = true
        for key in keys {
            do throws(SpoolError) {
                let running = try takeBack(key, verdict, isGood)
                held.formUnion(running.map(\.holder))
                seen.formUnion(running.map { ClaimKey(job: key, attempt: $0) })
            } catch {
                sawAllClaims = false
                look.troubles[key] = error
                continue
            }
            do throws(SpoolError) {
                try spool.advance(key, outlet)
            } catch {
                look.troubles[key] = error
            }
        }
        guard sawAllClaims else { return look }
        claims.keep(only: seen)
        try forgetNodes(verdict, stillHolding: held)
        try sweep(keys)
        spool.forgetJobs(but: Set(keys))
        return look
    }

    /// So that the next coordinator need not wait.
    public mutating func release() throws(SpoolError) { try lease.release(spool) }

    /// After a pause of the observer itself, or one slow look, a look says nothing.
    private func isInTime(_ now: MonotonicTime) -> Bool {
        guard let ownBeat else { return false }
        return now - ownBeat < spool.settings.beat * 3
    }

    private mutating func lookAtNodes(_ isGood: Bool) throws(SpoolError) -> ClaimVerdict {
        var others = ClaimVerdict.Others()
        let listed = try spool.nodes()
        for holder in listed where holder != spool.holder {
            guard let sign = try spool.access.read(Layout.node(holder)) else { continue }
            let unchanged = nodes.look(at: holder, sign, isGood: isGood)
            if unchanged >= spool.settings.looksUntilSuspected {
                others.silent.insert(holder)
            } else {
                others.living.insert(holder)
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
    ///
    /// - Returns: The claims that were seen.
    private mutating func takeBack(
        _ key: JobKey,
        _ verdict: ClaimVerdict,
        _ isGood: Bool
    ) throws(SpoolError) -> [Attempt] {
        let layout = Layout.job(key)
        var boards = [layout.tasks]
        let generation = try spool.view(layout.tasks).generation(of: .merge) ?? 0
        for index in try spool.batchesAlive(key, generation) {
            boards.append(layout.batch(index).tasks)
        }
        var running: [Attempt] = []
        for board in boards {
            for attempt in try spool.attempts(in: board.run) {
                running.append(attempt)
                try lookAt(attempt, key, board, verdict, isGood)
            }
        }
        return running
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
        // Without a lock nothing was begun: the claim's own reply was lost, or its process died.
        log.blame = sign.isEmpty ? nil : blame
        log.reason = "no sign of life from \(attempt.holder) for \(unchanged) looks"
        let decided = try spool.decide(try spool.weighed(log, in: key), in: key)
        try spool.carryOut(decided, on: board, of: key)
    }

    /// Nodes that are silent and hold nothing any more are gone: should one of them wake up, it
    /// finds its record missing and begins again.
    private func forgetNodes(
        _ verdict: ClaimVerdict,
        stillHolding held: Set<Holder>
    ) throws(SpoolError) {
        for holder in verdict.others.silent where !held.contains(holder) {
            try spool.access.remove(Layout.node(holder))
            spool.tell(.nodeLost, nil, nil, holder.text)
        }
    }

    /// Things that nobody makes any more, and what is left of things that were to go.
    private mutating func sweep(_ keys: [JobKey]) throws(SpoolError) {
        let nodes = Set(try spool.nodes().map(\.text))
        var now: Set<String> = []
        for name in try spool.access.entries(Layout.temporary) ?? [] {
            guard let fileName = FileName(bytes: Array(name.utf8)) else { continue }
            if name.hasPrefix("dead.") {
                try spool.delete(Layout.temporary / fileName)
                continue
            }
            let owner = name.split(separator: ".").prefix(2).joined(separator: ".")
            if nodes.contains(owner) { continue }
            now.insert(name)
            if strangers.contains(name) { try spool.bury(Layout.temporary / fileName) }
        }
        try sweepQueue(Set(keys), &now)
        strangers = now
    }

    /// Entries of jobs that there are no more. A job is there before its entry is made.
    private func sweepQueue(_ keys: Set<JobKey>, _ now: inout Set<String>) throws(SpoolError) {
        for name in try spool.access.entries(Layout.queue) ?? [] {
            guard let entry = QueueEntry(name), !keys.contains(entry.job) else { continue }
            now.insert(name)
            guard strangers.contains(name) else { continue }
            try spool.access.remove(Layout.queue / FileName(name))
        }
    }
}

extension Spool {
    func nodes() throws(SpoolError) -> [Holder] {
        try (access.entries(Layout.nodes) ?? []).compactMap(Holder.init)
    }
}
