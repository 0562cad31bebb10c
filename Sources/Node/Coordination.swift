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

    init(_ site: Site, _ heart: Heart, _ leading: Leading, _ knownDead: KnownDead) {
        self.site = site
        self.heart = heart
        self.leading = leading
        self.knownDead = knownDead
    }

    func run(until stop: StopSign) {
        let knownDead = knownDead
        var coordinator = Coordinator(site.spool, nil) { knownDead.isDead($0) }
        // Also behind a beat that was before this thread.
        var count: UInt64 = 0
        while !stop.isSet {
            // Behind a beat of ours alone a look says anything of others.
            heart.bell.wait(after: count, upTo: .seconds(1))
            let rung = heart.bell.count
            guard rung != count else { continue }
            count = rung
            if stop.isSet { break }
            look(&coordinator)
        }
        _ = leading.set(false)
        // The next one need not wait.
        try? coordinator.release()
    }

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
        let troubles = look.troubles.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        guard let first = (troubles + look.otherTroubles.map { "\($0)" }).first else {
            return site.journal.end("look", "the cluster can be looked after again")
        }
        site.journal.begin("look", .warning, first)
    }
}

/// Moves jobs on, where this node is the coordinator: results that wait for their name, records
/// that are to be written, directories that are to go.
struct Moving: Sendable {
    let site: Site
    let outlet: any Outlet
    let leading: Leading

    func run(until stop: StopSign) {
        var mover = JobMover(site.spool, outlet)
        while !stop.wait(upTo: site.spool.settings.beat) {
            guard leading.isSet else { continue }
            do throws(SpoolError) {
                let troubles = try mover.move(for: site.spool.settings.beat)
                guard let (key, trouble) = troubles.min(by: { $0.key < $1.key }) else {
                    site.journal.end("move", "all jobs go on again")
                    continue
                }
                site.journal.begin("move", .warning, "\(key) cannot go on: \(trouble)")
            } catch {
                site.journal.begin("move", .warning, "cannot move jobs on: \(error)")
            }
        }
    }
}
