public import Platform
import Spool

/// How long many slices take on few and on many nodes, fast and slow ones mixed, and what that asks
/// of the volume. Nothing goes wrong in it.
public struct Scaling: Sendable {
    public let nodes: Int
    public let slices: Int

    public init(nodes: Int, slices: Int) {
        self.nodes = nodes
        self.slices = slices
    }

    public struct Result: Sendable {
        public let nodes: Int
        /// Simulated, from the first node's start to the last record.
        public let seconds: Double
        /// If all nodes encoded from the first second to the last.
        public let idealSeconds: Double
        public let operations: Int
        public let failure: String?

        public var operationsPerSecond: Double { Double(operations) / max(seconds, 1) }
        /// How much of what the nodes could have done they did.
        public var efficiency: Double { idealSeconds / max(seconds, 1) }
    }

    /// A film has so many slices, as one of 80 minutes does.
    private static let slicesPerFilm = 500
    /// A slice takes a fast node so many beats, and a slow one ten times as many.
    private static let beats = 4

    private func beats(_ client: Int) -> Int {
        nodes > 1 && client % 2 == 1 ? Scaling.beats * 10 : Scaling.beats
    }

    public func run() throws(SystemError) -> Result {
        var habits = VolumeHabits.nfs4
        habits.latencyMax = 2_000
        let stage = Stage(seed: 1, clients: nodes, habits: habits)
        stage.weather.stopFaults()
        let films = max(1, slices / Scaling.slicesPerFilm)
        let world = World(
            seed: 1,
            stage: stage,
            jobs: (0..<films).map {
                SimulatedJob(number: $0 + 1, slices: slices / films, batchMax: 32, hasAudio: true)
            },
            settings: .shared,
            faultsEnd: 0,
            generator: SplitMix(seed: 1)
        )
        world.isEager = true
        world.pace = beats
        world.patience = 1_000 * 3_600 * 1_000_000
        let outcome = try world.run { world, volume in
            let delay = world.generator.number(below: 5_000)
            SimulatedNode(world, volume).run(after: .milliseconds(delay))
        }
        let beat = Double(SpoolSettings.shared.beat.milliseconds) / 1_000
        let rate = (0..<nodes).reduce(0.0) { $0 + 1 / (Double(beats($1)) * beat) }
        return Result(
            nodes: nodes,
            seconds: Double(world.endedAt) / 1_000_000,
            idealSeconds: Double(slices) / rate,
            operations: world.operationsAtEnd,
            failure: outcome.failure
        )
    }
}
