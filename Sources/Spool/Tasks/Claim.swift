public import Model

/// A task that this process holds.
public struct Claim: Hashable, Sendable {
    public let key: JobKey
    public let order: JobOrder
    public let attempt: Attempt
    /// The batch of a slice.
    public let batch: Int?

    public var task: TaskName { attempt.task }
    var layout: JobLayout { Layout.job(key) }
    var board: Board { batch.map { layout.batch($0).tasks } ?? layout.tasks }

    /// Where what it makes goes, relative to the spool.
    public var part: Path { layout.part(attempt) }
    /// The slice file, where there is one.
    public var slice: Path? { batch.map { layout.batch($0).slice(task) } }
}

/// What a worker takes.
public struct ClaimWish: Sendable {
    public var takesSplits: Bool
    public var takesMerges: Bool
    /// Slices and sound.
    public var takesEncodes: Bool
    /// Whether this node can do what the job asks for.
    public var accepts: @Sendable (JobOrder, TaskName) -> Bool

    public init(
        takesSplits: Bool,
        takesMerges: Bool,
        takesEncodes: Bool,
        accepts: @escaping @Sendable (JobOrder, TaskName) -> Bool = { _, _ in true }
    ) {
        self.takesSplits = takesSplits
        self.takesMerges = takesMerges
        self.takesEncodes = takesEncodes
        self.accepts = accepts
    }
}

extension Spool {
    /// Takes a task that waits: of the first job in the queue that has one, jobs already begun
    /// before others. Nil when there is none for this wish.
    public func claim(_ wish: ClaimWish) throws(SpoolError) -> Claim? {
        var trouble: SpoolError?
        var looks = 0
        for key in try jobsInOrder() where looks < settings.jobsLookedAt {
            do throws(SpoolError) {
                switch try claim(wish, of: key) {
                case .claimed(let claim): return claim
                case .nothing: looks += 1
                case .closed: break
                }
            } catch {
                // One directory that cannot be read must not keep anybody from all others.
                trouble = trouble ?? error
            }
        }
        if let trouble { throw trouble }
        return nil
    }

    private enum Visit {
        case claimed(Claim)
        case nothing
        /// Nothing can be claimed of it, whatever one is looking for.
        case closed
    }

