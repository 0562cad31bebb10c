import Model
import Spool

/// A person at a machine of the cluster who asks for this and that.
struct SimulatedUser {
    private let world: World
    private let machine: SimulatedVolume

    init(_ world: World, _ machine: SimulatedVolume) {
        self.world = world
        self.machine = machine
    }

    func run() {
        for _ in 0..<world.generator.number(below: 5) {
            let seconds = world.generator.number(in: 1...100)
            world.weather.scheduler.pass(
                machine.client,
                until: world.weather.now + Int64(seconds) * 1_000_000
            )
            if world.weather.isOver || !world.weather.areFaultsOn { break }
            machine.start()
            world.isUserBusy = true
            act()
            world.isUserBusy = false
        }
        // What was paused goes on in the end.
        while !world.weather.isOver, !world.isFinished {
            machine.start()
            let spool = spool()
            let keys = world.weather.server.find("jobs")?.names.compactMap(JobKey.init) ?? []
            world.isUserBusy = true
            for key in keys { try? spool.resume(key) }
            world.isUserBusy = false
            world.weather.scheduler.pass(machine.client, until: world.weather.now + 60_000_000)
        }
    }

    private func spool() -> Spool {
        Spool(
            volume: machine,
            clock: machine.clock,
            chance: SimulatedChance(world.generator.branch()),
            hostName: "user",
            settings: world.settings
        )
    }

    private func act() {
        let spool = spool()
        let job = world.jobs[world.generator.number(below: world.jobs.count)]
        let keys = world.weather.server.find("jobs")?.names.compactMap(JobKey.init) ?? []
        let key = keys.last { $0.job == job.id }
        switch (world.generator.number(below: 7), key) {
        case (0, let key?): _ = try? spool.cancel(key)
        case (1, let key?): _ = try? spool.pause(key)
        case (2, let key?): try? spool.bump(key)
        case (3, let key?): try? spool.postpone(key)
        case (4, let key?): _ = try? spool.retry(key)
        case (5, let key?): _ = try? spool.retry(key, all: true)
        default:
            guard let record = try? spool.records(of: job.id).first else { return }
            try? spool.removeRecord(record)
        }
    }
}
