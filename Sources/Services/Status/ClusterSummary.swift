public import Model
public import Platform
public import Spool

/// Sums a view up, for people and programs.
public struct ClusterSummary: Sendable {
    private let view: ClusterView
    private let reasons: WaitReasons
    private let failures: [JobKey: FailureLine]
    private let silenceMax: Double

    /// - Parameter reader: Asked why jobs failed; nil is not to ask.
    public init(_ view: ClusterView, _ reader: ClusterReader?, at time: LocalTime) {
        (self.view, reasons) = (view, WaitReasons(view, at: time))
        failures = reader.map { ClusterSummary.failures(view, $0) } ?? [:]
        let settings = reader?.spool.settings ?? .local
        silenceMax = Double((settings.beat * settings.looksUntilSuspected).components.seconds)
    }

    /// - Parameter failures: Why jobs failed, as it is known already.
    init(
        _ view: ClusterView,
        failures: [JobKey: FailureLine],
        _ settings: SpoolSettings,
        at time: LocalTime
    ) {
        (self.view, self.failures) = (view, failures)
        reasons = WaitReasons(view, at: time)
        silenceMax = Double((settings.beat * settings.looksUntilSuspected).components.seconds)
    }

    public var status: ClusterStatus {
        var status = ClusterStatus(version: Product.version, spool: view.spool)
        status.jobs = view.jobs.enumerated().map { line(of: $0.element, place: $0.offset + 1) }
        status.nodes = nodeLines(status.jobs)
        for job in status.jobs {
            status.counts[job.state, default: 0] += 1
            status.slices = status.slices + job.slices
            status.speed += job.speed
        }
        status.secondsLeft = ClusterSummary.secondsLeft(status.jobs, status.speed)
        status.coordinator = view.leader.flatMap(coordinator)
        (status.isPaused, status.pause) = (view.pause != nil, view.pause)
        status.watch = view.scan.map(WatchStatus.init)
        status.troubles = view.troubles.map { "\($0)" }
        return status
    }

    private func coordinator(_ leader: ViewedLeader) -> CoordinatorStatus? {
        guard !leader.isReleased else { return nil }
        return CoordinatorStatus(
            node: Holder(leader.holder)?.node ?? leader.holder,
            holder: leader.holder,
            term: leader.term,
            secondsSilent: leader.secondsSilent,
            isSilent: leader.secondsSilent > silenceMax
        )
    }

    // MARK: - Jobs

    public func line(of job: ViewedJob, place: Int) -> JobLine {
        var line = JobLine(
            id: job.key.job.shortText,
            key: job.key.text,
            path: job.order.source.path,
            result: job.order.result,
            bytes: job.order.source.bytes,
            state: job.state.rawValue,
            place: place,
            priority: job.order.priority
        )
        line.profile = job.order.profile
        line.waitsFor = reasons.reason(job)?.text
        (line.slices, line.isCut) = (job.slices, job.isCut)
        line.renditions = job.renditions
        if job.tasks.total > job.slices.total { line.renditionTasks = job.tasks }
        line.running = job.running.map { ClusterSummary.line($0, job.order.ladder) }
        line.speed = job.running.reduce(0) { sum, running in
            // Cutting and joining are as fast as the disk, which says nothing of the film.
            guard running.attempt.task.slice != nil else { return sum }
            return sum + (running.progress?.speed ?? 0) * job.order.share(of: running.attempt.task)
        }
        line.failure = failures[job.key]
        line.missing = job.unseen.map(\.text)
        line.progress = ClusterSummary.progress(of: job)
        line.secondsLeft = ClusterSummary.secondsLeft(of: job, line)
        return line
    }

    private static func line(_ running: ViewedAttempt, _ ladder: FilmLadder?) -> TaskLine {
        let attempt = running.attempt
        var line = TaskLine(
            task: attempt.task.text,
            slice: attempt.task.slice,
            generation: attempt.generation,
            node: attempt.holder.node,
            holder: attempt.holder.text,
            progress: running.progress
        )
        line.rendition = attempt.task.rendition(of: ladder)
        return line
    }

    /// How many slices there will be: all of them are known when the film is cut; before that the
    /// part of it that was cut tells.
    private static func slicesExpected(_ job: ViewedJob) -> Double? {
        let known = job.slices.total
        guard !job.isCut else { return known > 0 ? Double(known) : nil }
        let split = job.running.first { $0.attempt.task == .split }
        guard known > 0, let share = split?.progress?.share, share > 0 else { return nil }
        return Double(known) / share
    }

