internal import Model
internal import Platform
internal import Services
internal import Spool

/// Looks after the cluster with every beat, where this node is the coordinator, and waits for the
/// day where it is not.
final class Coordination: Sendable {
    private let site: Site
    private let heart: Heart
    private let leading: Leading
    private let knownDead: KnownDead
    private let moving: Pulse

    init(
        _ site: Site,
        _ heart: Heart,
        _ leading: Leading,
        _ knownDead: KnownDead,
        moving: Pulse
    ) {
        self.site = site
        self.heart = heart
        self.leading = leading
        self.knownDead = knownDead
        self.moving = moving
    }

    func run(until stop: StopSign) {
        let knownDead = knownDead
        var coordinator = Coordinator(site.spool, nil) { knownDead.isDead($0) }
        // Also behind a beat that was before this thread.
        var count: UInt64 = 0
        var looked = MonotonicTime.now
        while !stop.isSet {
            // Behind a beat of ours alone a look says anything of others.
            heart.bell.wait(after: count, upTo: .seconds(1))
            let rung = heart.bell.count
            guard rung != count else {
                // Who cannot show that it lives leads nobody.
                if MonotonicTime.now - looked > site.spool.settings.beat * 3 {
                    _ = leading.set(false)
                }
                continue
            }
            count = rung
            if stop.isSet { break }
            looked = .now
            guard isMoving() else {
                if leading.set(false) { try? coordinator.release() }
                continue
            }
            look(&coordinator)
        }
        _ = leading.set(false)
        // The next one need not wait.
        try? coordinator.release()
    }

    /// A volume that does not answer this node may answer another one, which then leads.
    private func isMoving() -> Bool {
        let time = moving.time
        guard time > Coordination.patience else {
            site.journal.end("outlet", "the output answers again")
            return true
        }
        site.journal.begin(
            "outlet",
            .error,
            "moving jobs on has not come back for \(Coordination.patience.components.seconds) s: "
                + "does the volume of the output answer?"
        )
        return false
    }

    private static let patience = Duration.seconds(300)

    private func look(_ coordinator: inout Coordinator) {
        do throws(SpoolError) {
            let look = try coordinator.look()
            if leading.set(look.isLeading) {
                let name = site.spool.holder.node
                let text = look.isLeading ? "is the coordinator" : "is the coordinator no more"
                site.journal.tell(.info, "\(name) \(text)")
            }
            tell(look)
        } catch {
            _ = leading.set(false)
            site.journal.begin("look", .warning, "cannot look after the cluster: \(error)")
        }
    }

    private func tell(_ look: Coordinator.Look) {
        let troubles = look.troubles.map { ($0.key.text, "\($0.value)") }
        site.journal.keep("looking", .warning, Dictionary(troubles) { first, _ in first })
        guard let first = look.otherTroubles.first else {
            return site.journal.end("look", "the cluster can be looked after again")
        }
        site.journal.begin("look", .warning, "\(first)")
    }
}

/// Moves jobs on, where this node is the coordinator: results that wait for their name, records
/// that are to be written, directories that are to go.
struct Moving: Sendable {
    let site: Site
    let outlet: any Outlet
    let leading: Leading
    let pulse: Pulse

    func run(until stop: StopSign) {
        var mover = JobMover(site.spool, outlet)
        while !stop.wait(upTo: site.spool.settings.beat) {
            guard leading.isSet else { continue }
            do throws(SpoolError) {
                pulse.begin()
                defer { pulse.end() }
                let troubles = try mover.move(for: site.spool.settings.beat)
                    .map { ($0.key.text, "\($0.value)") }
                site.journal.keep("moving", .warning, Dictionary(troubles) { first, _ in first })
                site.journal.end("move", "jobs can be moved on again")
            } catch {
                site.journal.begin("move", .warning, "cannot move jobs on: \(error)")
            }
        }
    }
}
