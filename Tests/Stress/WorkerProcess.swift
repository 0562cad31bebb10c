import Model
import Platform
import Spool
import Synchronization
import TestKit

/// A node: one thread that shows its life, one that works, and one that coordinates. When others
/// took it for dead it begins again under a new incarnation.
struct WorkerProcess: Sendable {
    let options: StressOptions
    let ground: Ground

    init(_ options: StressOptions) {
        self.options = options
        ground = Ground(place: options.place)
    }

    func run() throws {
        while !isStopping {
            let spool = Spool(
                volume: try DirectoryVolume(root: ground.spool),
                clock: SystemNodeClock(),
                chance: SystemChance(),
                hostName: "stress",
                settings: options.settings
            )
            do {
                try spool.join(NodeStatus())
                try live(spool)
            } catch let error as SpoolError {
                // Nothing here is full or broken: what fails is what others took away.
                guard case .unreadable = error else { continue }
                throw error
            }
        }
    }

    private var isStopping: Bool { (try? Directory.status(of: ground.stop)) != nil }

    private func live(_ spool: Spool) throws {
        let life = NodeLife()
        let beater = try NamedThread("beat") { beat(spool, life) }
        let worker = try NamedThread("work") { try work(spool, life) }
        let scanner = try NamedThread("scan") { try scan(spool, life) }
        var trouble: (any Error)?
        coordinate(spool, life)
        do { try worker.join() } catch { trouble = error }
        do { try scanner.join() } catch { trouble = error }
        life.end()
        beater.join()
        if let trouble { throw trouble }
        if !life.isGone { try spool.leave() }
    }

    // MARK: - Threads

    private func beat(_ spool: Spool, _ life: NodeLife) {
        var number: UInt64 = 0
        while !life.isOver {
            number += 1
            do throws(SpoolError) {
                try spool.beat(NodeStatus(), number)
                life.hasBeaten()
            } catch {
                if case .declaredGone = error { life.markGone() }
            }
            for claim in life.claims {
                guard let hold = try? spool.beat(claim, number, nil), hold != .held else {
                    continue
                }
                life.lose(claim)
            }
            life.pause(options.beat)
        }
    }

    private func coordinate(_ spool: Spool, _ life: NodeLife) {
        var coordinator = Coordinator(spool, StressOutlet(ground: ground))
        var beats = 0
        while !life.isOver, !isStopping {
            life.pause(options.beat)
            // A look after which our own life was not shown says nothing of others.
            guard life.beats > beats else { continue }
            beats = life.beats
            guard let look = try? coordinator.look() else { continue }
            life.lead(look.isLeading)
        }
        try? coordinator.release()
    }

    /// Only while this node coordinates; that two do it for a moment is no harm.
    private func scan(_ spool: Spool, _ life: NodeLife) throws {
        var scanner = Scanner(spool: spool, ground: ground)
        while !life.isOver, !isStopping {
            if life.isLeading { try scanner.scan() }
            life.pause(options.beat)
        }
    }

    private func work(_ spool: Spool, _ life: NodeLife) throws {
        let wish = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)
        while !life.isOver, !isStopping {
            guard let claim = try? spool.claim(wish) else {
                life.pause(options.beat)
                continue
            }
            guard let film = Film(claim.order) else { throw Trouble("\(claim.key) is no film") }
            life.hold(claim)
            let work = TaskWork(spool: spool, ground: ground, claim: claim, film: film) {
                life.pause(.milliseconds(Int.random(in: 0...options.workMilliseconds)))
                return life.holds(claim)
            }
            do {
                try work.run()
            } catch {
                // Lost, or others took its directory away. Should it still be ours it goes back.
                try? Directory.removeFile(ground.spool.appending(claim.part))
                _ = try? spool.handBack(claim, reason: "\(error)", blame: nil)
            }
            life.lose(claim)
        }
    }
}

/// What the threads of one incarnation know together.
final class NodeLife: Sendable {
    private struct State {
        var claims: Set<Claim> = []
        var beats = 0
        var isLeading = false
        var isGone = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let bell = Bell()

    var isGone: Bool { state.withLock { $0.isGone } }
    var isLeading: Bool { state.withLock { $0.isLeading } }
    var isOver: Bool { state.withLock { $0.isOver } }
    var beats: Int { state.withLock { $0.beats } }
    var claims: Set<Claim> { state.withLock { $0.claims } }

    func lead(_ isLeading: Bool) { state.withLock { $0.isLeading = isLeading } }
    func hasBeaten() { state.withLock { $0.beats += 1 } }
    func hold(_ claim: Claim) { state.withLock { _ = $0.claims.insert(claim) } }
    func lose(_ claim: Claim) { state.withLock { _ = $0.claims.remove(claim) } }
    func holds(_ claim: Claim) -> Bool { state.withLock { $0.claims.contains(claim) } }

    func markGone() {
        state.withLock { state in
            state.isGone = true
            state.isOver = true
            state.claims = []
        }
        bell.ring()
    }

    func end() {
        state.withLock { $0.isOver = true }
        bell.ring()
    }

    /// At most so long; shorter when this life ends.
    func pause(_ duration: Duration) {
        let count = bell.count
        if isOver { return }
        bell.wait(after: count, upTo: duration)
    }
}
