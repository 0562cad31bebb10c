internal import Dashboard
internal import Model
internal import Platform
internal import Services
internal import Spool
private import Synchronization

/// A node from the moment it shows itself in the spool until it leaves or is taken for dead: all
/// that it holds belongs to this life. The next one has another name.
///
/// Threads start in this order and stop in the other one: the heart beats as long as anything is
/// held, the coordinator before the services that only it runs.
final class NodeLife: Sendable {
    /// How it came to its end.
    enum End: Hashable, Sendable {
        case stopped
        /// Others gave its work away.
        case declaredGone
    }

    private let site: Site
    private let settings: NodeSettings
    private let orders: NodeOrders
    private let host: HostIdentity
    private let facts: NodeFacts
    private let volumes: VolumeWatch
    private let front: Front?
    private let supervision: Supervision
    private let health: HealthTelling
    private let maker: String
    private let tasks = ActiveTasks()
    private let leading = Leading()
    private let isGone = Mutex(false)
    private let scanner = Mutex<Scanner?>(nil)

    init(
        _ site: Site,
        _ settings: NodeSettings,
        _ orders: NodeOrders,
        _ facts: NodeFacts,
        _ volumes: VolumeWatch,
        _ front: Front?,
        _ supervision: Supervision,
        _ health: HealthTelling
    ) {
        self.site = site
        self.supervision = supervision
        self.health = health
        self.settings = settings
        self.orders = orders
        self.facts = facts
        self.volumes = volumes
        self.front = front
        maker = NodeFacts.maker
        host = HostIdentity.read()
    }

    func run() throws -> End {
        try site.spool.join(status())
        let (heartStop, serviceStop, workStop) = (StopSign(), StopSign(), StopSign())
        var runner = TaskRunner(program: settings.program)
        let tally = site.tally
        runner.onEnd = { tally.ended($0, $1) }
        let worker = Worker(
            site,
            facts,
            tasks: tasks,
            slots: settings.slots,
            times: settings.times,
            idleAfter: settings.leavesWhenIdle,
            runner: runner
        )
        let pulse = supervision.heart
        let heart = Heart(
            site,
            tasks,
            pulse: pulse,
            health: health,
            status: { [self] in status() }
        ) { [self] in
            isGone.withLock { $0 = true }
            tasks.endAll(isLost: true)
            orders.wake()
        }
        let beating = try ServiceThread("heart") { heart.run(until: heartStop) }
        let keeper = settings.coordinates ? HistoryKeeper(site) : nil
        let hub = FrontLife.hub(site)
        let edges = edges(keeper, hub)
        var services: [ServiceThread]
        let working: ServiceThread
        let telling: [ServiceThread]
        do {
            services = try startServices(heart, worker, runner, keeper, until: serviceStop)
            telling = try edges.start()
            services +=
                try frontLife(heart, edges, hub, keeper, runner)?.start(until: serviceStop) ?? []
            working = try ServiceThread("worker") { worker.run(until: workStop) }
        } catch {
            // A machine without threads left: nothing of this life may beat on.
            for stop in [serviceStop, heartStop] { stop.set() }
            edges.end([], isOver: false)
            beating.join()
            throw error
        }

        supervision.lives(site, tasks, leading)
        let end = wait(worker)
        workStop.set()
        worker.wake()
        working.join()
        finish(worker, end)
        // Nobody asked it to stop: nothing is left to do.
        edges.end(telling, isOver: end == .stopped && orders.stop == nil)
        FrontLife.end(front, hub)
        serviceStop.set()
        // They wait for something else besides.
        heart.bell.ring()
        scanner.withLock(\.self)?.wakeUp()
        for service in services.reversed() { service.join() }
        heartStop.set()
        beating.join()
        supervision.livesNoMore()
        if end == .stopped { try? site.spool.leave() }
        return end
    }

