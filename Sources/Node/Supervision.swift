internal import Model
internal import Platform
internal import Services
internal import Spool
private import Synchronization

/// Tells the manager of services how the node is, where one wants to know: that it can be used,
/// what it does, that it is not stuck, and that it needs time to end.
///
/// Its thread touches no file, so that a volume that does not answer is said and not suffered.
final class Supervision: Sendable {
    private struct State {
        var text = "starting"
        /// What goes on while the node lives, in the place of the text.
        var life: (@Sendable () -> String)?
        var isLeaving = false
    }

    /// The main loop of the node, and its heart: each begins anew as long as it moves.
    let main = Pulse()
    let heart = Pulse()
    private let manager: ServiceManager?
    private let settings: NodeSettings
    private let orders: NodeOrders
    private let volumes: VolumeWatch
    private let state = Mutex(State())
    private let stop = StopSign()

    init(_ settings: NodeSettings, _ orders: NodeOrders, _ volumes: VolumeWatch) {
        manager = settings.manager
        self.settings = settings
        self.orders = orders
        self.volumes = volumes
    }

    /// The thread that tells; nil where nobody wants to know.
    func start() throws -> ServiceThread? {
        guard let manager else { return nil }
        return try ServiceThread("manager") { [self] in run(manager) }
    }

    /// Behind the last thing that the node does.
    func end() {
        state.withLock { $0.isLeaving = true }
        stop.set()
        orders.wake()
    }

    // MARK: What goes on

    func does(_ text: String) { state.withLock { $0.text = text } }

    func lives(_ site: Site, _ tasks: ActiveTasks, _ leading: Leading) {
        let life: @Sendable () -> String = {
            var parts = [Supervision.counted(tasks.count, "task")]
            if let jobs = site.spool.openJobsSeen {
                parts.append("\(Supervision.counted(jobs, "job")) open")
            }
            if leading.isSet { parts.append("coordinates") }
            if tasks.isPaused { parts.append("the cluster is paused") }
            if tasks.isDrained { parts.append("drained") }
            return (parts + site.journal.troubles.prefix(1)).joined(separator: ", ")
        }
        state.withLock { $0.life = life }
    }

    func livesNoMore() {
        state.withLock { state in
            state.life = nil
            state.text = "beginning again"
        }
    }

    private static func counted(_ count: Int, _ what: String) -> String {
        "\(count) \(what)\(count == 1 ? "" : "s")"
    }

    /// The node has begun to end by itself.
    func leaves(_ reason: String) {
        state.withLock { state in
            state.isLeaving = true
            state.text = reason
        }
    }

    private var text: String {
        let (text, life, isLeaving) = state.withLock { ($0.text, $0.life, $0.isLeaving) }
        guard orders.stop != nil || isLeaving else { return life?() ?? text }
        return life.map { "stopping: \($0())" } ?? "stopping"
    }

    // MARK: The manager

    private func run(_ manager: ServiceManager) {
        var told = ""
        var isReady = false
        var since: MonotonicTime?
        let pause = min(Supervision.pause, (manager.watchdog ?? .seconds(60)) / 4)
        while true {
            let text = text
            if !isReady {
                isReady = manager.tell(.ready, .status(text))
                if isReady { told = text }
            }
            if text != told, manager.tell(.status(text)) { told = text }
            if orders.stop != nil || state.withLock(\.isLeaving) {
                if since == nil { manager.tell(.stopping) }
                let began = since ?? .now
                since = began
                if isInTime(MonotonicTime.now - began) { manager.tell(.moreTime(.seconds(30))) }
            }
            if let watchdog = manager.watchdog, moves(within: watchdog / 2) { manager.tell(.alive) }
            if stop.isSet { return }
            if orders.stop == nil { orders.wait(upTo: pause) } else { stop.wait(upTo: pause) }
        }
    }

    /// Whether an end that takes so long is one that is on its way.
    private func isInTime(_ time: Duration) -> Bool {
        switch orders.stop {
        case .patiently: true
        case .withinGrace, .atOnce, nil: time < settings.grace + Supervision.leaving
        }
    }

    /// A thread that waits for a volume is not stuck: another start would wait for it as well, and
    /// what runs would be lost. One that stands still while all volumes answer is.
    private func moves(within limit: Duration) -> Bool {
        let beat = settings.beat ?? .seconds(5)
        let longest = max(limit, beat * 3)
        guard max(main.time, heart.time) > longest else { return true }
        return volumes.readings.contains { !$0.isAnswering }
    }

    private static let pause = Duration.seconds(1)
    /// For handing back what runs, and for a volume that answers slowly.
    private static let leaving = Duration.seconds(90)
}
