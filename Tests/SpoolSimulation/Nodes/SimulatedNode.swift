import Model
import Platform
import Spool

/// One machine: it starts, works until it loses its power or all is done, and starts again when the
/// seed says so.
final class SimulatedNode {
    let world: World
    let machine: SimulatedVolume
    /// As the process sees it.
    let volume: any Volume
    private(set) var spool: Spool
    private var coordinator: Coordinator
    private var status = NodeStatus()
    private var beats: UInt64 = 0
    private var isLeading = false
    private var lookedAt: MonotonicTime?
    /// What this process has learnt that it cannot make: its encoder's headers are others.
    private var foreign: Set<SimulatedPicture> = []
    /// What was staged for jobs that were not open at the last look.
    private var strangers: Set<FileName> = []

    init(_ world: World, _ machine: SimulatedVolume) {
        self.world = world
        self.machine = machine
        volume = world.bug?.wrap(machine) ?? machine
        spool = SimulatedNode.spool(world, machine, volume)
        coordinator = Coordinator(spool, SimulatedOutlet(volume: volume))
    }

    /// Whose encoder it has.
    var maker: Maker { world.hasMakers && machine.client % 2 == 1 ? .other : .one }
    /// Whether it has too little memory for all renditions at once. Of each maker one has enough.
    private var isSmall: Bool { world.hasMakers && machine.client % 3 == 2 }

    func isForeign(_ picture: SimulatedPicture) { foreign.insert(picture) }

    private static func spool(
        _ world: World,
        _ machine: SimulatedVolume,
        _ volume: any Volume
    ) -> Spool {
        Spool(
            volume: volume,
            clock: machine.clock,
            chance: SimulatedChance(world.generator.branch()),
            hostName: "n\(machine.client)",
            settings: world.settings
        )
    }

    var outlet: SimulatedOutlet {
        let ladders =
            world.kind == .ladders
            ? SimulatedLadderOutlet(world: world, machine: machine, spool: spool) : nil
        return SimulatedOutlet(volume: volume, ladders: ladders)
    }

    /// The way of a result, where there are such.
    var ladderOutlet: SimulatedLadderOutlet? { outlet.ladders }
    var isUp: Bool { !machine.isDown && !world.weather.isOver }

    /// - Parameter restarts: Whether the machine comes back after it lost its power.
    func run(after delay: Duration, restarts: Bool = true) {
        sleep(delay)
        while !world.weather.isOver, !world.isOver(for: machine.client) {
            machine.start()
            spool = SimulatedNode.spool(world, machine, volume)
            coordinator = Coordinator(spool, outlet)
            isLeading = false
            (foreign, strangers) = ([], [])
            world.living[machine.client] = spool.holder
            live()
            world.living[machine.client] = nil
            if machine.isDown {
                guard restarts else { return }
                pauseWithoutPower()
            }
        }
    }

    /// Off for a while; others go on.
    private func pauseWithoutPower() {
        let seconds = world.generator.skewed(below: 400)
        world.weather.scheduler.pass(
            machine.client,
            until: world.weather.now + Int64(seconds) * 1_000_000
        )
        world.tick()
    }

    /// From joining to leaving, or to the end of its power, or until it was declared gone.
    private func live() {
        guard persist({ () throws(SpoolError) in try self.spool.join(self.status) }) else { return }
        do throws(SpoolError) {
            while isUp {
                try beat()
                world.isIdle(machine.client)
                if world.isOver(for: machine.client) { return leave() }
                look()
                scan()
                let looksForWork = world.isEager || world.generator.happens(percent: 60)
                if !looksForWork || !work() { rest() }
            }
        } catch {
            // It was declared gone: the next incarnation begins.
        }
    }

    private func leave() {
        _ = persist { () throws(SpoolError) in try self.coordinator.release() }
        _ = persist { () throws(SpoolError) in try self.spool.leave() }
    }

    // MARK: - With every beat

    /// Throws only when the node was declared gone.
    func beat() throws(SpoolError) {
        beats += 1
        world.tick()
        do throws(SpoolError) {
            try spool.beat(status, beats)
            world.ledger.note(beatOf: spool.holder)
        } catch {
            if case .declaredGone = error { throw error }
        }
    }

    func look() {
        // Not more often than with every beat, or silence would be counted too fast.
        let now = machine.clock.steady
        if let lookedAt, now - lookedAt < world.settings.beat * 0.8 { return }
        lookedAt = now
        guard let look = try? coordinator.look() else { return }
        isLeading = look.isLeading
        if isLeading, beats % 8 == 0 {
            let lives = world.weather.server.find("jobs")?.names ?? []
            try? outlet.sweep(but: Set(lives))
            try? ladderOutlet?.sweep(&strangers)
        }
    }

    private func scan() {
        let isDue = isLeading ? beats % 4 == 1 : world.generator.happens(percent: 5)
        guard isDue else { return }
        for job in world.jobs where isUp { _ = try? spool.takeIn(job.offer) }
    }

    /// False when there was nothing to do.
    private func work() -> Bool {
        let wish = wish
        let before = world.pace == nil ? ownTokens() : []
        let troubles = machine.troubles
        do throws(SpoolError) {
            let claim = try spool.claim(wish)
            if world.pace == nil, troubles == machine.troubles { checkBelief(before, claim) }
            guard let claim else { return false }
            SimulatedTask(self, claim).run()
            return true
        } catch {
            // Whether something was claimed is not known, and is not said.
            return false
        }
    }

    private var wish: ClaimWish {
        var wish = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)
        guard world.kind == .ladders else { return wish }
        let (foreign, isSmall) = (foreign, isSmall)
        wish.prefersSmall = { _ in isSmall }
        wish.accepts = { order, task in
            guard task.slice != nil else { return true }
            if isSmall, order.ladder != nil, task.rung == nil { return false }
            return !foreign.contains(SimulatedPicture(job: order.key, rung: task.rung))
        }
        return wish
    }

    /// What it says of a claim is true: what it holds since then is the claim, or nothing.
    private func checkBelief(_ before: Set<String>, _ claim: Claim?) {
        guard isUp else { return }
        for name in ownTokens().subtracting(before)
        where name != claim.map({ "\($0.key) \($0.attempt)" }) {
            world.weather.fail("\(name) is claimed and its holder does not believe it")
        }
    }

    /// The names in `run/`, anywhere, that are this node's.
    private func ownTokens() -> Set<String> {
        world.ledger.claims(of: spool.holder)
    }

    /// One beat, and not to the microsecond.
    func rest() {
        let beat = Int(world.settings.beat.components.seconds) * 1_000
        sleep(.milliseconds(beat - 500 + world.generator.number(below: 1_000)))
    }

    /// Rests, and does what has to be done with every beat. False when the node is not there any
    /// more.
    func idle() -> Bool {
        rest()
        guard isUp else { return false }
        do throws(SpoolError) { try beat() } catch { return false }
        look()
        return isUp
    }

    private func sleep(_ duration: Duration) {
        machine.sleep(microseconds: duration.milliseconds * 1_000)
    }

    /// Tries until it is done. False when the node has no power any more.
    private func persist(_ body: () throws(SpoolError) -> Void) -> Bool {
        while isUp {
            do throws(SpoolError) {
                try body()
                return true
            } catch {
                rest()
                world.tick()
            }
        }
        return false
    }
}

/// What parts have to fit together: all of a film, or one of its renditions.
struct SimulatedPicture: Hashable, Sendable {
    let job: JobKey
    let rung: Int?
}
