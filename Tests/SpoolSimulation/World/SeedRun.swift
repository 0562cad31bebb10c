public import Platform
import Synchronization

/// Many seeds, on several cores.
public struct SeedRun: Sendable {
    public let seeds: Range<UInt64>
    public let kind: World.Kind
    public let bug: ProtocolBug?

    public init(_ seeds: Range<UInt64>, kind: World.Kind = .films, bug: ProtocolBug? = nil) {
        (self.seeds, self.kind, self.bug) = (seeds, kind, bug)
    }

    /// In the worlds that have what the bug breaks.
    public init(_ seeds: Range<UInt64>, bug: ProtocolBug) {
        self.init(seeds, kind: bug.kind, bug: bug)
    }

    private func world(_ seed: UInt64) -> World { World(seed: seed, kind: kind, bug: bug) }

    public struct Tally: Sendable {
        public var failures: [Outcome] = []
        public var worlds = 0
        public var operations = 0
        public var seconds: Int64 = 0
        public var faults: [Fault: Int] = [:]

        mutating func add(_ outcome: Outcome) {
            if outcome.failure != nil { failures.append(outcome) }
            worlds += 1
            operations += outcome.operations
            seconds += outcome.seconds
            faults.merge(outcome.faults, uniquingKeysWith: +)
        }
    }

    /// - Parameter cores: How many worlds run at a time; each has its own threads.
    public func run(cores: Int = 1) throws(SystemError) -> Tally {
        let next = Mutex(seeds.lowerBound)
        let tally = Mutex(Tally())
        let bell = Bell()
        for core in 0..<cores {
            let worker = try NamedThread("seeds \(core)") {
                while let seed = take(next) {
                    guard let outcome = try? world(seed).run() else { break }
                    tally.withLock { $0.add(outcome) }
                }
                bell.ring()
            }
            _ = consume worker
        }
        while bell.count < UInt64(cores) { bell.wait(after: bell.count, upTo: .seconds(1)) }
        return tally.withLock { $0 }
    }

    private func take(_ next: borrowing Mutex<UInt64>) -> UInt64? {
        next.withLock { seed in
            guard seed < seeds.upperBound else { return nil }
            seed += 1
            return seed - 1
        }
    }

    /// The first seed that shows a broken promise.
    public func firstFailure() throws(SystemError) -> Outcome? {
        for seed in seeds {
            let outcome = try world(seed).run()
            if outcome.failure != nil { return outcome }
        }
        return nil
    }
}
