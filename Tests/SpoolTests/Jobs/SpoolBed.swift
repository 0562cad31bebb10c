import Model
import Platform
import Synchronization
import TestKit
import Testing

@testable import Spool

/// A spool in a scratch directory, and the nodes that use it.
struct SpoolBed: Sendable {
    let volume: DirectoryVolume
    let outlet: FolderOutlet

    init(_ scratch: borrowing Scratch) throws {
        volume = DirectoryVolume(
            root: scratch.path,
            traits: VolumeTraits(listingsStayOld: false, isShared: false)
        )
        for path in Layout.all { try volume.makeDirectory(path) }
        outlet = FolderOutlet(volume: volume)
        try outlet.prepare()
    }

    func node(_ name: String) throws -> Spool {
        let spool = node(name, clock: SystemNodeClock())
        try spool.join(NodeStatus())
        return spool
    }

    /// One that has not joined.
    func node(_ name: String, clock: any NodeClock) -> Spool {
        var settings = SpoolSettings(beat: .seconds(3), looksUntilSuspected: 3)
        settings.claimWindow = 1
        return Spool(
            volume: volume,
            clock: clock,
            chance: SystemChance(),
            hostName: name,
            settings: settings
        )
    }

    static func offer(_ name: String = "film.mkv", hasAudio: Bool = true) -> Offer {
        Offer(
            job: JobID(sourceName: name, hash: UInt64(name.utf8.count)),
            source: JobOrder.SourceFile(
                path: Path("tv/\(name)"),
                bytes: 100,
                modifiedSeconds: 1,
                modifiedNanoseconds: 0,
                sample: "0"
            ),
            result: Path("tv/\(name)"),
            priority: 0,
            recipe: EncodeRecipe(container: "matroska"),
            profile: nil,
            hasAudio: hasAudio
        )
    }

    /// Offers a source that nobody has offered before.
    static func queue(_ offer: Offer, by spool: Spool) throws -> JobKey {
        let intake = try spool.takeIn(offer)
        guard case .queued(let key) = intake else { throw NotQueued(intake: intake) }
        return key
    }

    private struct NotQueued: Error { var intake: Intake }

    static let everything = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)

    /// Publishes all batches of a job and commits its split.
    func split(_ spool: Spool, _ claim: Claim, batches: [[Int]]) throws {
        for (index, slices) in batches.enumerated() {
            let draft = try spool.beginBatch(index, of: claim)
            let tasks = slices.map { TaskName.video($0) }
            for task in tasks { try volume.create(draft.slice(task), [1, 2, 3]) }
            let isLast = index == batches.count - 1
            #expect(try spool.publish(draft, tasks: tasks, isLast: isLast, plan: [7]))
        }
        #expect(try spool.commit(claim, report: nil) == .settled)
    }

    func encode(_ spool: Spool, _ claim: Claim) throws {
        try volume.create(claim.part, Array(claim.task.text.utf8))
        #expect(try spool.commit(claim, report: nil) == .settled)
    }

    /// Joins the names of the parts.
    func merge(_ spool: Spool, _ claim: Claim) throws {
        let parts = try #require(try spool.parts(for: claim))
        let files = parts.slices.map(\.path) + (parts.sound.map { [$0.path] } ?? [])
        let content = try files.flatMap { try volume.read($0, limit: 1_000) }
        let staged = outlet.staged(claim, content)
        try volume.create(staged.path, content)
        #expect(try spool.commit(claim, report: nil, staged: staged) == .settled)
    }

    /// Does whatever can be claimed, until nothing can.
    func work(_ spool: Spool, batches: [[Int]] = [[0, 1], [2]]) throws {
        while let claim = try spool.claim(SpoolBed.everything) {
            switch claim.task {
            case .split: try split(spool, claim, batches: batches)
            case .audio, .video: try encode(spool, claim)
            case .merge: try merge(spool, claim)
            }
        }
    }

    func names(_ directory: Path) throws -> [String] {
        try volume.list(directory).map { String(decoding: $0.bytes, as: UTF8.self) }.sorted()
    }
}

/// Puts results into a folder beside the spool's own.
final class FolderOutlet: Outlet {
    private let volume: DirectoryVolume
    let finished = Mutex<[JobKey]>([])

    init(volume: DirectoryVolume) { self.volume = volume }

    func prepare() throws { try volume.makeDirectory("out") }

    func staged(_ claim: Claim, _ content: [UInt8]) -> StagedResult {
        StagedResult(
            path: "out" / FileName("staged-\(claim.attempt.text)"),
            target: "out" / FileName(claim.key.text),
            bytes: UInt64(content.count),
            hash: String(decoding: content, as: UTF8.self)
        )
    }

    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        if let found = try? volume.read(staged.target, limit: 10_000) {
            return String(decoding: found, as: UTF8.self) == staged.hash ? .published : .vanished
        }
        guard (try? volume.read(staged.path, limit: 10_000)) != nil else { return .vanished }
        try volume.rename(staged.path, to: staged.target)
        return .published
    }

    func finishSource(of order: JobOrder) throws(SystemError) {
        finished.withLock { $0.append(order.key) }
    }

    func clear(_ order: JobOrder) throws(SystemError) {}
}

/// At the first look at the time of day something happens.
final class InterruptedClock: NodeClock {
    private let event: @Sendable () throws -> Void
    private let result = Mutex<Result<Void, any Error>?>(nil)

    init(_ event: @escaping @Sendable () throws -> Void) { self.event = event }

    var steady: MonotonicTime { .now }
    var wall: WallTime {
        if result.withLock({ $0 == nil }) {
            let outcome = Result { try event() }
            result.withLock { $0 = outcome }
        }
        return SystemNodeClock().wall
    }

    /// Throws what went wrong there, also when it did not happen.
    func outcome() throws {
        let outcome = result.withLock { $0 }
        guard let outcome else { throw NotReached() }
        try outcome.get()
    }

    private struct NotReached: Error {}
}
