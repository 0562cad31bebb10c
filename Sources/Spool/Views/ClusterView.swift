public import Model

/// A spool as somebody sees it who only looks: one pass over it, from which nothing is decided.
/// What moves while it is read may show twice or not at all.
public struct ClusterView: Hashable, Sendable {
    /// The spool's own number.
    public var spool = ""
    /// In the order of work.
    public var jobs: [ViewedJob] = []
    public var nodes: [ViewedNode] = []
    public var leader: ViewedLeader?
    /// Who paused the whole cluster; nil where nobody did.
    public var pause: PauseStatus?
    /// What the coordinator says of its last scan; nil where none was made.
    public var scan: ScanSummary?
    /// What could not be read, and why.
    public var troubles: [SpoolError] = []

    public init() {}

    public var livingNodes: [ViewedNode] { nodes.filter { !$0.isSilent } }
}

/// A job that is open.
public struct ViewedJob: Hashable, Sendable {
    /// What of it goes on now.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing, and it is somebody's turn.
        case waiting
        case splitting, encoding, merging
        /// Its result is being given its name.
        case publishing
        case paused
        case failed
        /// It was cancelled, and is about to go.
        case cancelling
    }

    public var key: JobKey
    public var order: JobOrder
    /// Nil where it has no entry in the queue.
    public var rank: Int?
    public var isPaused = false
    public var isCancelled = false
    public var split = ViewedToken.unseen
    /// Nil where there is no sound to encode.
    public var audio: ViewedToken?
    public var merge = ViewedToken.unseen
    public var batches: [ViewedBatch] = []
    /// On all of its boards.
    public var running: [ViewedAttempt] = []
    public var failed: [Attempt] = []
    /// Tasks whose token this pass did not see; `missingTokens` looks twice.
    public var unseen: [TaskName] = []
    /// The attempt that came back last, where a task waits to be tried again and nothing of it
    /// runs but what cuts it.
    public var returned: AttemptLog?

    public init(key: JobKey, order: JobOrder) {
        (self.key, self.order) = (key, order)
    }

    public var state: State {
        if case .done = merge { return .publishing }
        if isCancelled { return .cancelling }
        if case .failed = merge { return .failed }
        if case .running = merge { return .merging }
        if running.contains(where: { $0.attempt.task != .split }) { return .encoding }
        // What cuts a film that is paused does so for nobody.
        if isPaused { return .paused }
        return running.isEmpty ? .waiting : .splitting
    }

    /// Of all slices that were cut so far.
    public var slices: TaskCounts { batches.reduce(TaskCounts()) { $0 + $1.slices } }
    /// The same of their tasks, of which a slice may have one for each rendition.
    public var tasks: TaskCounts { batches.reduce(TaskCounts()) { $0 + $1.counts } }
    /// How many slices of each rendition are how far; empty is a film in one size.
    public var rungs: [TaskCounts] {
        batches.reduce(into: order.ladder?.rungs.map { _ in TaskCounts() } ?? []) { sums, batch in
            for (rung, counts) in zip(sums.indices, batch.rungs) {
                sums[rung] = sums[rung] + counts
            }
        }
    }
    /// Whether no further slices will come.
    public var isCut: Bool { batches.contains(where: \.isLast) }
    /// Whether anybody has done anything of it.
    public var isBegun: Bool {
        if case .waiting(0) = split, batches.isEmpty, running.isEmpty {
            return audio.map { $0 != .waiting(generation: 0) } ?? false
        }
        return true
    }
}

/// Where the token of a task lies.
public enum ViewedToken: Hashable, Sendable {
    case waiting(generation: Int)
    case running(Attempt)
    case done(Attempt)
    case failed(Attempt)
    case unseen

    public var isDone: Bool { if case .done = self { true } else { false } }

    /// - Parameter view: With folders in the order in which tokens move: what was seen twice is
    ///   where it was seen last.
    init(_ task: TaskName, _ view: BoardView) {
        if let attempt = view.failed.last(where: { $0.task == task }) {
            self = .failed(attempt)
        } else if let attempt = view.done.last(where: { $0.task == task }) {
            self = .done(attempt)
        } else if let attempt = view.running.last(where: { $0.task == task }) {
            self = .running(attempt)
        } else if let waiting = view.queued.last(where: { $0.task == task }) {
            self = .waiting(generation: waiting.generation)
        } else {
            self = .unseen
        }
    }
}

public struct ViewedBatch: Hashable, Sendable {
    public var index: Int
    public var isLast: Bool
    /// Of its tasks.
    public var counts = TaskCounts()
    /// Of its slices: one is done when all of its tasks are.
    public var slices = TaskCounts()
    /// Of a ladder, for each rendition: a task of all counts for each of them.
    public var rungs: [TaskCounts] = []

    public init(index: Int, isLast: Bool) { (self.index, self.isLast) = (index, isLast) }
}

/// A claim, and what its holder says of it.
public struct ViewedAttempt: Hashable, Sendable {
    public var attempt: Attempt
    public var progress: TaskProgress?

    public init(attempt: Attempt, progress: TaskProgress?) {
        (self.attempt, self.progress) = (attempt, progress)
    }
}

public struct ViewedNode: Hashable, Sendable {
    public var holder: Holder
    /// Nil where it cannot be understood.
    public var record: NodeRecord?
    /// Since it wrote its record, by the clock of the file's server.
    public var secondsSilent: Double
    /// For so long that its work is given to others.
    public var isSilent: Bool
    /// By how many seconds its wall clock was ahead of the server's when it wrote; nil where its
    /// record does not tell.
    public var secondsAhead: Double?
    /// Whether somebody asked its host to take no more work.
    public var isDrained: Bool

    public init(
        holder: Holder,
        record: NodeRecord?,
        secondsSilent: Double,
        isSilent: Bool,
        secondsAhead: Double? = nil,
        isDrained: Bool
    ) {
        (self.holder, self.record, self.secondsAhead) = (holder, record, secondsAhead)
        (self.secondsSilent, self.isSilent) = (secondsSilent, isSilent)
        self.isDrained = isDrained
    }

    /// Whether it would take a task that waits.
    public var takesWork: Bool {
        mayTakeWork && !(record?.isClosed ?? false)
    }

    /// The same at another time of the day.
    public var mayTakeWork: Bool {
        !isSilent && !isDrained && !(record?.isDraining ?? false)
            && (record?.roles.contains("worker") ?? true)
    }
}

public struct ViewedLeader: Hashable, Sendable {
    public var term: Int
    public var holder: String
    public var isReleased: Bool
    public var secondsSilent: Double

    public init(term: Int, holder: String, isReleased: Bool, secondsSilent: Double) {
        (self.term, self.holder) = (term, holder)
        (self.isReleased, self.secondsSilent) = (isReleased, secondsSilent)
    }
}

extension JobID {
    /// What people type: the first 8 digits of its number.
    public var shortText: String { String(digits.prefix(8)) }
    /// All 16 of them.
    public var digits: Substring { text.suffix(16) }
}
