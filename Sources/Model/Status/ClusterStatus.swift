/// How everything is: what `reelmill status` and the page show. Names and paths are as they came,
/// so whoever shows them escapes them.
public struct ClusterStatus: Hashable, Sendable, Codable {
    public var version: String
    /// The spool's own number.
    public var spool: String
    public var coordinator: CoordinatorStatus?
    public var watch: WatchStatus?
    /// Whether no node takes anything, since somebody paused the whole cluster.
    public var isPaused = false
    public var pause: PauseStatus?
    /// How many open jobs are in which state.
    public var counts: [String: Int] = [:]
    /// Of all jobs that are open.
    public var slices = TaskCounts()
    /// Seconds of film in a second, over all that runs.
    public var speed = 0.0
    /// Until the jobs that are begun are done, as far as it can be told.
    public var secondsLeft: Double?
    public var nodes: [NodeLine] = []
    /// In the order of work.
    public var jobs: [JobLine] = []
    /// What could not be read, and why.
    public var troubles: [String] = []

    public init(version: String, spool: String) {
        (self.version, self.spool) = (version, spool)
    }
}

/// Who paused the whole cluster, as far as it can be told.
public struct PauseStatus: Hashable, Sendable, Codable {
    /// The name of a host.
    public var by: String?
    /// By its clock, as RFC 3339.
    public var since: String?
    public var reason: String?

    public init(by: String?, since: String?, reason: String?) {
        (self.by, self.since, self.reason) = (by, since, reason)
    }

    /// For example ` since 2026-11-20 22:14:05 by nuc-1: the power is dear`; may be empty.
    public var text: String {
        var text = ""
        if let since {
            text += " since \(since.prefix(19).map { $0 == "T" ? " " : String($0) }.joined())"
        }
        if let by { text += " by \(by)" }
        if let reason { text += ": \(reason)" }
        return text
    }
}

/// How many tasks are in which state.
public struct TaskCounts: Hashable, Sendable, Codable {
    public var waiting = 0
    public var running = 0
    public var done = 0
    public var failed = 0

    public init() {}

    public var total: Int { waiting + running + done + failed }

    public static func + (left: TaskCounts, right: TaskCounts) -> TaskCounts {
        var sum = left
        sum.waiting += right.waiting
        sum.running += right.running
        sum.done += right.done
        sum.failed += right.failed
        return sum
    }
}

public struct CoordinatorStatus: Hashable, Sendable, Codable {
    public var node: String
    public var holder: String
    public var term: Int
    public var secondsSilent: Double
    /// Whether it is silent for so long that another one takes over.
    public var isSilent: Bool

    public init(node: String, holder: String, term: Int, secondsSilent: Double, isSilent: Bool) {
        (self.node, self.holder, self.term) = (node, holder, term)
        (self.secondsSilent, self.isSilent) = (secondsSilent, isSilent)
    }
}

public struct WatchStatus: Hashable, Sendable, Codable {
    public var mode: String
    public var modeReason: String
    public var lastScan: String
    public var scanSeconds: Double
    /// How many files are in which state.
    public var files: [String: Int]
    public var sightings: [ScanSummary.Sighted]

    public init(_ scan: ScanSummary) {
        (mode, modeReason, lastScan) = (scan.mode, scan.modeReason, scan.lastScan)
        scanSeconds = Double(scan.durationMilliseconds) / 1_000
        (files, sightings) = (scan.counts, scan.sightings)
    }
}

/// A job that is open.
public struct JobLine: Hashable, Sendable, Codable {
    /// What people type: the first digits of its number.
    public var id: String
    /// What it is called in the spool.
    public var key: String
    /// Of the source, below the input.
    public var path: String
    public var path_b64: String?
    public var result: String
    public var result_b64: String?
    public var profile: String?
    public var bytes: UInt64
    public var state: String
    /// Why nothing of it runs; nil while something does.
    public var waitsFor: String?
    /// Its place in the order of work, from 1 on.
    public var place: Int
    public var priority: Int
    public var slices = TaskCounts()
    /// Of a ladder: how far each rendition is; nil is a film in one size.
    public var renditions: [RenditionLine]?
    /// The tasks that the slices are, where each rendition of one is a task of its own.
    public var renditionTasks: TaskCounts?
    /// Whether no more slices will come.
    public var isCut = false
    /// Of the slices, from 0 to 1; nil while it cannot be told how many there will be.
    public var progress: Double?
    public var speed = 0.0
    public var secondsLeft: Double?
    public var running: [TaskLine] = []
    public var failure: FailureLine?
    /// Tasks whose token was not seen.
    public var missing: [String] = []

