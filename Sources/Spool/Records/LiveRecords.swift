public import Model

/// What a node says of itself: `nodes/<holder>`, rewritten in place with every beat. Readers go by
/// whether its bytes change, not by what is in it.
public struct NodeRecord: Hashable, Sendable, Codable {
    public var schema = 1
    public var holder: String
    public var beat: UInt64
    public var hostName: String
    public var machineID: String?
    public var bootID: String?
    public var processID: Int32?
    /// In which process numbers mean something: those of containers are their own.
    public var processSpace: String?
    public var roles: [String] = []
    public var slots = 0
    public var busySlots = 0
    /// In bytes, as far as its control groups allow; nil is not told.
    public var memory: Int64?
    public var version: String
    public var architecture: String
    public var address: String?
    public var isDraining = false
    /// Whether it is outside of its hours; nil is that it is not.
    public var isClosed: Bool?
    public var load: Double?
    /// What its encoders are: nodes of one maker make the same headers.
    public var maker: String?
    /// What it can encode with, as far as it tells.
    public var encoders: [String]?
    /// By its wall clock, for people.
    public var time: String

    public init(
        holder: Holder,
        beat: UInt64,
        hostName: String,
        version: String,
        architecture: String,
        time: WallTime
    ) {
        self.holder = holder.text
        self.beat = beat
        self.hostName = hostName
        self.version = version
        self.architecture = architecture
        self.time = time.rfc3339
    }

    /// Room for all that changes, so that the file never grows.
    static let bytes = 3_072

    /// What each of its tasks may use; nil is not known.
    public var memoryPerSlot: Int64? {
        memory.flatMap { NodeRecord.memoryPerSlot($0, slots: slots) }
    }

    /// An eighth is left to everything else on the machine.
    public static func memoryPerSlot(_ memory: Int64, slots: Int) -> Int64? {
        guard memory > 0, slots > 0 else { return nil }
        return (memory - memory / 8) / Int64(slots)
    }
}

/// What the holder of a claim says: `locks/<attempt>`, rewritten in place.
public struct LockRecord: Hashable, Sendable, Codable {
    public var schema = 1
    public var attempt: Attempt
    /// Moves while the work moves, or while the holder waits on purpose; 0 is not yet.
    public var beat: UInt64
    public var progress: TaskProgress?

    public init(attempt: Attempt, beat: UInt64, progress: TaskProgress?) {
        self.attempt = attempt
        self.beat = beat
        self.progress = progress
    }

    static let bytes = 512
}

/// Who coordinates: `leader/term.<n>`, rewritten in place by its holder.
public struct TermRecord: Hashable, Sendable, Codable {
    public var schema = 1
    public var holder: String
    public var beat: UInt64
    /// Given up by its holder: the next one need not wait.
    public var isReleased = false

    public init(holder: Holder, beat: UInt64) {
        self.holder = holder.text
        self.beat = beat
    }

    static let bytes = 256
}

/// Something that happened: a line of `events/<holder>.jsonl`.
public struct Event: Hashable, Sendable, Codable {
    public var schema = 1
    /// Counts from 1 for each holder.
    public var sequence: UInt64
    public var holder: String
    /// By its wall clock.
    public var time: String
    public var kind: Kind
    public var job: JobKey?
    /// Whose token was moved.
    public var attempt: Attempt?
    public var detail: String?

    public enum Kind: String, Hashable, Sendable, Codable {
        case nodeJoined = "node.joined"
        case nodeLeft = "node.left"
        case nodeLost = "node.lost"
        case nodeDrained = "node.drained"
        case leaderTook = "leader.took"
        case jobQueued = "job.queued"
        case jobSplit = "job.split"
        case jobMerging = "job.merging"
        case jobPublished = "job.published"
        case jobFailed = "job.failed"
        case jobCancelled = "job.cancelled"
        case jobClosed = "job.closed"
        case jobRetried = "job.retried"
        case batchPublished = "batch.published"
        case taskClaimed = "task.claimed"
        case taskDone = "task.done"
        case taskFailed = "task.failed"
        case taskReturned = "task.returned"
        case taskTakenBack = "task.taken_back"
        case taskRejected = "task.rejected"
        case historyRecorded = "history.recorded"
        case historyRemoved = "history.removed"
        case fileSeen = "file.seen"
        case fileRejected = "file.rejected"
        case nodeLoadHigh = "node.load_high"
        case volumeLow = "volume.low"
        case profileInvalid = "profile.invalid"
        case batchFinished = "batch.finished"
        case clusterPaused = "cluster.paused"
        case clusterResumed = "cluster.resumed"
    }

    public init(sequence: UInt64, holder: Holder, time: WallTime, kind: Kind) {
        self.sequence = sequence
        self.holder = holder.text
        self.time = time.rfc3339
        self.kind = kind
    }
}
