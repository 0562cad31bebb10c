public import Model
internal import Platform
public import Spool

extension SiteDesk {
    public func job(_ word: String) throws(DeskRefusal) -> JobDetail {
        let job = try viewed(word)
        let line = line(of: job)
        let (tasks, logs) = try trying { spool throws(SpoolError) in
            (try spool.viewedTasks(of: job.key) ?? [], try spool.attemptLogs(of: job.key))
        }
        var detail = JobDetail(
            job: line,
            queued: WallTime(milliseconds: job.order.arrival).rfc3339,
            sliceSeconds: Double(job.order.recipe.sliceMilliseconds) / 1_000
        )
        let byTask = Dictionary(grouping: logs, by: \.attempt.task)
        for task in tasks {
            var shown = TaskDetail(task, byTask[task.task] ?? [], job.running)
            shown.rendition = task.task.rendition(of: job.order.ladder)
            for index in shown.attempts.indices {
                shown.attempts[index].rendition = shown.rendition
            }
            if shown.slice == nil {
                detail.tasks.append(shown)
            } else {
                detail.slices.append(shown)
            }
        }
        detail.actions = JobRules.actions(job)
        detail.encoders = job.order.encodersNeeded
        return detail
    }

    public func logs(ofJob word: String) throws(DeskRefusal) -> JobLogs {
        let key = try key(of: word)
        let (logs, ladder) = try trying { spool throws(SpoolError) in
            (try spool.attemptLogs(of: key), try spool.order(of: key)?.ladder)
        }
        let attempts = logs.sorted { ($0.time, $0.attempt.text) < ($1.time, $1.attempt.text) }
            .map { log in
                var line = AttemptLine(log)
                line.lines = log.lines
                line.rendition = log.attempt.task.rendition(of: ladder)
                return line
            }
        return JobLogs(id: key.job.shortText, key: key.text, attempts: attempts)
    }

    public func steer(
        job word: String,
        _ action: JobAction
    ) throws(DeskRefusal) -> JobChanges {
        let job = try viewed(word)
        if let objection = JobRules.objection(to: action, job) { throw refusal(job, objection) }
        let objection = try trying { spool throws(SpoolError) in
            try JobRules.carryOut(action, job.key, spool)
        }
        live.ask()
        if let objection { throw refusal(job, objection) }
        return JobChanges(action: action.name, jobs: [JobChange(job, objection: nil)])
    }

    private func refusal(_ job: ViewedJob, _ objection: String) -> DeskRefusal {
        DeskRefusal(.conflict, "\(Quoted.path(job.order.source.path)): \(objection)")
    }

    // MARK: Finding it

    private func viewed(_ word: String) throws(DeskRefusal) -> ViewedJob {
        let key = try key(of: word)
        let job = try trying { spool throws(SpoolError) in try spool.viewed(key) }
        guard let job else { throw nothing(word) }
        return job
    }

    /// By its whole name, or by the first digits of its number where they are of one job alone.
    func key(of word: String) throws(DeskRefusal) -> JobKey {
        let keys = try trying { spool throws(SpoolError) in try spool.openJobs() }
        if let key = JobKey(word), keys.contains(key) { return key }
        let found = keys.filter { JobRules.isMeant($0, by: word) }
        let exact = found.filter { $0.job.text == word || $0.text == word }
        let meant = exact.isEmpty ? found : exact
        guard let first = meant.first else { throw nothing(word) }
        guard meant.count == 1 else {
            let names = meant.prefix(SiteDesk.candidatesMax).map(\.text)
            throw DeskRefusal(
                .conflict,
                "\(Quoted.readable(word)) may mean \(meant.count) jobs: "
                    + names.joined(separator: ", ") + (meant.count > names.count ? ", …" : "")
            )
        }
        return first
    }

    private func nothing(_ word: String) -> DeskRefusal {
        DeskRefusal(
            .notFound,
            "no open job is called \(Quoted.readable(String(word.prefix(80))))",
            hint: "reelmill jobs ls"
        )
    }

    static let candidatesMax = 10

    /// As it is now; its place, and what is before it, as it was seen last among all others.
    private func line(of job: ViewedJob) -> JobLine {
        let seen = live.view ?? ClusterView()
        let place = seen.jobs.firstIndex { $0.key == job.key }
        var view = seen
        if let place { view.jobs[place] = job } else { view.jobs.append(job) }
        var failures: [JobKey: FailureLine] = [:]
        if job.state == .failed {
            failures[job.key] = ClusterSummary.failure(of: job, site.spool)
        }
        let summary = ClusterSummary(
            view,
            failures: failures,
            site.spool.settings,
            at: LocalTime(.now)
        )
        return summary.line(of: job, place: (place ?? view.jobs.count - 1) + 1)
    }
}

