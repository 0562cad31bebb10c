internal import Model
internal import Platform
internal import Synchronization

/// The shared directory that is the queue, as one process uses it.
///
/// All of it may be called from several threads. What it does to the volume is in `Jobs`, `Tasks`
/// and `Nodes`; what is to be done is decided by the values in `Rules`.
public struct Spool: Sendable {
    public let volume: any Volume
    public let clock: any NodeClock
    public let chance: any Chance
    public let holder: Holder
    public let settings: SpoolSettings
    let memory = SpoolMemory()
    /// Gets what this process does, besides the spool's own files; any thread may call it.
    public var listener = SpoolListener()

    public init(
        volume: any Volume,
        clock: any NodeClock,
        chance: any Chance,
        hostName: String,
        settings: SpoolSettings
    ) {
        self.volume = volume
        self.clock = clock
        self.chance = chance
        self.settings = settings
        holder = Holder(hostName: hostName, bits: chance.bits())
    }

    var access: Access { Access(volume: volume) }

    /// A path that nobody else uses, for something that is being made.
    func aside() -> Path { Layout.temporary / FileName("\(holder.text).\(memory.nextNumber())") }

    /// Gives a file a fixed name unless that is taken, and tells what is there now.
    func publish(_ bytes: [UInt8], as target: Path) throws(SpoolError) -> [UInt8] {
        let way = aside()
        do throws(SpoolError) {
            let found = try access.publish(bytes, as: target, by: way)
            litter(way)
            return found
        } catch {
            litter(way)
            throw error
        }
    }

    /// Removes what this process made aside and needs no more; what cannot be removed now is tried
    /// again with every beat.
    func litter(_ path: Path) {
        memory.with { _ = $0.litter.insert(path) }
        pickUpLitter()
    }

    func pickUpLitter() {
        for path in memory.with({ Array($0.litter) }) where (try? remove(path)) != nil {
            memory.with { _ = $0.litter.remove(path) }
        }
    }

    private func remove(_ path: Path) throws(SpoolError) {
        do throws(SystemError) {
            try volume.remove(path)
        } catch {
            if Access.isGone(error) { return }
            guard error.errno == .isADirectory || error.errno == .operationNotPermitted else {
                throw .storage(error)
            }
            _ = try bury(path)
        }
    }

    /// A path that nobody else uses, for something that is to go.
    func grave() -> Path {
        Layout.temporary / FileName("dead.\(holder.text).\(memory.nextNumber())")
    }
}

/// For those who count what a process does.
public struct SpoolListener: Sendable {
    /// Behind every event that this process tells.
    public var event: (@Sendable (Event) -> Void)?
    /// Behind every record that this process writes.
    public var record: (@Sendable (HistoryRecord) -> Void)?
    /// With every task that somebody else took a moment earlier.
    public var conflict: (@Sendable () -> Void)?
    /// Behind every task that this process takes away from somebody who was silent.
    public var reclaimed: (@Sendable (Reclaim) -> Void)?

    public init() {}
}

public struct SpoolSettings: Hashable, Sendable {
    /// How often holders and nodes show that they live, and observers look.
    public var beat: Duration
    /// After so many of the observer's own good looks without a change somebody is taken for dead.
    public var looksUntilSuspected: Int
    /// A task fails when so many of its attempts are to blame.
    public var blamesMax = 3
    /// It fails as well when it was taken so often from somebody who was silent. Power cuts blame
    /// nobody, but a task that brings down the only machine that there is must not do so for ever.
    public var lossesMax = 20
    /// A worker picks among so many of the first that wait.
    public var claimWindow = 8
    /// So many jobs are looked at for something to claim, and as many as `jobsInRound` of all
    /// others, in turn: with thousands waiting, idle nodes would list them all with every look.
    public var jobsLookedAt = 24
    public var jobsInRound = 8
    /// How long the directory of a failed job is kept, for its finished parts.
    public var failedJobsKept: Duration = .seconds(14 * 86_400)

    public init(beat: Duration, looksUntilSuspected: Int) {
        self.beat = beat
        self.looksUntilSuspected = looksUntilSuspected
    }

    /// About 30 seconds until the tasks of a dead node run again.
    public static let local = SpoolSettings(beat: .seconds(3), looksUntilSuspected: 8)
    /// About 60 seconds: a server that restarts holds everybody up for a while.
    public static let shared = SpoolSettings(beat: .seconds(5), looksUntilSuspected: 10)
}

/// What a process remembers of a spool. All of it may be forgotten.
final class SpoolMemory: Sendable {
    struct Content {
        var number = 0
        var orders: [JobKey: JobOrder] = [:]
        var batches: [Path: BatchRecord] = [:]
        var spent: [JobKey: SpentBatches] = [:]
        /// Jobs of which batches were seen.
        var begun: Set<JobKey> = []
        var sequence: UInt64 = 0
        var untold: [Event] = []
        /// What this process could not remove yet.
        var litter: Set<Path> = []
        /// Tokens that a thread of this process is taking or holds: its other threads would find
        /// the name of the holder in `run/`, and believe that it was they who won.
        var taken: Set<Taken> = []
        /// Jobs that looked like late intakes, and the generation of their merge then.
        var drops: [JobKey: Int] = [:]
        /// When they were last listed; nil is not yet.
        var openJobs: Int?
        /// Where the round through jobs far behind in the queue goes on.
        var round = 0
    }

    struct Taken: Hashable, Sendable {
        var job: JobKey
        var attempt: Attempt
    }

    private let content = Mutex(Content())
    /// Held while events are written, so that they stand in the file in their order.
    let telling = Mutex(())

    func nextNumber() -> Int {
        with { content in
            content.number += 1
            return content.number
        }
    }

    func with<Value: Sendable>(_ body: (inout sending Content) -> sending Value) -> Value {
        content.withLock(body)
    }
}
