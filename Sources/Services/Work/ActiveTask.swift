public import Model
public import Platform
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
        /// It is not the time for it, and it is not to wait for that here.
        case closed
    }

    private struct Content {
        var beat: UInt64 = 0
        var progress: TaskProgress?
        var ending: Ending?
        var isWaiting = false
        /// When its own thread last showed that it moves.
        var moved = MonotonicTime.now
        /// While a child works, whoever runs it sees to it that it does not stand still for ever.
        var isWithChild = false
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

    /// What it is counted with.
    enum Lane: Hashable, Sendable { case split, merge, slot }

    var lane: Lane {
        switch claim.task {
        case .split: .split
        case .merge: .merge
        case .video, .audio: .slot
        }
    }

    /// Whether it takes one of the node's slots.
    public var isInSlot: Bool { lane == .slot }

    /// Whether its child stands still until it is time for it again.
    public var isFrozen: Bool { cancellation.isFrozen }

    func note(_ progress: TaskProgress) { content.withLock { $0.progress = progress } }

    func step() { content.withLock { $0.moved = .now } }

    func withChild<Value>(
        _ body: () throws(MediaFailure) -> Value
    ) throws(MediaFailure) -> Value {
        content.withLock { $0.isWithChild = true }
        defer {
            content.withLock { content in
                content.isWithChild = false
                content.moved = .now
            }
        }
        return try body()
    }

    /// For how long its own thread has been waiting for a call that does not come back.
    public func hangs(at now: MonotonicTime) -> Duration {
        content.withLock { $0.isWithChild || $0.isWaiting ? .zero : now - $0.moved }
    }

    /// The first reason counts, but for one: what is lost is lost.
    func end(_ ending: Ending) {
        content.withLock { content in
            if content.ending == nil || ending == .lost { content.ending = ending }
        }
        cancellation.set()
    }

    /// Shows the others that it lives; one that waits for a volume that does not answer does not,
    /// and is another's then.
    func beat(_ spool: Spool) throws(SpoolError) {
        guard hangs(at: .now) < ActiveTask.hangingMax else { return }
        let (beat, progress) = content.withLock { content in
            content.beat += 1
            var progress = content.progress
            if cancellation.isFrozen { progress?.stage = .frozen }
            return (content.beat, progress)
        }
        switch try spool.beat(claim, beat, progress) {
        case .held: break
        case .lost: end(.lost)
        case .unwanted: end(.unwanted)
        }
    }
}

extension ActiveTask {
    /// A server that is started again may take as long.
    fileprivate static let hangingMax = Duration.seconds(600)
}

/// All tasks that this node works on.
public final class ActiveTasks: Sendable {
    private let tasks = Mutex<[ActiveTask]>([])
    /// Nil is not known yet.
    private let drain = Mutex<Bool?>(nil)
    private let pause = Mutex(false)

    public init() {}

    /// Whether somebody asked this node to take nothing more.
    public var isDrained: Bool { drain.withLock { $0 ?? false } }
    /// Whether somebody asked all nodes to take nothing more.
    public var isPaused: Bool { pause.withLock(\.self) }
    var mayTake: Bool { drain.withLock { $0 == false } && !isPaused }
    /// Whether somebody asked for that, as far as that is known.
    var mayNotTake: Bool { isDrained || isPaused }

    /// - Returns: Whether that is new.
    public func setDrained(_ isDrained: Bool) -> Bool {
        drain.withLock { drain in
            defer { drain = isDrained }
            return (drain ?? false) != isDrained
        }
    }

    /// - Returns: Whether that is new.
    public func setPaused(_ isPaused: Bool) -> Bool {
        pause.withLock { pause in
            defer { pause = isPaused }
            return pause != isPaused
        }
    }

    public var all: [ActiveTask] { tasks.withLock(\.self) }
    public var count: Int { all.count }
    /// Those that do not stand still.
    var moving: [ActiveTask] { all.filter { !$0.isWaiting && !$0.isFrozen } }
    /// Of what stands still others may have the slot.
    public var busySlots: Int { moving.count { $0.isInSlot } }

    func add(_ task: ActiveTask) { tasks.withLock { $0.append(task) } }
    func remove(_ task: ActiveTask) { tasks.withLock { $0.removeAll { $0 === task } } }

    /// Hands back what stands still, as soon as its child is gone: nobody knows when it would end.
    public func endFrozen() {
        for task in all where task.isFrozen { task.end(.stopping) }
    }

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
