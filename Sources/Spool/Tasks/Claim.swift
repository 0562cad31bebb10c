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
    /// The same of one of several renditions that it makes.
    public func part(rung: Int) -> Path { layout.part(attempt, rung: rung) }
    /// The same of one of several ways to encode the sound.
    public func part(sound: Int) -> Path { layout.part(attempt, sound: sound) }
    /// The slice file, where there is one.
    public var slice: Path? { batch.map { layout.batch($0).slice(task) } }
}

/// What a worker takes.
public struct ClaimWish: Sendable {
    public var takesSplits: Bool
    public var takesMerges: Bool
    /// Slices and sound.
    public var takesEncodes: Bool
    /// Whether every open job is looked at, however many there are.
    public var looksAtAll = false
    /// Whether this node rather makes small renditions of a job's film, where each is a task.
    public var prefersSmall: @Sendable (JobOrder) -> Bool = { _ in false }
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
        for key in try jobsToLookAt(all: wish.looksAtAll) {
            do throws(SpoolError) {
                if let claim = try claim(wish, of: key) { return claim }
            } catch {
                // One directory that cannot be read must not keep anybody from all others.
                trouble = trouble ?? error
            }
        }
        if let trouble { throw trouble }
        return nil
    }

    /// The first in the queue, and some of those behind them in turn: the first may all be such as
    /// this node cannot do.
    private func jobsToLookAt(all: Bool) throws(SpoolError) -> [JobKey] {
        let jobs = try jobsInOrder()
        if all { return jobs }
        let behind = jobs.dropFirst(settings.jobsLookedAt)
        guard !behind.isEmpty else { return jobs }
        let count = min(settings.jobsInRound, behind.count)
        let start = memory.with { content in
            let start = content.round % behind.count
            content.round = start + count
            return start
        }
        let round = (behind + behind).dropFirst(start).prefix(count)
        return Array(jobs.prefix(settings.jobsLookedAt)) + round
    }

    /// Open jobs in the order of work: of those with one rank the begun ones first, so that films
    /// are finished rather than begun. One without an entry in the queue comes last.
    public func jobsInOrder() throws(SpoolError) -> [JobKey] {
        let keys = try jobKeys()
        forgetJobs(but: Set(keys))
        memory.with { $0.openJobs = keys.count }
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

    private func claim(_ wish: ClaimWish, of key: JobKey) throws(SpoolError) -> Claim? {
        let layout = Layout.job(key)
        guard let names = try access.entries(layout.path), !names.contains("cancel"),
            !names.contains("pause"), let order = try order(of: key)
        else { return nil }
        let tasks = try view(layout.tasks)
        guard let generation = tasks.generation(of: .merge),
            !tasks.done.contains(where: { $0.task == .merge }),
            !tasks.failed.contains(where: { $0.task == .merge })
        else { return nil }
        let candidates = try candidates(wish, order, tasks, generation)
        guard !candidates.isEmpty, try !hasEnded(key, mergeGeneration: generation) else {
            return nil
        }
        var choice = ClaimChoice(candidates, window: settings.claimWindow)
        while let candidate = choice.next(chance) {
            if let claim = try take(candidate, order) { return claim }
        }
        return nil
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
        for index in try boardsAlive(order.key, generation) {
            let all = try waiting(in: Layout.job(order.key).batch(index).tasks)
            if all.isEmpty { _ = try isSpent(index, of: order.key, generation) }
            let waiting = all.filter { wish.accepts(order, $0.task) }
            found += waiting.map { Candidate(waiting: $0, batch: index) }
            // Enough to choose from, and the later ones are to be done later.
            if found.count >= settings.claimWindow * 4 { break }
        }
        guard order.ladder != nil, wish.prefersSmall(order) else { return found }
        // The small ones of all slices before the large ones of any, each in the film's order.
        let ranked = found.enumerated().sorted { left, right in
            let (first, second) = (left.element.waiting.task.rung, right.element.waiting.task.rung)
            return (-(first ?? 0), left.offset) < (-(second ?? 0), right.offset)
        }
        return ranked.map(\.element)
    }

    private func take(_ candidate: Candidate, _ order: JobOrder) throws(SpoolError) -> Claim? {
        let attempt = Attempt(
            task: candidate.waiting.task,
            generation: candidate.waiting.generation,
            holder: holder
        )
        let claim = Claim(key: order.key, order: order, attempt: attempt, batch: candidate.batch)
        guard try take(claim.board, attempt, of: order.key) else { return nil }
        if claim.task == .merge { tell(.jobMerging, order.key, attempt) }
        return claim
    }

    /// Takes a token for this process. One thread of it alone: to the others the name of the holder
    /// in `run/` would say that they have won.
    ///
    /// The lock comes first: where there is no space for it nothing is taken, and nobody ever sees
    /// the claim without it.
    func take(_ board: Board, _ attempt: Attempt, of key: JobKey) throws(SpoolError) -> Bool {
        let taken = SpoolMemory.Taken(job: key, attempt: attempt)
        guard memory.with({ $0.taken.insert(taken).inserted }) else { return false }
        let lock = Layout.job(key).lock(attempt)
        let record = LockRecord(attempt: attempt, beat: 0, progress: nil)
        var isOurs = false
        defer { if !isOurs { memory.with { _ = $0.taken.remove(taken) } } }
        try access.create(lock, RecordCoding.padded(record, to: LockRecord.bytes))
        // Where it is not known whether the claim is ours the lock stays, and beats no more.
        isOurs = try access.move(board.queued(attempt.waiting), to: board.running(attempt))
        if isOurs {
            tell(.taskClaimed, key, attempt)
        } else {
            litter(lock)
            listener.conflict?()
        }
        return isOurs
    }

    /// Whether every part there will be is there.
    private func isReadyToMerge(
        _ order: JobOrder,
        _ tasks: BoardView,
        _ generation: Int
    ) throws(SpoolError) -> Bool {
        guard tasks.isDone(.split), !order.hasAudio || tasks.isDone(.audio) else { return false }
        let indices = try batchIndices(of: order.key)
        guard let last = indices.last, indices == Array(0...last),
            try batch(last, of: order.key)?.isLast ?? false
        else { return false }
        for index in try boardsAlive(order.key, generation) {
            guard try isSpent(index, of: order.key, generation) else { return false }
        }
        return true
    }
}
