public import Model
internal import Platform

/// How a claim was settled.
public enum Settlement: Hashable, Sendable {
    /// As the holder wanted it.
    case settled
    /// Somebody else had decided first that it came to this.
    case decidedBefore(AttemptLog.Outcome)
    /// There is no such job any more.
    case jobIsClosed
}

/// The end of an attempt: its log decides, and the rename of its token carries it out. The log is
/// made by link(), so there is one decision; the token's name never comes again, so anybody may
/// carry it out, at any time, any number of times.
extension Spool {
    /// The part is written, its content is on the disk, and it was proven.
    public func commit(
        _ claim: Claim,
        report: TaskEvent?,
        staged: StagedResult? = nil
    ) throws(SpoolError) -> Settlement {
        var log = newLog(claim.attempt, .done)
        log.report = report
        log.staged = staged
        try access.sync(claim.layout.parts)
        return try settle(claim, log)
    }

    /// Gives a task back, for others or for later. With a blame too many it fails.
    @discardableResult
    public func handBack(
        _ claim: Claim,
        reason: String,
        blame: Blame?,
        lines: [String] = []
    ) throws(SpoolError) -> Settlement {
        var log = newLog(claim.attempt, .returned)
        log.reason = reason
        log.blame = blame
        log.lines = lines
        return try settle(claim, try weighed(log, in: claim.key))
    }

    /// The task would fail again however often it is tried.
    @discardableResult
    public func giveUp(
        _ claim: Claim,
        reason: String,
        lines: [String] = []
    ) throws(SpoolError) -> Settlement {
        var log = newLog(claim.attempt, .failed)
        log.reason = reason
        log.lines = lines
        return try settle(claim, log)
    }

    func newLog(_ attempt: Attempt, _ outcome: AttemptLog.Outcome) -> AttemptLog {
        AttemptLog(attempt: attempt, outcome: outcome, writer: holder, time: clock.wall)
    }

    /// Makes a return with one blame, or one loss, too many a failure.
    func weighed(_ log: AttemptLog, in key: JobKey) throws(SpoolError) -> AttemptLog {
        guard log.blame != nil || log.writer != log.attempt.holder.text else { return log }
        let before = try logs(of: log.attempt.task, in: key)
            .filter { $0.attempt != log.attempt }
        let blames = Blames.count(before + [log])
        let losses = Blames.losses(before + [log])
        let blamesMax = try order(of: key)?.work.triesMax ?? settings.blamesMax
        guard blames >= blamesMax || losses >= settings.lossesMax else { return log }
        var failed = log
        failed.outcome = .failed
        let many = max(blames, losses)
        failed.reason = "\(many) attempts came to nothing; the last: \(log.reason ?? "")"
        return failed
    }

    private func settle(_ claim: Claim, _ log: AttemptLog) throws(SpoolError) -> Settlement {
        let decided: AttemptLog
        do throws(SpoolError) {
            decided = try decide(log, in: claim.key)
            try carryOut(decided, on: claim.board, of: claim.key)
        } catch {
            guard try isClosed(claim.key) else { throw error }
            return .jobIsClosed
        }
        return decided.outcome == log.outcome ? .settled : .decidedBefore(decided.outcome)
    }

    /// Writes what an attempt came to, unless that is decided. What holds is returned.
    func decide(_ log: AttemptLog, in key: JobKey) throws(SpoolError) -> AttemptLog {
        let path = Layout.job(key).log(log.attempt)
        let found = try publish(RecordCoding.bytes(log), as: path)
        return try RecordCoding.record(AttemptLog.self, found, at: path)
    }

    /// Moves a token to where its log says. It may have been there before, and may have gone on.
    ///
    /// - Returns: Whether this call moved it.
    @discardableResult
    func carryOut(
        _ log: AttemptLog,
        on board: Board,
        of key: JobKey
    ) throws(SpoolError) -> Bool {
        let attempt = log.attempt
        let target =
            switch log.outcome {
            case .done: board.done(attempt)
            case .returned: board.queued(attempt.returned)
            case .failed, .cancelled: board.failed(attempt)
            }
        let isThere = try access.move(board.running(attempt), to: target)
        guard isThere else {
            // Gone on, nearly always. A view of this client that is behind would say so, too.
            guard try access.isListed(board.running(attempt)) else { return false }
            throw .storage(SystemError("rename", board.running(attempt), to: target, .noSuchFile))
        }
        memory.with { _ = $0.taken.remove(.init(job: key, attempt: attempt)) }
        try access.sync(target.parent)
        try access.sync(board.run)
        tell(kind(of: log), key, attempt, log.reason)
        if log.outcome == .done, attempt.task == .split { tell(.jobSplit, key, attempt) }
        litter(Layout.job(key).lock(attempt))
        // By the log it counts for nothing, even if its maker is still writing it.
        if log.outcome != .done {
            let ladder = try? order(of: key)?.ladder
            for part in Layout.job(key).parts(attempt, ladder) { litter(part) }
        }
        return true
    }

    private func kind(of log: AttemptLog) -> Event.Kind {
        switch log.outcome {
        case .done: .taskDone
        case .returned: log.writer == log.attempt.holder.text ? .taskReturned : .taskTakenBack
        case .failed, .cancelled: .taskFailed
        }
    }
}

/// Whether a claim is still one.
public enum Hold: Hashable, Sendable {
    case held
    /// It was taken away: what is being made counts for nothing.
    case lost
    /// The job was cancelled, or has failed: the work is to be stopped and handed back.
    case unwanted
}

extension Spool {
    /// Shows that the work moves.
    public func beat(
        _ claim: Claim,
        _ beat: UInt64,
        _ progress: TaskProgress?
    ) throws(SpoolError) -> Hold {
        let record = LockRecord(attempt: claim.attempt, beat: beat, progress: progress)
        let bytes = RecordCoding.padded(record, to: LockRecord.bytes)
        guard try access.rewrite(claim.layout.lock(claim.attempt), bytes) else {
            // Whoever settles a claim removes its lock. The lock alone is not the claim, though.
            guard try access.isListed(claim.board.running(claim.attempt)) else {
                // A volume that is not mounted shows no jobs at all, and that is trouble.
                _ = try isClosed(claim.key)
                return .lost
            }
            try access.create(claim.layout.lock(claim.attempt), bytes)
            return .held
        }
        guard let names = try access.entries(claim.layout.path) else {
            if try isClosed(claim.key) { return .lost }
            throw .storage(SystemError("list", claim.layout.path, .noSuchFile))
        }
        if names.contains("cancel"), claim.task != .merge { return .unwanted }
        let failed = try attempts(in: claim.layout.tasks.failed)
        return failed.contains { $0.task == .merge } ? .unwanted : .held
    }
}
