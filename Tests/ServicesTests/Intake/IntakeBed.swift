import History
import Model
import Platform
import Profiles
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

/// A clock that stands still until a test moves it: no test waits for films to settle.
final class TestClock: NodeClock {
    private let time = Mutex(Duration.seconds(1_000))

    var steady: MonotonicTime { MonotonicTime(nanoseconds: 0) + time.withLock { $0 } }
    var wall: WallTime { WallTime(seconds: 1_700_000_000) }

    func go(_ seconds: Int) { time.withLock { $0 += .seconds(seconds) } }
}

/// Profiles that were written just now would be waited for in real time.
struct TestDisk: ProfileDisk {
    private let disk = DirectoryProfileDisk()
    let clock: TestClock

    func look(at path: Path) -> ProfileLook { disk.look(at: path) }
    func read(_ path: Path, limit: Int) -> ProfileContent { disk.read(path, limit: limit) }
    func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]? { try disk.list(folder) }
    var now: WallTime {
        let passed = clock.steady.nanoseconds / 1_000_000_000
        return WallTime(seconds: WallTime.now.seconds + passed)
    }
}

/// Reads "films" that are texts: what they say is what libav would say of them.
final class TestReading: Sendable {
    private let counts = Mutex((films: 0, profiles: 0))
    private let answers = Mutex<[Path: MediaFailure]>([:])

    var films: Int { counts.withLock { $0.films } }
    var profiles: Int { counts.withLock { $0.profiles } }

    /// What is said of a file whatever is in it, until it is another.
    func fail(_ path: Path, _ failure: MediaFailure?) { answers.withLock { $0[path] = failure } }

    var reading: FilmReading {
        FilmReading(
            read: { path, _ throws(MediaFailure) in
                self.counts.withLock { $0.films += 1 }
                if let failure = self.answers.withLock({ $0[path] }) { throw failure }
                let bytes = (try? contents(of: path)) ?? []
                if bytes.starts(with: Array("half".utf8)) {
                    throw MediaFailure(.incomplete, "read", path, "its index is missing")
                }
                if bytes.starts(with: Array("junk".utf8)) {
                    throw MediaFailure(.unreadable, "read", path, "no format is known")
                }
                return TestReading.film(
                    bytes: bytes.count,
                    isSilent: bytes.starts(with: Array("silent".utf8))
                )
            },
            check: { _, _ throws(MediaFailure) in
                self.counts.withLock { $0.profiles += 1 }
                return nil
            }
        )
    }

    static func film(bytes: Int, isSilent: Bool = false) -> MediaDescription {
        var film = MediaDescription(
            container: MediaDescription.Container(
                name: "matroska,webm",
                longName: "Matroska / WebM",
                startMicroseconds: 0,
                durationMicroseconds: 2_000_000,
                bytes: Int64(bytes),
                bitRate: nil,
                tags: [:]
            )
        )
        var video = MediaDescription.Stream(index: 0, kind: .video, timeBase: Rational(1, 1_000))
        video.codec = "h264"
        video.measured.packets = 50
        var picture = PictureProperties()
        (picture.width, picture.height, picture.pixelFormat) = (1_280, 720, "yuv420p")
        video.video = MediaDescription.Video(picture: picture, isCoverArt: false)
        film.streams = [video]
        film.mainVideo = 0
        if !isSilent {
            var audio = MediaDescription.Stream(
                index: 1,
                kind: .audio,
                timeBase: Rational(1, 1_000)
            )
            audio.measured.packets = 90
            film.streams.append(audio)
        }
        return film
    }
}

/// An input, a spool and a scanner in a scratch folder.
final class IntakeBed {
    private let scratch: Scratch
    let clock = TestClock()
    let reading = TestReading()
    let lines = ToldLines()
    let settings: ScanSettings
    private(set) var site: Site
    private let disk: TestDisk
    private let volume: DirectoryVolume
    private(set) var scanner: Scanner

    init(_ change: (inout ScanSettings) -> Void = { _ in }) throws {
        scratch = try Scratch()
        var settings = ScanSettings()
        settings.settle = .seconds(10)
        change(&settings)
        self.settings = settings
        let root = scratch.path
        let folders = MediaFolders(
            input: root / "input",
            output: root / "output",
            profiles: root / "profiles",
            spool: root / "spool",
            state: root / "state"
        )
        for path in [folders.input, folders.output, folders.spool, folders.state] {
            try Directory.create(path)
        }
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        volume = DirectoryVolume(root: folders.spool, traits: traits)
        let spool = IntakeBed.spool(volume, clock)
        _ = try SpoolOpening.initialize(volume, holder: spool.holder, chance: SystemChance())
        let lines = lines
        site = Site(folders: folders, spool: spool, journal: Journal { lines.add($0.text) })
        disk = TestDisk(clock: clock)
        scanner = Scanner(site, settings, reading.reading, disk)
    }

