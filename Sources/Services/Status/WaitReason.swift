public import Model
public import Platform
public import Spool

/// Why nothing of a job runs.
public enum WaitReason: Hashable, Sendable {
    case isCancelled
    case isPaused
    /// Nobody takes anything.
    case allIsPaused(PauseStatus)
    /// Its tokens are gone, and nobody makes them again by himself.
    case tokensMissing([TaskName])
    case noNode
    /// There are nodes, and none of them takes work: they are drained, or do not encode.
    case noWorker(nodes: Int)
    /// Those that would take it are outside of their own hours.
    case nodesClosed(nodes: Int)
    case outsideHours([WeeklyHours], minutesToOpening: Int?)
    case noNodeHasEncoder(String)
    /// What its profile says of nodes speaks against each of them; the first few.
    case noNodeMay([String])
    /// All renditions of a slice at once are too much for the memory of each of them.
    case noNodeIsLargeEnough(needed: Int64, most: Int64)
    case behind(jobs: Int, ofHigherPriority: Bool)
    case noFreeSlot
    /// What was tried came back, for this reason, and nothing of it runs since.
    case triedAgain(String)
    /// Somebody will take it with the next look.
    case about
}

/// Why jobs of a view wait. What is the same for all of them, and how many are before each, is
/// found out once: there may be thousands.
public struct WaitReasons: Sendable {
    private let time: LocalTime
    private let living: Int
    /// How many would take work at another time of the day.
    private let closed: Int
    private let pause: PauseStatus?
    private let workers: [ViewedNode]
    /// Whether no slot of theirs is free.
    private let isFull: Bool
    private var places: [JobKey: Place] = [:]

    /// What of the queue comes before a job, and could be worked on.
    private struct Place {
        var jobs = 0
        var ofHigherPriority = 0
        var hasUnbegun = false
    }

    /// - Parameter time: By the clocks of this host's zone, as the nodes' are meant to be.
    public init(_ view: ClusterView, at time: LocalTime) {
        self.time = time
        let nodes = view.livingNodes
        (living, pause) = (nodes.count, view.pause)
        workers = nodes.filter(\.takesWork)
        closed = nodes.count { $0.mayTakeWork && !$0.takesWork }
        isFull = workers.compactMap(\.record).allSatisfy { $0.busySlots >= max(1, $0.slots) }
        var place = Place()
        var rank: Int?
        for job in view.jobs {
            // Jobs come by their ranks, those without one last.
            if job.rank != rank { (rank, place.ofHigherPriority) = (job.rank, place.jobs) }
            places[job.key] = place
            guard isBefore(job) else { continue }
            place.jobs += 1
            place.hasUnbegun = place.hasUnbegun || !job.isBegun
        }
    }

    /// Nil where something runs, or nothing is left to be done by a node. While a film is cut its
    /// slices may wait all the same.
    public func reason(_ job: ViewedJob) -> WaitReason? {
        switch job.state {
        case .splitting where job.tasks.waiting > 0:
            // Slices that were cut just now are taken soon, which is nothing to tell.
            whyNothingRuns(job).flatMap { $0 == .about ? nil : $0 }
        case .splitting, .encoding, .merging, .publishing, .failed: nil
        case .cancelling: .isCancelled
        case .paused: .isPaused
        case .waiting: whyNothingRuns(job)
        }
    }

    private func whyNothingRuns(_ job: ViewedJob) -> WaitReason? {
        pause.map(WaitReason.allIsPaused) ?? ofTheJob(job) ?? ofTheNodes(job) ?? ofTheTries(job)
            ?? ofTheQueue(job)
    }

    private func ofTheJob(_ job: ViewedJob) -> WaitReason? {
        if !job.unseen.isEmpty { return .tokensMissing(job.unseen) }
        let hours = job.order.work.hours
        guard !hours.isEmpty else { return nil }
        let day = WeeklyHours.Day.allCases[time.weekday]
        guard !hours.isOpen(day, time.minuteOfDay) else { return nil }
        let minutes = hours.minutesToOpening(day, time.minuteOfDay)
        return .outsideHours(hours, minutesToOpening: minutes)
    }

    private func ofTheNodes(_ job: ViewedJob) -> WaitReason? {
        guard living > 0 else { return .noNode }
        guard !workers.isEmpty else {
            return closed > 0 ? .nodesClosed(nodes: closed) : .noWorker(nodes: living)
        }
        for encoder in job.order.encodersNeeded {
            let isThere = workers.contains { $0.record?.encoders?.contains(encoder) ?? true }
            guard isThere else { return .noNodeHasEncoder(encoder) }
        }
        if let reason = ofTheMemory(job) { return reason }
        guard !job.order.work.nodes.terms.isEmpty else { return nil }
        let refusals = workers.map { worker in WaitReasons.refusal(of: worker, job) }
        guard refusals.allSatisfy({ $0 != nil }) else { return nil }
        return .noNodeMay(Array(refusals.compactMap(\.self).prefix(WaitReasons.shownMax)))
    }

    /// Slices that were cut for large nodes wait for one where none is left.
    private func ofTheMemory(_ job: ViewedJob) -> WaitReason? {
        guard let ladder = job.order.ladder, job.tasks.waiting > 0,
            job.tasks.total == job.slices.total
        else { return nil }
        let memories = workers.map { $0.record?.memoryPerSlot }
        guard !memories.contains(where: ladder.fitsAtOnce) else { return nil }
        let most = memories.compactMap(\.self).max() ?? 0
        return .noNodeIsLargeEnough(needed: ladder.memoryForAll, most: most)
    }

