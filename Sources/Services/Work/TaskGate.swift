internal import Model
internal import Platform
internal import Spool
private import Synchronization

/// Which tasks this node takes: by the profile's hours and nodes, by what its encoders can do, and
/// by what has just gone wrong here.
final class TaskGate: Sendable {
    private struct Content {
        /// Tasks that wait for this node's storage, or came to nothing here, and until when.
        var resting: [Matter: Rest] = [:]
        /// Jobs whose parts have other headers than this node's encoder makes.
        var foreign: Set<Picture> = []
        var failuresInRow = 0
        var pause = Rest()
    }

    private struct Matter: Hashable {
        var job: JobKey
        var task: TaskName
    }

    private struct Picture: Hashable {
        var job: JobKey
        /// Of renditions that are tasks of their own, which one.
        var rung: Int?
    }

    private struct Rest {
        var until = MonotonicTime(nanoseconds: 0)
        var count = 0

        /// After 5 seconds, then twice as long each time.
        mutating func extend(_ now: MonotonicTime, longest: Duration) {
            count += 1
            until = now + min(.seconds(5) * (1 << min(count - 1, 12)), longest)
        }
    }

    private let node: NodeFacts
    private let times: OpeningTimes
    /// In bytes; nil is not known.
    private let memoryPerSlot: Int64?
    private let content = Mutex(Content())

    init(
        _ node: NodeFacts,
        _ times: OpeningTimes = OpeningTimes(),
        memoryPerSlot: Int64? = nil
    ) {
        (self.node, self.times, self.memoryPerSlot) = (node, times, memoryPerSlot)
    }

    /// Whether it is too small to make all renditions at once, and so leaves the large ones to
    /// others as long as there are small ones.
    func isSmall(for order: JobOrder) -> Bool {
        order.ladder.map { !$0.fitsAtOnce(in: memoryPerSlot) } ?? false
    }

    /// Why this node does not take a task now; nil when it does.
    func refusal(_ order: JobOrder, _ task: TaskName, at now: MonotonicTime) -> String? {
        let matter = Matter(job: order.key, task: task)
        if let rest = content.withLock({ $0.resting[matter] }), rest.until > now {
            return "it came to nothing here a moment ago"
        }
        let rule = order.work.nodes
        let reason = rule.refusal(
            arch: node.architecture,
            encoders: node.encoders.all,
            name: node.name
        )
        if let reason { return reason }
        switch task {
        case .merge: return nil
        case .video:
            let picture = Picture(job: order.key, rung: task.rung)
            if content.withLock({ $0.foreign.contains(picture) }) {
                return "its encoder makes other headers than those of the job's parts"
            }
            if task.rung == nil, isSmall(for: order) {
                return "it has too little memory for all renditions at once"
            }
            let missing = order.videoEncoders(of: task).first { !node.encoders.has($0) }
            if let missing { return "it has no encoder \(missing)" }
        case .audio:
            let missing = order.soundEncoders.first { !node.encoders.has($0) }
            if let missing { return "it has no encoder \(missing)" }
        case .split: break
        }
        if times.hours.isEmpty, order.work.hours.isEmpty { return nil }
        let time = LocalTime(.now)
        guard times.isOpen(time) else { return "it is outside this node's hours" }
        let isOpen = OpeningTimes.isOpen(order.work.hours, time)
        return isOpen ? nil : "it is outside the profile's hours"
    }

    // MARK: What went wrong here

    /// The storage is in trouble for this task; it is tried again later, and later still.
    func rest(_ job: JobKey, _ task: TaskName, at now: MonotonicTime) {
        let matter = Matter(job: job, task: task)
        content.withLock { $0.resting[matter, default: Rest()].extend(now, longest: .seconds(300)) }
    }

    /// The task is to blame, or this machine is: the next try is another node's where there is one.
    func avoid(_ job: JobKey, _ task: TaskName, at now: MonotonicTime) {
        let matter = Matter(job: job, task: task)
        content.withLock { content in
            content.resting[matter, default: Rest()]
                .extend(now + TaskGate.avoidance, longest: .seconds(300))
        }
    }

    /// This machine is short of what every task needs.
    func pause(at now: MonotonicTime) {
        content.withLock { $0.pause.extend(now, longest: .seconds(300)) }
    }

    func isForeign(_ job: JobKey, rung: Int?) {
        content.withLock { _ = $0.foreign.insert(Picture(job: job, rung: rung)) }
    }

    func wentWell(_ job: JobKey, _ task: TaskName) {
        content.withLock { content in
            content.resting[Matter(job: job, task: task)] = nil
            content.failuresInRow = 0
            content.pause.count = 0
        }
    }

    /// A child died, or made what it should not have: after several in a row it is more likely this
    /// machine than the films.
    ///
    /// - Returns: For how long nothing is taken now; nil is not yet.
    func wentWrong(at now: MonotonicTime) -> (failures: Int, pause: Duration)? {
        content.withLock { content in
            content.failuresInRow += 1
            guard content.failuresInRow >= TaskGate.failuresMax else { return nil }
            let failures = content.failuresInRow
            // One more is tried behind the pause.
            content.failuresInRow = TaskGate.failuresMax - 1
            content.pause.extend(now + .seconds(25), longest: .seconds(1_800))
            return (failures, content.pause.until - now)
        }
    }

    /// Whether it takes nothing at all for a while.
    func isPaused(at now: MonotonicTime) -> Bool { content.withLock { $0.pause.until > now } }

    /// Whether it will take something again that it does not take now.
    func awaits(at now: MonotonicTime) -> Bool {
        if !node.encoders.isSettled { return true }
        return content.withLock { content in
            content.pause.until > now || content.resting.contains { $0.value.until > now }
        }
    }

    func forget(but jobs: Set<JobKey>) {
        content.withLock { content in
            content.resting = content.resting.filter { jobs.contains($0.key.job) }
            content.foreign = content.foreign.filter { jobs.contains($0.job) }
        }
    }

    private static let failuresMax = 5
    private static let avoidance = Duration.seconds(15)
}