    public init(
        id: String,
        key: String,
        path: Path,
        result: Path,
        bytes: UInt64,
        state: String,
        place: Int,
        priority: Int
    ) {
        (self.id, self.key, self.bytes, self.state) = (id, key, bytes, state)
        (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
        (self.result, result_b64) = ReadableBytes.repaired(result.bytes)
        (self.place, self.priority) = (place, priority)
    }

    public var pathBytes: [UInt8] {
        ReadableBytes.exact(path, base64: path_b64)
    }

    public var resultBytes: [UInt8] {
        ReadableBytes.exact(result, base64: result_b64)
    }
}

/// One size of a film that is made in several, the largest first.
public struct RenditionLine: Hashable, Sendable, Codable {
    /// For example `720p`.
    public var name: String
    public var width: Int
    public var height: Int
    /// Whether a task makes all renditions of a slice or one: of this one of them.
    public var slices: TaskCounts
    /// Over all that runs.
    public var framesPerSecond: Double

    public init(
        name: String,
        width: Int,
        height: Int,
        slices: TaskCounts,
        framesPerSecond: Double
    ) {
        (self.name, self.width, self.height) = (name, width, height)
        (self.slices, self.framesPerSecond) = (slices, framesPerSecond)
    }
}

/// A task that somebody holds.
public struct TaskLine: Hashable, Sendable, Codable {
    /// `split`, `audio`, `merge`, or a slice such as `v00012`.
    public var task: String
    /// Its number, from 0 on, of a slice.
    public var slice: Int?
    /// What it makes of the slice, where that is one rendition of several.
    public var rendition: String?
    /// How often it came back before.
    public var generation: Int
    public var node: String
    public var holder: String
    public var stage: String?
    /// From 0 to 1; nil where it cannot be told.
    public var progress: Double?
    public var framesPerSecond: Double
    public var speed: Double

    public init(
        task: String,
        slice: Int?,
        generation: Int,
        node: String,
        holder: String,
        progress: TaskProgress?
    ) {
        (self.task, self.slice, self.generation) = (task, slice, generation)
        (self.node, self.holder) = (node, holder)
        stage = progress?.stage.rawValue
        self.progress = progress?.share
        framesPerSecond = progress?.framesPerSecond ?? 0
        speed = progress?.speed ?? 0
    }
}

extension TaskProgress {
    /// From 0 to 1; nil where it is not known how much there is to do.
    public var share: Double? {
        guard let framesTotal, framesTotal > 0 else { return nil }
        return min(1, max(0, Double(frames) / Double(framesTotal)))
    }
}

/// Why a job failed.
public struct FailureLine: Hashable, Sendable, Codable {
    public var reason: String
    /// The task that failed it; nil where that is not known.
    public var task: String?
    public var tries: Int
    public var nodes: [String]

    public init(reason: String, task: String?, tries: Int, nodes: [String]) {
        (self.reason, self.task, self.tries, self.nodes) = (reason, task, tries, nodes)
    }
}

public struct NodeLine: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        case live
        /// It finishes what it has, and takes no more.
        case draining
        case silent
    }

    public var node: String
    public var holder: String
    public var state: State
    public var secondsSilent: Double
    public var version: String?
    public var architecture: String?
    public var roles: [String] = []
    public var slots = 0
    public var busySlots = 0
    public var address: String?
    public var load: Double?
    public var encoders: [String]?
    public var processID: Int32?
    /// By how many seconds its clock was ahead of the file server's.
    public var secondsAhead: Double?
    public var isCoordinator = false
    public var speed = 0.0
    public var tasks: [NodeTask] = []

    public init(node: String, holder: String, state: State, secondsSilent: Double) {
        (self.node, self.holder) = (node, holder)
        (self.state, self.secondsSilent) = (state, secondsSilent)
    }
}

/// What a node works on.
public struct NodeTask: Hashable, Sendable, Codable {
    public var job: String
    public var path: String
    public var path_b64: String?
    public var task: TaskLine

    public init(_ job: JobLine, _ task: TaskLine) {
        (self.job, self.path, path_b64) = (job.id, job.path, job.path_b64)
        self.task = task
    }

    public var pathBytes: [UInt8] {
        ReadableBytes.exact(path, base64: path_b64)
    }
}