    private static func refusal(of node: ViewedNode, _ job: ViewedJob) -> String? {
        guard let record = node.record else { return nil }
        let rule = job.order.work.nodes
        // Of a node that does not tell its encoders nobody knows whether it may.
        let isTold = record.encoders != nil
        guard isTold || !rule.terms.contains(where: { $0.property == .encoder }) else { return nil }
        return rule.refusal(
            arch: record.architecture,
            encoders: Set(record.encoders ?? []),
            name: node.holder.node
        ).map { "\(node.holder.node): \($0)" }
    }

    private func ofTheTries(_ job: ViewedJob) -> WaitReason? {
        guard let log = job.returned, let reason = log.reason, !isPast(log, reason) else {
            return nil
        }
        let needsSlot = log.attempt.task != .split && log.attempt.task != .merge
        return needsSlot && isFull ? nil : .triedAgain(reason)
    }

    /// Whether a task came back for what is over: its node stopped, or its job was not wanted or
    /// paused then.
    private func isPast(_ log: AttemptLog, _ reason: String) -> Bool {
        log.blame == nil && ReturnReason.isPast(reason, of: log.attempt.holder.node)
    }

    private func ofTheQueue(_ job: ViewedJob) -> WaitReason {
        let place = places[job.key] ?? Place()
        guard place.jobs > 0 else { return isFull ? .noFreeSlot : .about }
        guard isFull || place.hasUnbegun else { return .about }
        return place.ofHigherPriority > 0
            ? .behind(jobs: place.ofHigherPriority, ofHigherPriority: true)
            : .behind(jobs: place.jobs, ofHigherPriority: false)
    }

    /// Whether it could be worked on before those behind it.
    private func isBefore(_ job: ViewedJob) -> Bool {
        switch job.state {
        case .failed, .cancelling, .paused, .publishing: false
        case .waiting: ofTheJob(job) == nil
        case .splitting, .encoding, .merging: true
        }
    }

    private static let shownMax = 3
}

extension EncodeRecipe {
    /// What libavcodec calls those that a node must have.
    public var encodersNeeded: [String] {
        var names = video.mode == .encode ? [video.encoder] : []
        if case .encode(let encoder) = audio.mode { names.append(encoder) }
        return names
    }
}

extension JobOrder {
    /// The same of all its renditions.
    public var encodersNeeded: [String] {
        var names: [String] = []
        for encoder in videoEncoders(of: .video(0)) + soundEncoders where !names.contains(encoder) {
            names.append(encoder)
        }
        return names
    }

    /// What a task needs that makes a slice, or one rendition of it.
    func videoEncoders(of task: TaskName) -> [String] {
        let recipes =
            ladder?.rungs.enumerated()
            .filter { task.rung == nil || $0.offset == task.rung }.map(\.element.video)
            ?? [recipe.video]
        return recipes.filter { $0.mode == .encode }.map(\.encoder)
    }

    var soundEncoders: [String] {
        (ladder?.sounds.map(\.recipe) ?? [recipe.audio]).compactMap { sound in
            if case .encode(let encoder) = sound.mode { encoder } else { nil }
        }
    }
}

extension WaitReason {
    /// As behind "waits: ".
    public var text: String {
        switch self {
        case .isCancelled: "it is cancelled, and goes as soon as nobody works on it"
        case .isPaused: "it is paused"
        case .allIsPaused(let pause):
            "the cluster is paused\(pause.text); it goes on by  reelmill resume"
        case .tokensMissing(let tasks):
            "the token of \(tasks.count == 1 ? "" : "\(tasks.count) tasks, such as ")"
                + "\(tasks.first.map(\.text) ?? "a task") was not seen; see reelmill doctor"
        case .noNode: "no node runs"
        case .noWorker(let nodes):
            nodes == 1
                ? "the only node takes no work: it is drained, or does not encode"
                : "none of the \(nodes) nodes takes work: they are drained, or do not encode"
        case .nodesClosed(let nodes):
            nodes == 1
                ? "the only node that takes work is outside of its hours"
                : "all \(nodes) nodes that take work are outside of their hours"
        case .outsideHours(let hours, let minutes):
            "outside \(hours.map(\.text).joined(separator: ", "))"
                + (minutes.map { "; it goes on in \(WaitReason.time($0))" } ?? "")
        case .noNodeHasEncoder(let encoder): "no live node has \(encoder)"
        case .noNodeIsLargeEnough(let needed, let most):
            "no live node has memory for all renditions at once: they take about "
                + "\(Amount.size(needed)), and a task may use \(Amount.size(most)) at most"
        case .noNodeMay(let refusals): "no live node may: \(refusals.joined(separator: "; "))"
        case .behind(let jobs, let isHigher):
            "behind \(jobs == 1 ? "1 job" : "\(jobs) jobs")"
                + (isHigher ? " of higher priority" : "")
        case .noFreeSlot: "all slots are busy"
        case .triedAgain(let reason): "tried again: \(reason)"
        case .about: "a node is about to take it"
        }
    }

    private static func time(_ minutes: Int) -> String {
        guard minutes >= 60 else { return "\(minutes) min" }
        let rest = minutes % 60
        return rest == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(rest) min"
    }
}

extension WeeklyHours {
    /// For example `22:00-06:00`, `sat,sun 08:00-20:00`.
    public var text: String {
        let span = "\(WeeklyHours.clock(begin))-\(WeeklyHours.clock(end))"
        guard days.count < Day.allCases.count else { return span }
        let names = Day.allCases.filter(days.contains).map(\.rawValue)
        return "\(names.joined(separator: ",")) \(span)"
    }

    private static func clock(_ minutes: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
