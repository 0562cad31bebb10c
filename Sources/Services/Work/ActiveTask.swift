public import Model
internal import Platform
public import Spool
private import Synchronization

/// A task that this node works on: what its threads share.
public final class ActiveTask: Sendable {
    /// Why it is to be stopped before it is done.
    enum Ending: Hashable, Sendable {
        /// Others took it: whatever it makes counts for nothing.
        case lost
        /// Its job was cancelled, or has failed.
        case unwanted
        /// This node stops.
        case stopping
    }

    private struct Content {
        var beat: UInt64 = 0
        var progress: TaskProgress?
        var ending: Ending?
        var isWaiting = false
    }

    public let claim: Claim
    let cancellation = Cancellation()
    let began = MonotonicTime.now
    private let content = Mutex(Content())

    init(_ claim: Claim) { self.claim = claim }

    public var progress: TaskProgress? { content.withLock(\.progress) }
    var ending: Ending? { content.withLock(\.ending) }
    /// Whether it stands still on purpose, and takes nothing from others.
    var isWaiting: Bool {
        get { content.withLock(\.isWaiting) }
        set { content.withLock { $0.isWaiting = newValue } }
    }

    /// Whether it takes one of the node's slots.
    public var isInSlot: Bool {
        switch claim.task {
        case .video, .audio: true
        case .split, .merge: false
        }
    }

    func note(_ progress: TaskProgress) { content.withLock { $0.progress = progress } }

    /// The first reason counts, but for one: what is lost is lost.
    func end(_ ending: Ending) {
        content.withLock { content in
            if content.ending == nil || ending == .lost { content.ending = ending }
        }
        cancellation.set()
    }

    /// Shows the others that it lives.
    func beat(_ spool: Spool) throws(SpoolError) {
        let (beat, progress) = content.withLock { content in
            content.beat += 1
            return (content.beat, content.progress)
        }
        switch try spool.beat(claim, beat, progress) {
        case .held: break
        case .lost: end(.lost)
        case .unwanted: end(.unwanted)
        }
    }
}

/// All tasks that this node works on.
public final class ActiveTasks: Sendable {
    private let tasks = Mutex<[ActiveTask]>([])
    /// Nil is not known yet.
    private let drain = Mutex<Bool?>(nil)

    public init() {}

    /// Whether somebody asked this node to take nothing more.
    public var isDrained: Bool { drain.withLock { $0 ?? false } }
    var mayTake: Bool { drain.withLock { $0 == false } }

    /// - Returns: Whether that is new.
    public func setDrained(_ isDrained: Bool) -> Bool {
        drain.withLock { drain in
            defer { drain = isDrained }
            return (drain ?? false) != isDrained
        }
    }

    public var all: [ActiveTask] { tasks.withLock(\.self) }
    public var count: Int { all.count }

    func add(_ task: ActiveTask) { tasks.withLock { $0.append(task) } }
    func remove(_ task: ActiveTask) { tasks.withLock { $0.removeAll { $0 === task } } }

    /// Hands everything back as soon as its child is gone.
    public func endAll(isLost: Bool) {
        for task in all { task.end(isLost ? .lost : .stopping) }
    }

    /// - Returns: The first trouble, if there was any: the others are beaten for all the same.
    public func beat(_ spool: Spool) -> SpoolError? {
        var trouble: SpoolError?
        for task in all {
            do throws(SpoolError) { try task.beat(spool) } catch { trouble = trouble ?? error }
        }
        return trouble
    }
}
