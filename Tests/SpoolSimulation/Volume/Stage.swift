public import Platform

/// A server, its clients and their time, all from one seed.
public struct Stage: Sendable {
    public let scheduler: Scheduler
    public let weather: Weather
    public let volumes: [SimulatedVolume]

    public init(
        seed: UInt64,
        clients: Int,
        habits: VolumeHabits,
        rates: FaultRates = FaultRates()
    ) {
        let scheduler = Scheduler()
        let weather = Weather(scheduler, seed: seed, habits: habits, rates: rates)
        volumes = (0..<clients).map { client in
            let clock = SimulatedClock(scheduler, &weather.generator, isWallRight: false)
            return SimulatedVolume(weather, client: client, clock: clock)
        }
        self.scheduler = scheduler
        self.weather = weather
    }

    /// Each client runs the body, one of them at a time, until all have ended.
    public func run(_ body: @escaping @Sendable (SimulatedVolume) -> Void) throws(SystemError) {
        try scheduler.run(volumes.map { volume in { body(volume) } })
    }

    /// What is on the server, by path, directories with a slash at the end.
    public func paths(below directory: String = "") -> [String] {
        weather.server.paths(below: directory)
    }

    public func content(_ path: String) -> [UInt8]? { weather.server.find(path)?.content }
}
