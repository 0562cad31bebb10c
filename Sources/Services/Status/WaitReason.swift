public import Model
public import Platform
public import Spool

/// Why nothing of a job runs.
public enum WaitReason: Hashable, Sendable {
    case isCancelled
    case isPaused
    /// Its tokens are gone, and nobody makes them again by himself.
    case tokensMissing([TaskName])
    case noNode
    /// There are nodes, and none of them takes work: they are drained, or do not encode.
    case noWorker(nodes: Int)
    case outsideHours([WeeklyHours], minutesToOpening: Int?)
    case noNodeHasEncoder(String)
    /// What its profile says of nodes speaks against each of them; the first few.
    case noNodeMay([String])
    case behind(jobs: Int, ofHigherPriority: Bool)
    case noFreeSlot
    /// Somebody will take it with the next look.
    case about

    /// - Parameters:
    ///   - time: by the clocks of this host's zone, as the nodes' are meant to be.
    /// - Returns: Nil where something runs, or nothing is left to be done by a node.
    public init?(_ job: ViewedJob, in view: ClusterView, at time: LocalTime) {
        switch job.state {
        case .splitting, .encoding, .merging, .publishing, .failed: return nil
        case .cancelling: self = .isCancelled
        case .paused: self = .isPaused
        case .waiting:
            self =
                WaitReason.ofTheJob(job, at: time) ?? WaitReason.ofTheNodes(job, view)
                ?? WaitReason.ofTheQueue(job, view, at: time)
        }
    }

    private static func ofTheJob(_ job: ViewedJob, at time: LocalTime) -> WaitReason? {
        if !job.unseen.isEmpty { return .tokensMissing(job.unseen) }
        let hours = job.order.work.hours
        let day = WeeklyHours.Day.allCases[time.weekday]
        guard !hours.isOpen(day, time.minuteOfDay) else { return nil }
        let minutes = hours.minutesToOpening(day, time.minuteOfDay)
        return .outsideHours(hours, minutesToOpening: minutes)
    }

    private static func ofTheNodes(_ job: ViewedJob, _ view: ClusterView) -> WaitReason? {
        let living = view.livingNodes
        guard !living.isEmpty else { return .noNode }
        let workers = living.filter(\.takesWork)
        guard !workers.isEmpty else { return .noWorker(nodes: living.count) }
        for encoder in job.order.recipe.encodersNeeded {
            let isThere = workers.contains { $0.record?.encoders?.contains(encoder) ?? true }
            guard isThere else { return .noNodeHasEncoder(encoder) }
        }
        let refusals = workers.map { worker in refusal(of: worker, job) }
        guard refusals.allSatisfy({ $0 != nil }) else { return nil }
        return .noNodeMay(Array(refusals.compactMap(\.self).prefix(shownMax)))
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

    /// All that could be worked on before it.
    private static func ofTheQueue(
        _ job: ViewedJob,
        _ view: ClusterView,
        at time: LocalTime
    ) -> WaitReason {
        let workers = view.livingNodes.filter(\.takesWork).compactMap(\.record)
        let isFull = workers.allSatisfy { $0.busySlots >= max(1, $0.slots) }
        let before = view.jobs.prefix { $0.key != job.key }.filter { other in
            switch other.state {
            case .failed, .cancelling, .paused, .publishing: false
            case .waiting: ofTheJob(other, at: time) == nil
            case .splitting, .encoding, .merging: true
            }
        }
        guard !before.isEmpty else { return isFull ? .noFreeSlot : .about }
        guard isFull || before.contains(where: { !$0.isBegun }) else { return .about }
        let higher = before.filter { ($0.rank ?? .max) < (job.rank ?? .max) }
        return higher.isEmpty
            ? .behind(jobs: before.count, ofHigherPriority: false)
            : .behind(jobs: higher.count, ofHigherPriority: true)
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

extension WaitReason {
    /// As behind "waits: ".
    public var text: String {
        switch self {
        case .isCancelled: "it is cancelled, and goes as soon as nobody works on it"
        case .isPaused: "it is paused"
        case .tokensMissing(let tasks):
            "the token of \(tasks.count == 1 ? "" : "\(tasks.count) tasks, such as ")"
                + "\(tasks.first.map(\.text) ?? "a task") was not seen; see reelmill doctor"
        case .noNode: "no node runs"
        case .noWorker(let nodes):
            nodes == 1
                ? "the only node takes no work: it is drained, or does not encode"
                : "none of the \(nodes) nodes takes work: they are drained, or do not encode"
        case .outsideHours(let hours, let minutes):
            "outside \(hours.map(\.text).joined(separator: ", "))"
                + (minutes.map { "; it goes on in \(WaitReason.time($0))" } ?? "")
        case .noNodeHasEncoder(let encoder): "no live node has \(encoder)"
        case .noNodeMay(let refusals): "no live node may: \(refusals.joined(separator: "; "))"
        case .behind(let jobs, let isHigher):
            "behind \(jobs == 1 ? "1 job" : "\(jobs) jobs")"
                + (isHigher ? " of higher priority" : "")
        case .noFreeSlot: "all slots are busy"
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