    /// Open jobs in the order of work: of those with one rank the begun ones first, so that films
    /// are finished rather than begun. One without an entry in the queue comes last.
    public func jobsInOrder() throws(SpoolError) -> [JobKey] {
        let keys = try jobKeys()
        let begun = memory.with { $0.begun }
        var entries: [JobKey: QueueEntry] = [:]
        for name in try access.entries(Layout.queue) ?? [] {
            guard let entry = QueueEntry(name) else { continue }
            entries[entry.job] = min(entry, entries[entry.job] ?? entry)
        }
        return keys.sorted { left, right in
            switch (entries[left], entries[right]) {
            case (let before?, let after?):
                (before.rank, begun.contains(left) ? 0 : 1, before.arrival, left)
                    < (after.rank, begun.contains(right) ? 0 : 1, after.arrival, right)
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): left < right
            }
        }
    }

    private struct Candidate: Sendable {
        var waiting: Waiting
        var batch: Int?
    }

    private func claim(_ wish: ClaimWish, of key: JobKey) throws(SpoolError) -> Visit {
        let layout = Layout.job(key)
        guard let names = try access.entries(layout.path), !names.contains("cancel"),
            !names.contains("pause"), let order = try order(of: key)
        else { return .closed }
        let tasks = try view(layout.tasks)
        guard let generation = tasks.generation(of: .merge),
            !tasks.done.contains(where: { $0.task == .merge }),
            !tasks.failed.contains(where: { $0.task == .merge })
        else { return .closed }
        let candidates = try candidates(wish, order, tasks, generation)
        guard !candidates.isEmpty else { return .nothing }
        guard try !hasEnded(key, mergeGeneration: generation) else { return .closed }
        var choice = ClaimChoice(candidates, window: settings.claimWindow)
        while let candidate = choice.next(chance) {
            if let claim = try take(candidate, order) { return .claimed(claim) }
        }
        return .nothing
    }

    /// What waits, merge and split first: everybody else waits for them.
    private func candidates(
        _ wish: ClaimWish,
        _ order: JobOrder,
        _ tasks: BoardView,
        _ generation: Int
    ) throws(SpoolError) -> [Candidate] {
        let own = tasks.queued.filter { wish.accepts(order, $0.task) }
        if wish.takesMerges, let merge = own.first(where: { $0.task == .merge }),
            try isReadyToMerge(order, tasks, generation)
        {
            return [Candidate(waiting: merge, batch: nil)]
        }
        if wish.takesSplits, let split = own.first(where: { $0.task == .split }) {
            return [Candidate(waiting: split, batch: nil)]
        }
        guard wish.takesEncodes else { return [] }
        var found = own.filter { $0.task == .audio }.map { Candidate(waiting: $0, batch: nil) }
        for index in try batchesAlive(order.key, generation) {
            let board = Layout.job(order.key).batch(index).tasks
            let waiting = try waiting(in: board).filter { wish.accepts(order, $0.task) }
            found += waiting.map { Candidate(waiting: $0, batch: index) }
            // Enough to choose from, and the later ones are to be done later.
            if found.count >= settings.claimWindow * 4 { break }
        }
        return found
    }

    private func take(_ candidate: Candidate, _ order: JobOrder) throws(SpoolError) -> Claim? {
        let attempt = Attempt(
            task: candidate.waiting.task,
            generation: candidate.waiting.generation,
            holder: holder
        )
        let claim = Claim(key: order.key, order: order, attempt: attempt, batch: candidate.batch)
        guard try take(claim.board, attempt, of: order.key) else { return nil }
        do throws(SpoolError) {
            let lock = LockRecord(attempt: attempt, beat: 0, progress: nil)
            let bytes = RecordCoding.padded(lock, to: LockRecord.bytes)
            try access.create(claim.layout.lock(attempt), bytes)
        } catch {
            // No space for a lock is none for a part either.
            _ = try? handBack(claim, reason: "\(error)", blame: nil)
            throw error
        }
        return claim
    }

    /// Takes a token for this process. One thread of it alone: to the others the name of the holder
    /// in `run/` would say that they have won.
    func take(_ board: Board, _ attempt: Attempt, of key: JobKey) throws(SpoolError) -> Bool {
        let token = board.running(attempt)
        guard memory.with({ $0.taken.insert(token).inserted }) else { return false }
        do throws(SpoolError) {
            if try access.move(board.queued(attempt.waiting), to: token) {
                tell(.taskClaimed, key, attempt)
                return true
            }
        } catch {
            memory.with { _ = $0.taken.remove(token) }
            throw error
        }
        memory.with { _ = $0.taken.remove(token) }
        return false
    }

    /// The batches of which something may be left to do, in the order of the film.
    func batchesAlive(_ key: JobKey, _ mergeGeneration: Int) throws(SpoolError) -> [Int] {
        let spent = memory.with { $0.spent[key]?.indices(at: mergeGeneration) ?? [] }
        let indices = try batchIndices(of: key)
        if !indices.isEmpty { memory.with { _ = $0.begun.insert(key) } }
        return indices.filter { !spent.contains($0) }
    }

    /// Whether every part there will be is there. Batches that are all done are remembered as such.
    private func isReadyToMerge(
        _ order: JobOrder,
        _ tasks: BoardView,
        _ generation: Int
    ) throws(SpoolError) -> Bool {
        guard tasks.isDone(.split), !order.hasAudio || tasks.isDone(.audio) else { return false }
        for index in try batchesAlive(order.key, generation) {
            guard try isSpent(index, of: order.key) else { return false }
            memory.with { content in
                var spent = content.spent[order.key] ?? SpentBatches(mergeGeneration: generation)
                if spent.mergeGeneration != generation {
                    spent = SpentBatches(mergeGeneration: generation)
                }
                spent.indices.insert(index)
                content.spent[order.key] = spent
            }
        }
        return true
    }

    private func isSpent(_ index: Int, of key: JobKey) throws(SpoolError) -> Bool {
        let board = Layout.job(key).batch(index).tasks
        guard try waiting(in: board).isEmpty, try attempts(in: board.run).isEmpty,
            let batch = try batch(index, of: key)
        else { return false }
        return Set(try attempts(in: board.done).map(\.task)) == Set(batch.tasks)
    }
}