    private static func spool(_ volume: DirectoryVolume, _ clock: TestClock) -> Spool {
        Spool(
            volume: volume,
            clock: clock,
            chance: SystemChance(),
            hostName: "test",
            settings: .local
        )
    }

    var spool: Spool { site.spool }
    var input: Path { site.folders.input }
    var root: Path { scratch.path }
    var told: [String] { lines.all }

    /// The process begins again: nothing is remembered.
    func restart() { scanner = Scanner(site, settings, reading.reading, disk) }

    // MARK: Files

    @discardableResult
    func write(_ path: Path, _ content: String = "film") throws -> Path {
        let whole = input.appending(path)
        try Directory.createAll(whole.parent)
        try? Directory.removeFile(whole)
        try OpenFile.create(whole).write(Array((content + " \(path)").utf8))
        return whole
    }

    func append(_ path: Path, _ content: String) throws {
        try OpenFile(input.appending(path), for: .append).write(Array(content.utf8))
    }

    func move(_ source: Path, to target: Path) throws {
        try Directory.createAll(input.appending(target).parent)
        try Directory.rename(
            source.isAbsolute ? source : input.appending(source),
            to: input.appending(target)
        )
    }

    // MARK: Looks

    /// Looks once.
    @discardableResult
    func scan(_ paths: [Path]? = nil) -> ScanReport { scanner.scan(paths) }

    /// Looks, lets the settle time pass, and looks again.
    @discardableResult
    func settle() -> ScanReport {
        scan()
        clock.go(11)
        return scan()
    }

    func state(_ path: Path, _ report: ScanReport? = nil) throws -> Sighting.State {
        let report = report ?? scan()
        return try #require(report.sightings.first { $0.path == path }, "not seen").state
    }

    func name(_ path: Path, _ report: ScanReport) -> String? {
        report.sightings.first { $0.path == path }?.state.name
    }

    // MARK: Jobs

    func orders() throws -> [JobOrder] {
        try spool.openJobs().compactMap { try spool.order(of: $0) }
    }

    func sources() throws -> [Path] {
        try orders().map(\.source.path).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    func order(of path: Path) throws -> JobOrder {
        try #require(try orders().first { $0.source.path == path }, "no job of \(path)")
    }

    /// Has the order of an open job name another beginning of its source's volume, or none, as
    /// those of before.
    func changeMount(of path: Path, to mount: JobOrder.Mount?) throws {
        let key = try order(of: path).key
        let file = root / "spool" / "jobs" / FileName(key.text) / "order.json"
        let text = String(decoding: try contents(of: file), as: UTF8.self)
        let named = mount.map {
            #""mount":{"folder":"\#($0.folder)","inode":\#($0.inode)},"#
        }
        let changed = text.replacing(#/"mount":\{[^}]*\},/#, with: named ?? "")
        try #require(changed != text, "no mount is named in \(text)")
        try Directory.removeFile(file)
        try OpenFile.create(file).write(Array(changed.utf8))
        // The one before remembers orders.
        let spool = IntakeBed.spool(volume, clock)
        site = Site(folders: site.folders, spool: spool, journal: site.journal)
    }

    /// The records that hold.
    func records() throws -> [RecordName] {
        try spool.recordedJobs(removed: Set(spool.removedRecordNames()))
    }

    /// Moves every job on by a step, as the coordinator does.
    func moveJobs() throws {
        var mover = JobMover(spool, NoOutlet())
        for _ in 1...3 { _ = try mover.move(for: .seconds(60)) }
    }
}

extension ScanReport {
    /// What is said of a file.
    func text(of path: Path) -> String? { sightings.first { $0.path == path }?.state.text }
}

final class ToldLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// Publishes nothing.
struct NoOutlet: Outlet {
    func publish(_ staged: StagedResult, of order: JobOrder) -> Publication { .published }
    func finishSource(of order: JobOrder) {}
    func clear(_ order: JobOrder) {}
}
