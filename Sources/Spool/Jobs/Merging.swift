public import Model

/// The parts of a job, as its merge has them.
public struct PartList: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public let attempt: Attempt
        /// Relative to the spool.
        public let path: Path
        public let report: TaskEvent?
        /// Nil for the sound.
        public let batch: Int?

        /// Where its task has made several renditions, that of one of them.
        public func path(of rung: Int?) -> Path {
            guard attempt.task.rung == nil, let rung else { return path }
            return layout.part(attempt, rung: rung)
        }
        public func path(sound: Int) -> Path { layout.part(attempt, sound: sound) }
        /// All that its task has made.
        public func paths(_ ladder: FilmLadder?) -> [Path] { layout.parts(attempt, ladder) }

        let layout: JobLayout
    }

    /// In the order of the film; of a slice one for each rendition, or one for all of them.
    public let slices: [Part]
    public let sound: Part?
    public let batches: Int
}

extension Spool {
    /// All parts, from fresh listings; nil when one is missing, and then the merge goes back.
    public func parts(for claim: Claim) throws(SpoolError) -> PartList? {
        let indices = try batchIndices(of: claim.key)
        guard let last = indices.last, indices == Array(0...last),
            let ending = try batch(last, of: claim.key), ending.isLast
        else { return nil }
        var slices: [PartList.Part] = []
        for index in indices {
            guard let batch = try batch(index, of: claim.key) else { return nil }
            let board = claim.layout.batch(index).tasks
            let done = try attempts(in: board.done)
            for task in batch.tasks {
                guard let attempt = done.last(where: { $0.task == task }) else { return nil }
                slices.append(try part(attempt, claim, index))
            }
        }
        guard claim.order.hasAudio else {
            return PartList(slices: slices, sound: nil, batches: indices.count)
        }
        let done = try attempts(in: claim.layout.tasks.done)
        guard let audio = done.last(where: { $0.task == .audio }) else { return nil }
        let sound = try part(audio, claim, nil)
        return PartList(slices: slices, sound: sound, batches: indices.count)
    }

    private func part(
        _ attempt: Attempt,
        _ claim: Claim,
        _ batch: Int?
    ) throws(SpoolError) -> PartList.Part {
        PartList.Part(
            attempt: attempt,
            path: claim.layout.part(attempt),
            report: try log(of: attempt, in: claim.key)?.report,
            batch: batch,
            layout: claim.layout
        )
    }

    /// Parts that are not what their logs say are made again, and then the job is merged again. The
    /// merge goes back behind them, so that nobody believes what it remembers of the batches.
    public func reject(
        _ parts: [PartList.Part],
        _ claim: Claim,
        reason: String
    ) throws(SpoolError) {
        // Whoever lost the merge meanwhile has nothing to refuse.
        guard try access.isListed(claim.board.running(claim.attempt)) else { return }
        for part in parts {
            let board = part.batch.map { claim.layout.batch($0).tasks } ?? claim.layout.tasks
            let attempt = part.attempt
            if try access.move(board.done(attempt), to: board.queued(attempt.returned)) {
                tell(.taskRejected, claim.key, attempt, reason)
            }
            try access.sync(board.queue)
        }
        try handBack(claim, reason: reason, blame: .badPart)
    }
}
