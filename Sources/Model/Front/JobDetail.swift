/// One job with all that is known of its tasks.
public struct JobDetail: Hashable, Sendable, Codable {
    public var job: JobLine
    /// In the order of the film.
    public var slices: [TaskDetail] = []
    /// What is no slice: `split`, `audio`, `merge`.
    public var tasks: [TaskDetail] = []
    /// What can be done with it, and why not.
    public var actions: [ActionLine] = []
    /// When it was taken in, in RFC 3339.
    public var queued: String
    /// How long a slice is meant to be.
    public var sliceSeconds: Double
    /// Which encoders its recipe asks for.
    public var encoders: [String] = []

    public init(job: JobLine, queued: String, sliceSeconds: Double) {
        (self.job, self.queued, self.sliceSeconds) = (job, queued, sliceSeconds)
    }
}

/// A task of a job.
public struct TaskDetail: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case waiting, running, done, failed
    }

    /// `split`, `audio`, `merge`, or a slice such as `v00012`.
    public var task: String
    /// Its number, from 0 on, of a slice.
    public var slice: Int?
    /// What it makes of the slice, where that is one rendition of several.
    public var rendition: String?
    public var state: State
    /// Who holds it, or held it last.
    public var node: String?
    /// Of what runs, from 0 to 1.
    public var progress: Double?
    /// In their order.
    public var attempts: [AttemptLine] = []

    public init(task: String, slice: Int?, state: State) {
        (self.task, self.slice, self.state) = (task, slice, state)
    }
}

/// A try at a task.
public struct AttemptLine: Hashable, Sendable, Codable {
    public var task: String
    public var slice: Int?
    /// What it makes of the slice, where that is one rendition of several.
    public var rendition: String?
    /// How often the task came back before.
    public var generation: Int
    public var node: String
    public var holder: String
    /// `done`, `returned`, `failed` or `cancelled`; `running` while it goes on.
    public var outcome: String
    /// What it says about the task: `died`, `hung`, `nodeLost`, `badPart`; nil where nothing.
    public var blame: String?
    public var reason: String?
    /// In RFC 3339, by the clocks of whoever wrote it.
    public var began: String?
    public var ended: String?
    public var seconds: Double?
    public var fps: Double?
    public var bytes: Int64?
    /// The last lines of its log; only where logs were asked for.
    public var lines: [String]?

    public init(
        task: String,
        slice: Int?,
        generation: Int,
        node: String,
        holder: String,
        outcome: String
    ) {
        (self.task, self.slice, self.generation) = (task, slice, generation)
        (self.node, self.holder, self.outcome) = (node, holder, outcome)
    }
}

/// The logs of a job's attempts, the latest last.
public struct JobLogs: Hashable, Sendable, Codable {
    public var id: String
    public var key: String
    public var attempts: [AttemptLine]

    public init(id: String, key: String, attempts: [AttemptLine]) {
        (self.id, self.key, self.attempts) = (id, key, attempts)
    }
}

/// Something that people may do.
public struct ActionLine: Hashable, Sendable, Codable {
    /// For example `cancel`.
    public var action: String
    /// Why it cannot be done now; nil where it can.
    public var objection: String?
    /// What happens then, such as what is lost.
    public var consequence: String?

    public init(_ action: String, objection: String?, consequence: String? = nil) {
        (self.action, self.objection, self.consequence) = (action, objection, consequence)
    }
}

/// What became of a job that somebody wanted to steer.
public struct JobChange: Hashable, Sendable, Codable {
    public var id: String
    public var key: String
    public var path: String
    public var path_b64: String?
    /// Why nothing was done.
    public var objection: String?

    public init(id: String, key: String, path: Path, objection: String?) {
        (self.id, self.key, self.objection) = (id, key, objection)
        (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
    }

    public var pathBytes: [UInt8] {
        ReadableBytes.exact(path, base64: path_b64)
    }
}

public struct JobChanges: Hashable, Sendable, Codable {
    public var action: String
    public var isDryRun: Bool
    public var jobs: [JobChange]

    public init(action: String, isDryRun: Bool = false, jobs: [JobChange]) {
        (self.action, self.isDryRun, self.jobs) = (action, isDryRun, jobs)
    }
}

public struct ClusterChange: Hashable, Sendable, Codable {
    public var action: String
    public var isPaused: Bool

    public init(action: String, isPaused: Bool) {
        (self.action, self.isPaused) = (action, isPaused)
    }
}

/// The nodes that go by one name.
public struct NodeDetail: Hashable, Sendable, Codable {
    /// Of the host.
    public var name: String
    public var nodes: [NodeLine]
    /// Whether somebody asked it to take no more work.
    public var isDrained: Bool
    public var actions: [ActionLine]

    public init(name: String, nodes: [NodeLine], isDrained: Bool, actions: [ActionLine]) {
        (self.name, self.nodes, self.isDrained) = (name, nodes, isDrained)
        self.actions = actions
    }
}

/// What was done with nodes.
public struct NodeChanges: Hashable, Sendable, Codable {
    public var action: String
    public var nodes: [String]

    public init(action: String, nodes: [String]) { (self.action, self.nodes) = (action, nodes) }
}