    private func startServices(
        _ heart: Heart,
        _ worker: Worker,
        _ runner: TaskRunner,
        _ keeper: HistoryKeeper?,
        until stop: StopSign
    ) throws -> [ServiceThread] {
        guard let keeper else { return [] }
        let pulse = Pulse()
        let coordination = Coordination(
            site,
            heart,
            leading,
            KnownDead(host),
            moving: pulse
        )
        let (site, leading) = (site, leading)
        let moving = Moving(
            site: site,
            outlet: FolderOutlet(site),
            leading: leading,
            pulse: pulse
        )
        var scan = settings.scan
        scan.history = { try? keeper.database() }
        let scanner = Scanner(site, scan, runner: runner)
        self.scanner.withLock { $0 = scanner }
        let isForOnce = settings.isForOnce
        return [
            try ServiceThread("coordinator") { coordination.run(until: stop) },
            try ServiceThread("mover") { moving.run(until: stop) },
            try ServiceThread("history") {
                keeper.run(isLeading: { leading.isSet }, until: stop)
            },
            // One that ends when nothing is left looks for itself: two that look make one job.
            try ServiceThread("scanner") {
                scanner.run(isLeading: { isForOnce || leading.isSet }, until: stop)
            },
        ]
    }

    private func edges(_ keeper: HistoryKeeper?, _ hub: LiveHub) -> Edges {
        Edges(
            site,
            facts,
            tasks,
            slots: settings.slots,
            leading: leading,
            keeper: keeper,
            volumes: volumes,
            front: front,
            hub: hub,
            notify: settings.notify,
            isSettling: { [self] in scanner.withLock(\.self)?.isSettling ?? false }
        )
    }

    private func frontLife(
        _ heart: Heart,
        _ edges: Edges,
        _ hub: LiveHub,
        _ keeper: HistoryKeeper?,
        _ runner: TaskRunner
    ) -> FrontLife? {
        guard let front else { return nil }
        let desk = keeper.map { keeper in
            SiteDesk(site, keeper, runner: runner, numbers: settings.scan.numbers, sink: hub)
        }
        return FrontLife(
            front: front,
            site: site,
            leading: leading,
            heart: heart,
            host: host,
            metrics: edges.metrics,
            hub: hub,
            isDraining: { [tasks] in tasks.isDrained },
            desk: desk
        )
    }

    // MARK: The end

    private func wait(_ worker: Worker) -> End {
        var departure = Departure(settings, site, tasks, leading, scanner.withLock(\.self))
        while true {
            supervision.main.begin()
            if isGone.withLock(\.self) { return .declaredGone }
            if orders.stop != nil { return .stopped }
            if let reason = departure.reason(worker) {
                if !settings.isForOnce { site.journal.tell(.info, reason) }
                supervision.leaves(reason)
                return .stopped
            }
            orders.wait(upTo: .milliseconds(500))
        }
    }

    /// Lets what runs come to its end, as far as there is time for it, and hands the rest back.
    private func finish(_ worker: Worker, _ end: End) {
        tasks.endFrozen()
        if end == .stopped { patience(worker) }
        // From here on what takes long is bounded by itself, and by whoever stops us.
        supervision.main.end()
        tasks.endAll(isLost: end == .declaredGone)
        // Some wait for another try.
        worker.wake()
        // Children are killed at once; what takes longer is a volume that does not answer.
        if worker.finish(within: .seconds(60)) { return }
        site.journal.tell(.warning, "tasks are left behind: the spool does not answer")
    }

    private func patience(_ worker: Worker) {
        let running = tasks.count
        guard running > 0 else { return }
        let began = MonotonicTime.now
        site.journal.tell(.info, "finishing \(running) running task\(running == 1 ? "" : "s")")
        while !worker.finish(within: .milliseconds(200)) {
            supervision.main.begin()
            switch orders.stop {
            case .atOnce: return
            case .withinGrace: if MonotonicTime.now - began >= settings.grace { return }
            case .patiently, nil: continue
            }
        }
    }

    // MARK: What it says of itself

    private func status() -> NodeStatus {
        var status = NodeStatus()
        status.machineID = host.machineID
        status.bootID = host.bootID
        status.processID = ProcessSpace.ownNumber
        status.processSpace = ProcessSpace.name
        status.roles =
            (settings.coordinates ? ["coordinator"] : []) + (settings.slots > 0 ? ["worker"] : [])
        status.slots = settings.slots
        status.busySlots = tasks.busySlots
        status.memory = facts.memory
        status.version = settings.version
        status.architecture = facts.architecture
        status.isDraining = orders.stop != nil || tasks.isDrained
        status.address = front?.address
        status.isClosed = !settings.times.isOpen()
        status.load = Machine().load()?.lastMinute
        status.encoders = facts.encoders.announced
        status.maker = maker
        return status
    }
}
