public import Model

/// Where everything lies, relative to the spool.
public enum Layout {
    public static let format: Path = "SPOOL"
    public static let jobs: Path = "jobs"
    public static let queue: Path = "queue"
    public static let results: Path = "results"
    public static let history: Path = "history"
    /// Records that were taken back.
    public static let removed: Path = "history/removed"
    public static let nodes: Path = "nodes"
    public static let leader: Path = "leader"
    public static let events: Path = "events"
    public static let temporary: Path = "tmp"
    /// Nobody takes anything while it is there.
    public static let pause: Path = "pause"

    /// Made when the spool is made, parents first.
    public static let all: [Path] = [
        jobs, queue, results, history, removed, nodes, leader, events, temporary,
    ]

    public static func job(_ key: JobKey) -> JobLayout {
        JobLayout(path: jobs / FileName(key.text))
    }

    public static func historyFolder(_ job: JobID) -> Path { history / FileName(job.folder) }
    public static func record(_ name: RecordName) -> Path {
        historyFolder(name.key.job) / FileName(name.text)
    }
    public static func removed(_ name: RecordName) -> Path { removed / FileName(name.text) }

    public static func node(_ holder: Holder) -> Path { nodes / FileName(holder.text) }
    public static func drain(_ node: String) -> Path { nodes / FileName("\(node).drain") }
    public static func events(_ holder: Holder) -> Path {
        events / FileName("\(holder.text).jsonl")
    }
    /// What the last scan of the inputs came to.
    public static let scanReport: Path = "leader/scan.json"
    /// Up to which event a target of notifications was told.
    static func told(_ name: String) -> Path { leader / FileName("told-\(name).json") }
    public static func term(_ number: Int) -> Path { leader / FileName("term.\(number)") }
}

/// Where everything of one job lies.
public struct JobLayout: Hashable, Sendable {
    public let path: Path

    public init(path: Path) { self.path = path }

    public var order: Path { path / "order.json" }
    public var batches: Path { path / "batches" }
    public var locks: Path { path / "locks" }
    public var parts: Path { path / "parts" }
    public var logs: Path { path / "logs" }
    public var cancel: Path { path / "cancel" }
    public var pause: Path { path / "pause" }
    /// What the headers of all parts of the picture are.
    public var pin: Path { path / "pin.json" }
    /// The same of one rendition.
    public func pin(rung: Int) -> Path { path / FileName("pin.r\(rung).json") }
    /// The tokens of split, audio and merge.
    public var tasks: Board { Board(path: path / "tasks") }

    public func batch(_ index: Int) -> BatchLayout {
        let digits = String(index)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return BatchLayout(path: batches / FileName(padded))
    }

    public func lock(_ attempt: Attempt) -> Path { locks / FileName(attempt.text) }
    public func part(_ attempt: Attempt) -> Path { parts / FileName("\(attempt.text).nut") }
    /// Of an attempt that makes several renditions, one of them.
    public func part(_ attempt: Attempt, rung: Int) -> Path {
        parts / FileName("\(attempt.text).r\(rung).nut")
    }
    /// Of an attempt that encodes the sound in several ways, one of them.
    public func part(_ attempt: Attempt, sound: Int) -> Path {
        parts / FileName("\(attempt.text).s\(sound).nut")
    }
    /// All that an attempt may make.
    func parts(_ attempt: Attempt, _ ladder: FilmLadder?) -> [Path] {
        switch attempt.task {
        case .split, .merge: []
        case .video(_, nil):
            ladder?.rungs.indices.map { part(attempt, rung: $0) } ?? [part(attempt)]
        case .audio: ladder?.sounds.indices.map { part(attempt, sound: $0) } ?? [part(attempt)]
        case .video: [part(attempt)]
        }
    }
    public func log(_ attempt: Attempt) -> Path { logs / FileName("\(attempt.text).json") }
    /// Why the result of a merge that was done could not be published.
    public func refusal(_ attempt: Attempt) -> Path {
        logs / FileName("\(attempt.text).refused.json")
    }
}

public struct BatchLayout: Hashable, Sendable {
    public let path: Path

    public init(path: Path) { self.path = path }

    /// What the spool must know of it.
    public var batch: Path { path / "batch.json" }
    /// What the engine planned, for the engine.
    public var plan: Path { path / "plan.json" }
    public var slices: Path { path / "slices" }
    public var tasks: Board { Board(path: path) }

    /// The file of a task's slice, which those have in common that make one rendition each.
    public func slice(_ task: TaskName) -> Path {
        let whole = task.slice.map { TaskName.video($0) } ?? task
        return slices / FileName("\(whole.text).nut")
    }
}

/// A directory whose four folders are the states of the tasks in it.
public struct Board: Hashable, Sendable {
    public let path: Path

    public init(path: Path) { self.path = path }

    public var queue: Path { path / "queue" }
    public var run: Path { path / "run" }
    public var done: Path { path / "done" }
    public var failed: Path { path / "failed" }

    public var folders: [Path] { [queue, run, done, failed] }

    public func queued(_ waiting: Waiting) -> Path { queue / FileName(waiting.text) }
    public func running(_ attempt: Attempt) -> Path { run / FileName(attempt.text) }
    public func done(_ attempt: Attempt) -> Path { done / FileName(attempt.text) }
    public func failed(_ attempt: Attempt) -> Path { failed / FileName(attempt.text) }
}
