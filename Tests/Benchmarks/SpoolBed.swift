import Model
import Platform
import Spool
import Synchronization

/// A spool to measure on.
struct SpoolBed: Sendable {
    let directory: Path
    private let bell = Bell()

    init(found directory: Path) { self.directory = directory }

    init(_ directory: Path) throws {
        self.init(found: directory)
        try Directory.createAll(directory)
        try Directory.create(root)
        try Directory.create(ready)
        let holder = Holder(hostName: "bench", bits: .random(in: .min ... .max))
        let opening = try SpoolOpening.initialize(volume, holder: holder, chance: SystemChance())
        guard case .open = opening else { fatalError("the spool is \(opening)") }
    }

    private var root: Path { directory / "spool" }
    /// Processes say here that they have started, and wait for `go`.
    var ready: Path { directory / "ready" }
    var go: Path { directory / "go" }

    var volume: DirectoryVolume {
        DirectoryVolume(
            root: root,
            traits: VolumeTraits(listingsStayOld: false, isShared: false)
        )
    }

    func spool(on volume: some Volume, hostName: String = "bench") -> Spool {
        Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: hostName,
            settings: .local
        )
    }

    /// Jobs with so many slices together, in batches of 32 as the engine makes them, no job with
    /// more than 500.
    func fill(tasks: Int) throws {
        let spool = spool(on: volume)
        var left = tasks
        var number: UInt64 = 0
        while left > 0 {
            let slices = min(left, 500)
            _ = try spool.takeIn(SpoolBed.offer(number))
            guard let claim = try spool.claim(.splits) else { fatalError("no split waits") }
            try publish(slices, claim, spool)
            _ = try spool.commit(claim, report: nil)
            left -= slices
            number += 1
        }
    }

    /// Jobs that nobody has begun. They are taken in by small spools and moved over: whoever takes
    /// one in lists all that are open.
    func queue(jobs: Int) throws {
        for start in stride(from: 0, to: jobs, by: SpoolBed.queuedAtOnce) {
            let part = try SpoolBed(directory / FileName("part-\(start)"))
            try part.takeIn(start..<min(jobs, start + SpoolBed.queuedAtOnce))
            for folder in [Layout.jobs, Layout.queue] {
                for name in try part.volume.list(folder) {
                    try Directory.rename(
                        part.root.appending(folder / name),
                        to: root.appending(folder / name)
                    )
                }
            }
        }
    }

    private static let queuedAtOnce = 200

    func takeIn(_ numbers: Range<Int>) throws {
        let spool = spool(on: volume)
        for number in numbers { _ = try spool.takeIn(SpoolBed.offer(UInt64(number))) }
    }

    private func publish(_ slices: Int, _ claim: Claim, _ spool: Spool) throws {
        let size = 32
        for index in 0...((slices - 1) / size) {
            let draft = try spool.beginBatch(index, of: claim)
            let tasks = index * size..<min(slices, (index + 1) * size)
            _ = try spool.publish(
                draft,
                tasks: tasks.map { .video($0) },
                isLast: tasks.upperBound == slices,
                plan: []
            )
        }
    }

    private static func offer(_ number: UInt64) -> Offer {
        Offer(
            job: JobID(sourceName: "film", hash: number),
            source: JobOrder.SourceFile(
                path: Path("film-\(number)"),
                bytes: 1,
                modifiedSeconds: 0,
                modifiedNanoseconds: 0,
                sample: ""
            ),
            result: Path("film-\(number).mkv"),
            priority: 0,
            recipe: EncodeRecipe(container: "matroska"),
            profile: nil,
            hasAudio: false
        )
    }

    /// How many slices are claimed.
    func running() throws -> Int {
        var count = 0
        for job in try volume.list(Layout.jobs) {
            let batches = JobLayout(path: Layout.jobs / job).batches
            for batch in try volume.list(batches) {
                count += try volume.list(Board(path: batches / batch).run).count
            }
        }
        return count
    }

    func wait(_ duration: Duration) { bell.wait(after: bell.count, upTo: duration) }
}

extension ClaimWish {
    static let splits = ClaimWish(takesSplits: true, takesMerges: false, takesEncodes: false)
    static let encodes = ClaimWish(takesSplits: false, takesMerges: false, takesEncodes: true)
}

/// For jobs that are never merged.
struct NoOutlet: Outlet {
    func publish(_ staged: StagedResult, of order: JobOrder) throws(SystemError) -> Publication {
        .vanished
    }
    func finishSource(of order: JobOrder) throws(SystemError) {}
    func clear(_ order: JobOrder) throws(SystemError) {}
}
