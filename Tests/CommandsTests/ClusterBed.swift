@testable import Commands
import Model
import Platform
import Spool
import TestKit
import Testing

/// A root with a spool, and nodes that live in this process.
struct ClusterBed: ~Copyable {
    let scratch: Scratch
    let volume: DirectoryVolume

    var root: Path { scratch.path }

    init() throws {
        let scratch = try Scratch()
        for folder in ["input", "output", "profiles", "spool", "state"] as [FileName] {
            try Directory.create(scratch.path / folder)
        }
        let volume = try DirectoryVolume(root: scratch.path / "spool")
        let holder = Holder(hostName: "maker", bits: 1)
        _ = try SpoolOpening.initialize(volume, holder: holder, chance: SystemChance())
        self.init(scratch, volume)
    }

    private init(_ scratch: consuming Scratch, _ volume: DirectoryVolume) {
        self.scratch = scratch
        self.volume = volume
    }

    /// A node that has joined.
    func node(_ name: String = "nuc-1", slots: Int = 2, busy: Int = 0) throws -> Spool {
        let spool = Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: name,
            settings: .local
        )
        try spool.join(ClusterBed.status(slots: slots, busy: busy))
        return spool
    }

    static func status(slots: Int = 2, busy: Int = 0) -> NodeStatus {
        var status = NodeStatus()
        status.roles = ["coordinator", "worker"]
        (status.slots, status.busySlots) = (slots, busy)
        (status.version, status.architecture) = (Product.version, "amd64")
        status.encoders = ["aac", "libx264", "libx265"]
        return status
    }

    static func offer(_ path: Path, hash: UInt64, priority: Int = 0) -> Offer {
        let name = path.name.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "film"
        var recipe = EncodeRecipe(container: "matroska")
        recipe.sliceMilliseconds = 10_000
        return Offer(
            job: JobID(sourceName: name, hash: hash),
            source: JobOrder.SourceFile(
                path: path,
                bytes: 1_000_000,
                modifiedSeconds: 1,
                modifiedNanoseconds: 0,
                sample: "0"
            ),
            result: path,
            priority: priority,
            recipe: recipe,
            profile: "movies",
            hasAudio: false
        )
    }

    func queue(_ offer: Offer, by spool: Spool) throws -> JobKey {
        let intake = try spool.takeIn(offer)
        guard case .queued(let key) = intake else { throw NotQueued(intake: intake) }
        return key
    }

    private struct NotQueued: Error { var intake: Intake }

    static let everything = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)

    func claim(_ spool: Spool) throws -> Claim {
        try #require(try spool.claim(ClusterBed.everything))
    }

    /// Cuts a job into slices, the first `done` of which are encoded.
    func cut(_ spool: Spool, slices: Int, done: Int = 0, isLast: Bool = true) throws {
        let claim = try claim(spool)
        let draft = try spool.beginBatch(0, of: claim)
        let tasks = (0..<slices).map { TaskName.video($0) }
        _ = try spool.publish(draft, tasks: tasks, isLast: isLast, plan: [])
        if isLast { _ = try spool.commit(claim, report: nil) }
        for _ in 0..<done {
            _ = try spool.commit(try self.claim(spool), report: nil)
        }
    }

    /// Gives up one slice, so that its job fails.
    func fail(_ spool: Spool, reason: String) throws {
        let claim = try claim(spool)
        try spool.giveUp(claim, reason: reason, lines: ["x264 [error]: broken\u{1b}[31m"])
        var mover = JobMover(spool, NoOutlet())
        for _ in 0..<3 { _ = try mover.move(for: .seconds(60)) }
    }

    /// Runs a command on it.
    func run(_ line: String, isTerminal: Bool = false) -> Run {
        Run("\(line) --root \(root)", isTerminal: isTerminal)
    }

    func run(_ words: [[UInt8]]) -> Run {
        Run(words + ["--root", "\(root)"].map { Array($0.utf8) })
    }
}

/// Publishes nothing: for jobs that fail.
struct NoOutlet: Outlet {
    func publish(_ staged: StagedResult, of order: JobOrder) throws(SystemError) -> Publication {
        .published
    }
    func finishSource(of order: JobOrder) throws(SystemError) {}
    func clear(_ order: JobOrder) throws(SystemError) {}
}
