public import Platform
import Spool
import Synchronization

/// One small film, and a node that fails at every one of its operations in turn, in every way; then
/// another node goes on. Nothing else goes wrong, so each point is the same every time.
public struct CrashPoints: Sendable {
    /// What the node that fails is doing.
    public enum Role: String, Sendable, CaseIterable {
        /// It takes the film in, splits, encodes and merges it, publishes and closes it.
        case worker
        /// It finds the claims of a dead node, takes them back and goes on.
        case rescuer
    }

    /// What the film is.
    public enum Film: String, Sendable, CaseIterable {
        case film
        /// In two sizes, in the place of an earlier result.
        case ladder
        /// The same where two names can be exchanged.
        case exchanged
    }

    public struct Tally: Sendable {
        public let role: Role
        /// Of the node that fails, when it does not.
        public let operations: Int
        public var points = 0
        public var recovered = 0
        /// What was not: the number of the operation, the fault and the broken promise.
        public var failures: [String] = []
    }

    public let role: Role
    public let film: Film

    public init(_ role: Role, of film: Film = .film) { (self.role, self.film) = (role, film) }

    /// What can go wrong with an operation and is not the same as with the one before: a crash
    /// after something that only looks is one after what was changed last.
    static func faults(_ operation: Operation) -> [Fault] {
        if operation.onlyLooks { return [.inputOutput, .staleHandle] }
        var faults: [Fault] = [.crashBefore, .crashAfter, .inputOutput, .staleHandle, .interrupted]
        if operation.hasHalves { faults.append(.crashMidway) }
        if operation.needsSpace { faults.append(.noSpace) }
        return faults
    }

    /// - Parameter stride: 1 tries every point, 2 every other one.
    public func run(stride: Int = 1) throws(SystemError) -> Tally {
        let operations = try run(nil, at: 0).operations
        var tally = Tally(role: role, operations: operations.count)
        let points = operations.enumerated().flatMap { number, operation in
            CrashPoints.faults(operation).map { (number, $0) }
        }
        for index in Swift.stride(from: 0, to: points.count, by: stride) {
            let (number, fault) = points[index]
            tally.points += 1
            let outcome = try run(fault, at: number).outcome
            if let failure = outcome.failure {
                tally.failures.append("\(fault) at \(number): \(failure)")
            } else {
                tally.recovered += 1
            }
        }
        return tally
    }

    /// - Returns: The operations that the node made, and what came of it.
    public func run(
        _ fault: Fault?,
        at number: Int,
        trace: ((String) -> Void)? = nil
    ) throws(SystemError) -> (operations: [Operation], outcome: Outcome) {
        let world = world()
        world.trace = trace
        let failing = role == .worker ? 0 : 1
        let log = OperationLog()
        world.last = 2
        world.stage.volumes[failing].script = { log.add($0) == number ? fault : nil }
        if role == .rescuer { dieWithClaims(world.stage.volumes[0]) }
        let outcome = try world.run { world, volume in
            // Each comes when those before it have had time to do all of it.
            let delay = Duration.seconds(volume.client * 30)
            SimulatedNode(world, volume).run(after: delay, restarts: false)
        }
        return (log.all, outcome)
    }

    /// Nothing goes wrong by chance.
    private func world() -> World {
        var habits = VolumeHabits.nfs4
        habits.exchanges = film == .exchanged
        let stage = Stage(seed: 1, clients: 3, habits: habits)
        stage.weather.stopFaults()
        var settings = SpoolSettings(beat: .seconds(3), looksUntilSuspected: 4)
        settings.claimWindow = 1
        let world = World(
            seed: 0,
            stage: stage,
            jobs: [job],
            settings: settings,
            faultsEnd: 0,
            generator: SplitMix(seed: 1),
            kind: film == .film ? .films : .ladders
        )
        world.isEager = true
        return world
    }

    private var job: SimulatedJob {
        let job = SimulatedJob(number: 1, slices: 3, batchMax: 2, hasAudio: true)
        if film == .film { return job }
        return job.inSizes(SimulatedLadder(rungs: 2, sounds: 2, hasEarlier: true))
    }

    /// The first node dies when it writes its second part: it holds a claim, and one is committed.
    private func dieWithClaims(_ volume: SimulatedVolume) {
        let renames = OperationLog()
        volume.script = { operation in
            operation == .rename && renames.add(operation) == 9 ? .crashAfter : nil
        }
    }

    private final class OperationLog: Sendable {
        private let operations = Mutex<[Operation]>([])

        /// - Returns: Its number, from 0 on.
        func add(_ operation: Operation) -> Int {
            operations.withLock { operations in
                operations.append(operation)
                return operations.count - 1
            }
        }

        var all: [Operation] { operations.withLock { $0 } }
    }
}
