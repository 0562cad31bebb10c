internal import Model
internal import Platform
internal import Services
internal import Spool
private import Synchronization

/// Shows the others that this node and its tasks live, with every beat, whatever else goes on.
final class Heart: Sendable {
    private let site: Site
    private let tasks: ActiveTasks
    private let status: @Sendable () -> NodeStatus
    private let gone: @Sendable () -> Void
    /// Rings behind every beat that reached the volume.
    let bell = Bell()
    private let beaten = Mutex<MonotonicTime?>(nil)
    private let pulse: Pulse
    private let health: HealthTelling

    /// - Parameters:
    ///   - pulse: Begins anew with every beat.
    ///   - health: Hears of each.
    ///   - gone: Called when others took this node for dead and gave its work away.
    init(
        _ site: Site,
        _ tasks: ActiveTasks,
        pulse: Pulse,
        health: HealthTelling,
        status: @escaping @Sendable () -> NodeStatus,
        gone: @escaping @Sendable () -> Void
    ) {
        self.site = site
        self.tasks = tasks
        self.pulse = pulse
        self.health = health
        self.status = status
        self.gone = gone
    }

    /// When one last reached the volume.
    var lastBeat: MonotonicTime? { beaten.withLock(\.self) }

    func run(until stop: StopSign) {
        var number: UInt64 = 0
        while !stop.isSet {
            number += 1
            pulse.begin()
            let began = MonotonicTime.now
            let isWell = beat(number)
            if isWell {
                beaten.withLock { $0 = .now }
                bell.ring()
            }
            health.beat(isWell: isWell)
            stop.wait(upTo: site.spool.settings.beat - (MonotonicTime.now - began))
        }
        pulse.end()
        bell.ring()
        health.beat(isWell: false)
    }

    private func tellHanging() {
        let now = MonotonicTime.now
        var troubles: [String: String] = [:]
        for task in tasks.all where task.hangs(at: now) > .seconds(60) {
            let name = "\(task.claim.key)/\(task.claim.task)"
            troubles[name] = "a volume has not answered for more than 60 s"
        }
        site.journal.keep("hanging", .warning, troubles)
    }

    private func heedPause() throws(SpoolError) {
        let isPaused = try site.spool.isPaused()
        guard tasks.setPaused(isPaused) else { return }
        let text =
            isPaused
            ? "the cluster is paused: nothing more is taken; it goes on by  reelmill resume"
            : "the cluster goes on"
        site.journal.tell(.info, text)
    }

    private func heedDrain() throws(SpoolError) {
        let isDrained = try site.spool.isDrained()
        let isNew = tasks.setDrained(isDrained)
        site.bell.ring()
        guard isNew else { return }
        let name = site.spool.holder.node
        if isDrained { site.spool.report(.nodeDrained, name) }
        let text =
            isDrained
            ? "\(name) is drained: it takes nothing more; again by  reelmill nodes resume \(name)"
            : "\(name) takes work again"
        site.journal.tell(.info, text)
    }

    private func beat(_ number: UInt64) -> Bool {
        do throws(SpoolError) {
            try site.spool.beat(status(), number)
            // One directory in trouble is not the volume.
            if let trouble = tasks.beat(site.spool) {
                site.journal.begin(
                    "locks",
                    .warning,
                    "a task cannot show that it lives: \(trouble)"
                )
            } else {
                site.journal.end("locks", "all tasks show that they live")
            }
            tellHanging()
            try heedPause()
            try heedDrain()
            site.journal.end("volume", "the spool at \(site.folders.spool) answers again")
            return true
        } catch {
            if case .declaredGone = error {
                site.journal.tell(.warning, "\(error)")
                gone()
                return false
            }
            site.journal.begin("volume", .warning, "the spool cannot be written: \(error)")
            return false
        }
    }
}
