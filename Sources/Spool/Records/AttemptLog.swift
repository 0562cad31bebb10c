public import Model

/// What an attempt came to: `logs/<attempt>.json`.
///
/// The log decides and the rename carries it out. There is one log to an attempt, made by link(),
/// so of a holder that has finished and an observer that takes it for dead one is first; whoever
/// finds a log and the claim still in `run/` moves the token to where the log says.
public struct AttemptLog: Hashable, Sendable, Codable {
    public var schema = 1
    public var attempt: Attempt
    public var outcome: Outcome
    /// Who wrote this: the holder itself, or whoever took the claim away.
    public var writer: String
    /// When, by the writer's wall clock, for people.
    public var time: String
    /// Why, for people; nil when it was done.
    public var reason: String?
    public var blame: Blame?
    /// What the engine says of a part that was made.
    public var report: TaskEvent?
    /// Of a merge that was done.
    public var staged: StagedResult?
    /// The last lines of the child's own log.
    public var lines: [String] = []

    public enum Outcome: String, Hashable, Sendable, Codable {
        case done, returned, failed
        /// Of a merge alone: somebody wants the job no more.
        case cancelled
    }

    public init(attempt: Attempt, outcome: Outcome, writer: Holder, time: WallTime) {
        self.attempt = attempt
        self.outcome = outcome
        self.writer = writer.text
        self.time = time.rfc3339
    }
}

/// What an attempt that came to nothing says about its task. Without one nobody is to blame: a
/// power cut of everything, a drain, trouble of the storage, a cancel.
public enum Blame: String, Hashable, Sendable, Codable {
    /// The child died by itself.
    case died
    /// It made no progress on a node that lived.
    case hung
    /// Its node was lost while others lived.
    case nodeLost
    /// A merge found parts that are not what their logs say.
    case badPart
}

/// A result that is whole, on the output's file system, not yet under its name.
public struct StagedResult: Hashable, Sendable, Codable {
    public var path: Path
    public var target: Path
    public var bytes: UInt64
    /// Of its content, in hexadecimal.
    public var hash: String
    /// Whether it is the source itself, since encoding it saved too little; nil is no.
    public var isSource: Bool?
    /// Whether it is a directory, whose files `bytes` and `hash` are of together; nil is no.
    public var isDirectory: Bool?

    public init(path: Path, target: Path, bytes: UInt64, hash: String) {
        self.path = path
        self.target = target
        self.bytes = bytes
        self.hash = hash
    }
}
