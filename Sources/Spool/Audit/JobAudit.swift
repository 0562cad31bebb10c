internal import Model

/// What the events say of one life of a job.
struct JobAudit {
    private struct Generation: Hashable {
        var task: TaskName
        var number: Int
    }

    private enum Decision: String {
        case done, returned, failed
    }

    private let key: JobKey
    private var claims: [Generation: [Holder]] = [:]
    private var decisions: [Attempt: Set<Decision>] = [:]
    private var takenBack: Set<Attempt> = []
    private var rejected: Set<Attempt> = []
    private var records: [Record] = []
    private var isRetried = false
    /// Merges in the hand of holders that died and told nothing more of them.
    private var openMerges: [Holder: Attempt] = [:]

    private struct Record: Hashable {
        var attempt: Attempt
        var outcome: String
    }

    init(_ key: JobKey) { self.key = key }

    mutating func take(_ event: Event, by told: Audit.Told) {
        switch event.kind {
        case .jobRetried: isRetried = true
        case .taskClaimed: claim(event, by: told)
        case .taskDone: decide(event, .done, by: told)
        case .taskReturned: decide(event, .returned, by: told)
        case .taskTakenBack:
            decide(event, .returned, by: told)
            if let attempt = event.attempt { takenBack.insert(attempt) }
        case .taskFailed: decide(event, .failed, by: told)
        case .taskRejected:
            if let attempt = event.attempt { rejected.insert(attempt) }
        case .historyRecorded:
            guard let attempt = event.attempt else { return }
            records.append(Record(attempt: attempt, outcome: event.detail ?? ""))
        default: break
        }
    }

    private mutating func claim(_ event: Event, by told: Audit.Told) {
        guard let attempt = event.attempt else { return }
        let generation = Generation(task: attempt.task, number: attempt.generation)
        claims[generation, default: []].append(told.holder)
        if attempt.task == .merge, !told.hasLeft { openMerges[told.holder] = attempt }
    }

    private mutating func decide(_ event: Event, _ decision: Decision, by told: Audit.Told) {
        guard let attempt = event.attempt else { return }
        decisions[attempt, default: []].insert(decision)
        if told.holder == attempt.holder, openMerges[told.holder] == attempt {
            openMerges[told.holder] = nil
        }
    }

    // MARK: - Judging

    /// - Parameter isWhole: Whether no holder can have lost events.
    func check(isWhole: Bool, _ report: inout AuditReport) {
        count(&report)
        checkWinners(&report)
        checkDecisions(&report)
        checkCommits(isWhole: isWhole, &report)
        checkReturns(isWhole: isWhole, &report)
        checkRecords(&report)
        checkMergeOfRecord(isWhole: isWhole, &report)
    }

    private func count(_ report: inout AuditReport) {
        let all = claims.keys.map(\.task) + decisions.keys.map(\.task)
        report.tasks += Set(all).count
        report.claims += claims.values.map(\.count).reduce(0, +)
        report.commits += attempts(.done).count
        report.returns += attempts(.returned).subtracting(takenBack).count
        report.takeBacks += takenBack.count
        report.failures += attempts(.failed).count
        report.rejections += rejected.count
        report.records += records.count
    }

    private func attempts(_ decision: Decision) -> Set<Attempt> {
        Set(decisions.filter { $0.value.contains(decision) }.keys)
    }

    private func checkWinners(_ report: inout AuditReport) {
        for (generation, holders) in claims where holders.count > 1 {
            let names = holders.map(\.text).sorted().joined(separator: " and by ")
            let waiting = Waiting(task: generation.task, generation: generation.number)
            report.find(.oneWinner, key, "\(waiting.text) was claimed by \(names)")
        }
        // Whoever decided an attempt speaks of its holder, too.
        for attempt in decisions.keys {
            let generation = Generation(task: attempt.task, number: attempt.generation)
            guard let holders = claims[generation], !holders.contains(attempt.holder) else {
                continue
            }
            report.find(
                .oneWinner,
                key,
                "\(attempt) came to an end, and was claimed by \(holders[0])"
            )
        }
    }

    private func checkDecisions(_ report: inout AuditReport) {
        for (attempt, decisions) in decisions where decisions.count > 1 {
            let words = decisions.map(\.rawValue).sorted().joined(separator: " and ")
            report.find(.oneDecision, key, "\(attempt) was \(words)")
        }
    }

    /// Whether a rejection may not have been written down, because who rejected died: a merge takes
    /// back parts, and whoever finds the result of a merge gone takes the merge back.
    private func mayLackRejection(of task: TaskName, isWhole: Bool) -> Bool {
        !openMerges.isEmpty || (task == .merge && !isWhole)
    }

    private func checkCommits(isWhole: Bool, _ report: inout AuditReport) {
        let kept = attempts(.done).subtracting(rejected)
        for (task, commits) in Dictionary(grouping: kept, by: \.task) where commits.count > 1 {
            let areOfOneGeneration = Set(commits.map(\.generation)).count < commits.count
            if !areOfOneGeneration, mayLackRejection(of: task, isWhole: isWhole) {
                report.eventsMissing += commits.count - 1
                continue
            }
            let names = commits.map(\.text).sorted().joined(separator: " and as ")
            report.find(.oneCommit, key, "\(task) was done as \(names)")
        }
    }

    private func checkReturns(isWhole: Bool, _ report: inout AuditReport) {
        let explained = attempts(.returned).union(rejected)
            .union(isRetried ? attempts(.failed) : [])
        let sources = Set(explained.map { Generation(task: $0.task, number: $0.generation) })
        for generation in claims.keys where generation.number > 0 {
            let before = Generation(task: generation.task, number: generation.number - 1)
            if sources.contains(before) { continue }
            let waiting = Waiting(task: generation.task, generation: generation.number).text
            let isDone = attempts(.done).contains {
                $0.task == before.task && $0.generation == before.number
            }
            let mayLack = !isDone || mayLackRejection(of: generation.task, isWhole: isWhole)
            if isWhole || !mayLack {
                let why = isDone ? "was done" : "was never returned"
                report.find(
                    .explainedReturn,
                    key,
                    "\(waiting) was claimed, and the generation before it \(why)"
                )
            } else {
                report.eventsMissing += 1
            }
        }
    }

    private func checkRecords(_ report: inout AuditReport) {
        for (generation, same) in Dictionary(grouping: records, by: \.attempt.generation)
        where same.count > 1 {
            let outcomes = same.map(\.outcome).sorted().joined(separator: " and ")
            report.find(.oneRecord, key, "merge.\(generation) was recorded as \(outcomes)")
        }
        let ends = records.filter { $0.outcome != HistoryRecord.Outcome.failed.rawValue }
        if Set(ends.map(\.attempt.generation)).count > 1 {
            let words = ends.map { "\($0.outcome) by \($0.attempt)" }.sorted()
            report.find(.oneRecord, key, "it ended as \(words.joined(separator: " and "))")
        }
    }

    private func checkMergeOfRecord(isWhole: Bool, _ report: inout AuditReport) {
        for record in records {
            let wanted: Decision =
                record.outcome == HistoryRecord.Outcome.done.rawValue ? .done : .failed
            let found = decisions[record.attempt] ?? []
            if found.contains(wanted) { continue }
            if found.isEmpty, !isWhole {
                report.eventsMissing += 1
                continue
            }
            let words = found.map(\.rawValue).sorted().joined(separator: " and ")
            report.find(
                .recordOfMerge,
                key,
                "it was recorded as \(record.outcome), and \(record.attempt) was "
                    + (words.isEmpty ? "never decided" : words)
            )
        }
    }
}
