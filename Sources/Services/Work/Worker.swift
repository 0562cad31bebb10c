internal import Model
internal import Platform
internal import Spool
private import Synchronization

/// Takes tasks and does them: as many slices and sounds at a time as there are slots, and beside
/// them one split and one merge, which are short of the disk rather than of the processor. So a
/// node with one slot cannot block itself.
public final class Worker: Sendable {
    private let bench: Workbench
    private let gate: TaskGate
    private let tasks: ActiveTasks
    /// For encoding; 0 takes none.
    private let slots: Int
    private let times: OpeningTimes
    private let idleness: Idleness
    private let threads = Mutex<[WorkThread]>([])

    /// - Parameter idleAfter: When it counts as idle; nil is never.
    public init(
        _ site: Site,
        _ node: NodeFacts,
        tasks: ActiveTasks,
        slots: Int,
        times: OpeningTimes = OpeningTimes(),
        idleAfter: Duration? = nil,
        runner: TaskRunner
    ) {
        idleness = Idleness(idleAfter)
        self.tasks = tasks
        (self.slots, self.times) = (slots, times)
        let memory = node.memory.flatMap { NodeRecord.memoryPerSlot($0, slots: slots) }
        gate = TaskGate(node, times, memoryPerSlot: memory)
        bench = Workbench(
            site: site,
            runner: runner,
            staging: Staging(site),
            outlet: FolderOutlet(site)
        )
    }

    /// There may be something to do: it looks at once.
    public func wake() { bench.site.bell.ring() }

    /// Whether it has had nothing for long enough, and there is nothing in the spool that it could
    /// take.
    public var isIdle: Bool { tasks.count == 0 && idleness.isOver }

    private var spool: Spool { bench.spool }

    /// Takes tasks until it is stopped; what runs then runs on.
    public func run(until stop: StopSign) {
        var idle = Worker.idleMin
        var tidied = MonotonicTime.now
        while !stop.isSet {
            let count = bench.site.bell.count
            reap()
            heedTimes()
            if MonotonicTime.now - tidied > Worker.tidyEvery {
                tidied = .now
                forgetWhatIsOver()
            }
            if takeOne() {
                idle = Worker.idleMin
                continue
            }
            bench.site.bell.wait(after: count, upTo: idle)
            idle = min(idle * 2, spool.settings.beat)
        }
    }

    private func heedTimes() {
        for task in tasks.heed(times, slots: slots, at: LocalTime(.now)) {
            let claim = task.claim
            let how =
                task.isFrozen
                ? "stands still until it is time for it again"
                : task.ending == nil ? "goes on" : "is handed back: it is not the time for it"
            bench.site.journal.tell(.info, "\(claim.text) \(how)", fields: claim.fields)
        }
    }

    private func forgetWhatIsOver() {
        guard let jobs = try? Set(spool.jobsInOrder()) else { return }
        gate.forget(but: jobs)
        bench.site.journal.forget { WorkMatters.isOver($0, but: jobs) }
    }

    /// Waits until everything that was taken has come to its end.
    ///
    /// - Returns: False when it has not within this time.
    public func finish(within limit: Duration) -> Bool {
        let deadline = Deadline(after: limit)
        while true {
            let count = bench.site.bell.count
            reap()
            if threads.withLock({ $0.isEmpty }) { return true }
            if deadline.isOver { return false }
            bench.site.bell.wait(after: count, upTo: .milliseconds(100))
        }
    }

    /// - Returns: Whether there may be more.
    private func takeOne() -> Bool {
        let now = MonotonicTime.now
        let seesAll = idleness.wantsAll(at: now)
        guard var wish = wish(now) else {
            // With its hands full it is not asked; else nobody wants it to take anything.
            note(tasks.mayNotTake ? .nothing(sawAll: true) : .unknown, now)
            return false
        }
        wish.looksAtAll = seesAll
        do throws(SpoolError) {
            let claim = try spool.claim(wish)
            bench.site.journal.end("claim", "the spool can be read again")
            guard let claim else {
                note(.nothing(sawAll: seesAll), now)
                return false
            }
            idleness.end()
            start(ActiveTask(claim))
            return true
        } catch {
            note(.unknown, now)
            bench.site.journal.begin("claim", .warning, "cannot look for tasks: \(error)")
            return false
        }
    }

    private enum Look { case nothing(sawAll: Bool), unknown }

    /// What waits for a moment is work that it will have.
    private func note(_ look: Look, _ now: MonotonicTime) {
        guard case .nothing(let sawAll) = look, tasks.count == 0, !gate.awaits(at: now) else {
            return idleness.end()
        }
        idleness.goOn(at: now, sawAll: sawAll)
    }

    /// What there is a free hand for.
    private func wish(_ now: MonotonicTime) -> ClaimWish? {
        if !tasks.mayTake || gate.isPaused(at: now) { return nil }
        let all = tasks.all
        let busy = tasks.moving.map(\.lane)
        // Those that wait for room are children that sleep, and must not keep other films waiting.
        let splits = all.count { $0.claim.task == .split }
        let takesSplits = !busy.contains(.split) && splits < Worker.splitsMax
        let takesMerges = !busy.contains(.merge)
        let takesEncodes = busy.count { $0 == .slot } < slots
        guard takesSplits || takesMerges || takesEncodes else { return nil }
        let gate = gate
        var wish = ClaimWish(
            takesSplits: takesSplits,
            takesMerges: takesMerges,
            takesEncodes: takesEncodes
        ) { order, task in
            gate.refusal(order, task, at: now) == nil
        }
        wish.prefersSmall = gate.isSmall
        return wish
    }

    private func start(_ task: ActiveTask) {
        tasks.add(task)
        let claim = task.claim
        bench.site.journal.tell(.detail, "took \(claim.text)", fields: claim.fields)
        let (bench, gate, tasks) = (bench, gate, tasks)
        do throws(SystemError) {
            let thread = try WorkThread(task.claim.task.text) {
                TaskWork(bench: bench, task: task, gate: gate).run()
                tasks.remove(task)
                bench.site.bell.ring()
            }
            threads.withLock { $0.append(thread) }
        } catch {
            tasks.remove(task)
            bench.site.journal.tell(.error, "\(task.claim.key): \(error)")
            _ = try? spool.handBack(task.claim, reason: "\(error)", blame: nil)
        }
    }

    private func reap() {
        let ended = threads.withLock { threads in
            let ended = threads.filter(\.isOver)
            threads.removeAll(where: \.isOver)
            return ended
        }
        for thread in ended { thread.join() }
    }

    private static let splitsMax = 4
    private static let tidyEvery = Duration.seconds(60)
    private static let idleMin = Duration.milliseconds(200)
}

/// A thread that does one task; a class, since arrays hold no other owners.
private final class WorkThread: Sendable {
    private let thread: Mutex<NamedThread<Void, Never>?>
    private let over: OverFlag

    init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let over = OverFlag()
        self.over = over
        let started = try NamedThread(name) {
            body()
            over.set()
        }
        thread = Mutex(started)
    }

    var isOver: Bool { over.isSet }

    func join() {
        let started = thread.withLock { $0.take() }
        if let started { started.join() }
    }
}

private final class OverFlag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock(\.self) }
    func set() { state.withLock { $0 = true } }
}