extension JobRules {
    /// Whether these digits, or this name, mean the job.
    public static func isMeant(_ key: JobKey, by text: String) -> Bool {
        !text.isEmpty && (key.job.digits.hasPrefix(text) || key.text.hasPrefix(text))
    }
}

extension TaskDetail {
    init(_ task: ViewedTask, _ logs: [AttemptLog], _ running: [ViewedAttempt]) {
        let state: State
        var attempt: Attempt?
        switch task.token {
        case .waiting, .unseen: state = .waiting
        case .running(let holding): (state, attempt) = (.running, holding)
        case .done(let holding): (state, attempt) = (.done, holding)
        case .failed(let holding): (state, attempt) = (.failed, holding)
        }
        self.init(task: task.task.text, slice: task.task.slice, state: state)
        node = attempt?.holder.node ?? logs.last?.attempt.holder.node
        attempts = logs.map { AttemptLine($0) }
        guard state == .running, let attempt,
            !logs.contains(where: { $0.attempt == attempt })
        else { return }
        let now = running.first { $0.attempt == attempt }?.progress
        progress = now?.share
        attempts.append(AttemptLine(running: attempt, now))
    }
}

extension AttemptLine {
    fileprivate init(_ attempt: Attempt, outcome: String) {
        self.init(
            task: attempt.task.text,
            slice: attempt.task.slice,
            generation: attempt.generation,
            node: attempt.holder.node,
            holder: attempt.holder.text,
            outcome: outcome
        )
    }

    init(_ log: AttemptLog) {
        self.init(log.attempt, outcome: log.outcome.rawValue)
        (blame, reason, ended) = (log.blame?.rawValue, log.reason, log.time)
        guard let took = log.report?.took else { return }
        let milliseconds = took.milliseconds
        seconds = Double(milliseconds) / 1_000
        bytes = took.bytes
        if let frames = took.frames, took.encoding > 0 {
            fps = Double(frames) * 1_000 / Double(took.encoding)
        }
        began = WallTime(rfc3339: log.time).flatMap { $0.before(milliseconds) }
    }

    fileprivate init(running attempt: Attempt, _ progress: TaskProgress?) {
        self.init(attempt, outcome: "running")
        guard let progress else { return }
        (fps, bytes) = (progress.framesPerSecond, progress.bytes)
        seconds = Double(progress.elapsedMilliseconds) / 1_000
        began = WallTime.now.before(progress.elapsedMilliseconds)
    }
}

extension WallTime {
    /// So long before, in RFC 3339; nil for what a damaged file may say.
    fileprivate func before(_ milliseconds: Int64) -> String? {
        let day: Int64 = 86_400_000
        guard (0..<day * 1_000).contains(milliseconds) else { return nil }
        return WallTime(milliseconds: self.milliseconds - milliseconds).rfc3339
    }
}

extension TaskEvent {
    /// What a part took, as far as it was measured.
    fileprivate var took: (milliseconds: Int64, encoding: Int64, frames: Int?, bytes: Int64)? {
        switch self {
        case .part(let part):
            let time = part.encodeMilliseconds.addingReportingOverflow(part.proofMilliseconds)
            return (
                time.overflow ? 0 : time.partialValue, part.encodeMilliseconds, part.times.count,
                part.bytes
            )
        case .parts(let parts): return TaskEvent.took(parts)
        case .joined(let joined): return (joined.joinMilliseconds, 0, nil, joined.bytes)
        case .packaged(let made): return (made.joinMilliseconds, 0, nil, made.bytes)
        default: return nil
        }
    }

    /// Renditions of a slice are made side by side: it takes as long as the slowest one.
    private static func took(
        _ parts: [PartReport]
    ) -> (milliseconds: Int64, encoding: Int64, frames: Int?, bytes: Int64) {
        let encoding = parts.map(\.encodeMilliseconds).max() ?? 0
        let proof = parts.map(\.proofMilliseconds).max() ?? 0
        let time = encoding.addingReportingOverflow(proof)
        return (
            time.overflow ? 0 : time.partialValue, encoding, parts.map(\.times.count).max(),
            parts.reduce(0) { $0 + $1.bytes }
        )
    }
}