    /// Slices that are done, and what is done of those that run. A slice of which renditions are
    /// tasks of their own is done as far as they are, by their sizes.
    private static func slicesDone(_ job: ViewedJob) -> Double {
        let done = job.order.ladder.map { ladder in
            zip(job.rungs, ladder.workShares).reduce(0) { $0 + Double($1.0.done) * $1.1 }
        }
        return job.running.reduce(done ?? Double(job.slices.done)) { sum, running in
            guard running.attempt.task.slice != nil else { return sum }
            let share = running.progress?.share ?? 0
            return sum + share * job.order.share(of: running.attempt.task)
        }
    }

    private static func progress(of job: ViewedJob) -> Double? {
        if job.state == .merging || job.state == .publishing { return 1 }
        guard job.isBegun else { return 0 }
        return slicesExpected(job).map { min(1, slicesDone(job) / $0) }
    }

    /// A slice is about as long as the recipe asks for; one that runs alone tells by its own pace.
    private static func secondsLeft(of job: ViewedJob, _ line: JobLine) -> Double? {
        guard let expected = slicesExpected(job), line.speed > 0 else { return nil }
        if expected == 1, let progress = job.running.first?.progress, let share = progress.share,
            share > 0
        {
            return Double(progress.elapsedMilliseconds) / 1_000 * (1 - share) / share
        }
        let slice = Double(job.order.recipe.sliceMilliseconds) / 1_000
        return max(0, expected - slicesDone(job)) * slice / line.speed
    }

    /// The work that is left of the jobs begun, at the speed of now.
    private static func secondsLeft(_ jobs: [JobLine], _ speed: Double) -> Double? {
        guard speed > 0 else { return nil }
        let work = jobs.compactMap { job in job.secondsLeft.map { $0 * job.speed } }
        return work.isEmpty ? nil : work.reduce(0, +) / speed
    }

    // MARK: - Nodes

    private func nodeLines(_ jobs: [JobLine]) -> [NodeLine] {
        var tasks: [String: [NodeTask]] = [:]
        for job in jobs {
            for task in job.running { tasks[task.holder, default: []].append(.init(job, task)) }
        }
        return view.nodes.map { node in
            var line = ClusterSummary.line(of: node)
            if let leader = view.leader, !leader.isReleased {
                line.isCoordinator = leader.holder == line.holder
            }
            line.tasks = tasks[line.holder] ?? []
            line.speed = line.tasks.filter { $0.task.slice != nil }.reduce(0) { $0 + $1.task.speed }
            return line
        }
    }

    private static func line(of node: ViewedNode) -> NodeLine {
        let isDraining = node.isDrained || (node.record?.isDraining ?? false)
        var line = NodeLine(
            node: node.holder.node,
            holder: node.holder.text,
            state: node.isSilent ? .silent : isDraining ? .draining : .live,
            secondsSilent: node.secondsSilent
        )
        guard let record = node.record else { return line }
        (line.version, line.architecture) = (record.version, record.architecture)
        (line.roles, line.slots, line.busySlots) = (record.roles, record.slots, record.busySlots)
        (line.address, line.load, line.encoders) = (record.address, record.load, record.encoders)
        (line.processID, line.secondsAhead) = (record.processID, node.secondsAhead)
        return line
    }

    // MARK: - Failures

    private static func failures(
        _ view: ClusterView,
        _ reader: ClusterReader
    ) -> [JobKey: FailureLine] {
        var failures: [JobKey: FailureLine] = [:]
        for job in view.jobs where job.state == .failed {
            guard failures.count < failuresMax else { break }
            failures[job.key] = failure(of: job, reader)
        }
        return failures
    }

    /// Its record says why; where that is not written yet, the log of the task that decided it.
    public static func failure(of job: ViewedJob, _ reader: ClusterReader) -> FailureLine {
        failure(of: job, reader.spool)
    }

    static func failure(of job: ViewedJob, _ spool: Spool) -> FailureLine {
        var reason: String?
        if let names = try? spool.records(of: job.key.job) {
            let name = names.last { $0.key == job.key }
            reason = name.flatMap { try? spool.record($0) }?.reason
        }
        if reason == nil, case .failed(let attempt) = job.merge {
            reason = (try? spool.attemptLog(attempt, of: job.key))?.reason
        }
        let logs = (try? spool.attemptLogs(of: job.key)) ?? []
        let task = job.failed.first { $0.task != .merge }?.task ?? job.failed.first?.task
        // A merge that was taken to fail the job with is no try.
        let tries = logs.filter { $0.attempt.task == task && $0.outcome != .cancelled }
        return FailureLine(
            reason: reason ?? "no reason was written",
            task: task?.text,
            tries: tries.count,
            nodes: Set(tries.map(\.attempt.holder.node)).sorted()
        )
    }

    /// So many are asked why: each costs a listing and some files.
    static let failuresMax = 50
}
