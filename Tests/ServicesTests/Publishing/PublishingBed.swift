import Model
import Platform
import Spool
import Synchronization
import TestKit
import Testing

@testable import Services

/// A root with its folders and a spool, and one film that goes the whole way through it. What is
/// encoded is text.
final class PublishingBed {
    private let scratch: Scratch
    let folders: MediaFolders
    let site: Site
    private let told: Told

    final class Told: Sendable {
        let entries = Mutex<[Journal.Entry]>([])
    }

    var input: Path { folders.input }
    var output: Path { folders.output }

    init() throws {
        scratch = try Scratch(inMemory: true)
        let root = scratch.path
        folders = MediaFolders(
            input: root / "input",
            output: root / "output",
            profiles: nil,
            spool: root / "spool",
            state: root / "state"
        )
        for path in [folders.input, folders.output, folders.spool, folders.state] {
            try Directory.create(path)
        }
        let told = Told()
        self.told = told
        site = try PublishingBed.node("pi1", folders, told)
        try site.spool.join(NodeStatus())
    }

    /// Another process.
    func node(_ name: String) throws -> Site { try PublishingBed.node(name, folders, told) }

    private static func node(
        _ name: String,
        _ folders: MediaFolders,
        _ told: Told
    ) throws -> Site {
        let traits = VolumeTraits(listingsStayOld: false, isShared: false)
        let volume = DirectoryVolume(root: folders.spool, traits: traits)
        let holder = Holder(hostName: name, bits: .random(in: .min ... .max))
        let opening = try SpoolOpening.initialize(volume, holder: holder, chance: SystemChance())
        guard case .open = opening else { throw NoSpool(opening: opening) }
        let spool = Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: name,
            settings: .local
        )
        let journal = Journal { entry in told.entries.withLock { $0.append(entry) } }
        return Site(folders: folders, spool: spool, journal: journal)
    }

    struct NoSpool: Error { var opening: SpoolOpening }
    struct NotThere: Error { var what: String }

    var warnings: [String] {
        told.entries.withLock { $0.filter { [.warning, .error].contains($0.level) }.map(\.text) }
    }

    // MARK: Files

    @discardableResult
    func write(_ text: String, to path: Path) throws -> Path {
        try Directory.createAll(path.parent)
        try? Directory.removeFile(path)
        let file = try OpenFile.create(path)
        try file.write(Array(text.utf8))
        try file.close()
        return path
    }

    /// Nil where there is no such file.
    func text(of path: Path) throws -> String? {
        do throws(SystemError) {
            let bytes = try OpenFile(path, for: .readRegular).readAll(limit: 1 << 20)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            guard error.errno == .noSuchFile else { throw error }
            return nil
        }
    }

    /// All files below a folder, hidden ones with them, and folders that are empty.
    func tree(_ folder: Path) throws -> [String] {
        var found: [String] = []
        for entry in try Directory.entries(of: folder) {
            guard entry.kind == .directory else {
                found.append("\(entry.name)")
                continue
            }
            let below = try tree(folder / entry.name)
            found += below.isEmpty ? ["\(entry.name)/"] : below.map { "\(entry.name)/\($0)" }
        }
        return found.sorted()
    }

    // MARK: A film

    static let film: Path = "tv/film.avi"
    static let result: Path = "tv/film.mkv"
    static let content = "the source of a film that is long enough"
    static let encoded = "the film"

    func offer(
        _ source: Path = film,
        _ content: String = content,
        result: Path = result,
        rules: PublicationRules = PublicationRules()
    ) throws -> Offer {
        let path = try write(content, to: input.appending(source))
        let status = try Directory.status(of: path)
        let sample = try SourceCheck.sample(of: path, bytes: status.size)
        let digits = sample.prefix(16)
        var offer = Offer(
            job: JobID(
                sourceName: "\(source)".split(separator: "/").last.map(String.init) ?? "",
                hash: UInt64(digits, radix: 16) ?? 0
            ),
            source: JobOrder.SourceFile(
                path: source,
                bytes: status.size,
                modifiedSeconds: status.modified.seconds,
                modifiedNanoseconds: status.modified.nanoseconds,
                sample: sample
            ),
            result: result,
            priority: 0,
            recipe: EncodeRecipe(container: "matroska"),
            profile: "tv",
            hasAudio: false
        )
        offer.publication = rules
        return offer
    }

    // MARK: A film in several sizes

    static let directory: Path = "tv/film.hls"
    static let files: [Path: String] = [
        "film.m3u8": "which renditions there are", "film_720p.mp4": "the film",
        "film_144p.mp4": "small", "subtitles/en.vtt": "words",
    ]

    /// The same source, whose result is a directory.
    func ladderOffer(
        result: Path = directory,
        rules: PublicationRules = PublicationRules()
    ) throws -> Offer {
        var offer = try offer(result: result, rules: rules)
        let rungs = [("720p", 1_280, 720), ("144p", 256, 144)].map {
            FilmLadder.Rung(name: $0.0, width: $0.1, height: $0.2, video: VideoRecipe())
        }
        offer.ladder = FilmLadder(rungs: rungs, sounds: [], segmentMilliseconds: 4_000)
        return offer
    }

    func write(_ files: [Path: String], below path: Path) throws {
        for (name, text) in files { try write(text, to: path.appending(name)) }
    }

    /// Nil where there is no such directory.
    func texts(below path: Path) throws -> [Path: String]? {
        guard (try? Directory.status(of: path).kind) == .directory else { return nil }
        var texts: [Path: String] = [:]
        for name in try tree(path) { texts[Path(name)] = try text(of: path.appending(Path(name))) }
        return texts
    }

    func stage(_ claim: Claim, _ files: [Path: String]) throws -> StagedResult {
        let staging = Staging(site)
        let path = try staging.begin(claim.order, claim.attempt)
        try write(files, below: path)
        return try staging.finish(claim.order, claim.attempt, at: path)
    }

    func staged(_ order: JobOrder, _ files: [Path: String]) throws -> StagedResult {
        let attempt = Attempt(task: .merge, generation: 0, holder: site.spool.holder)
        let staging = Staging(site)
        let path = try staging.begin(order, attempt)
        try write(files, below: path)
        return try staging.finish(order, attempt, at: path)
    }

    /// Publishes it, takes its record back, and makes the same source's next life.
    func nextLadder(_ rules: PublicationRules = PublicationRules()) throws -> JobOrder {
        let order = try order(try ladderOffer(rules: rules))
        let claim = try mergeClaim()
        let staged = try stage(claim, PublishingBed.files)
        _ = try site.spool.commit(claim, report: nil, staged: staged)
        try advance(claim.key, by: site)
        for name in try site.spool.records(of: order.key.job) {
            try site.spool.removeRecord(name)
        }
        return try self.order(try ladderOffer(rules: rules))
    }

    func order(_ offer: Offer) throws -> JobOrder {
        let intake = try site.spool.takeIn(offer)
        guard case .queued(let key) = intake, let order = try site.spool.order(of: key) else {
            throw NotThere(what: "\(intake)")
        }
        return order
    }

    func order(rules: PublicationRules = PublicationRules()) throws -> JobOrder {
        try order(try offer(rules: rules))
    }

    /// Brings a job to where its merge is claimed.
    func mergeClaim() throws -> Claim {
        let spool = site.spool
        let all = ClaimWish(takesSplits: true, takesMerges: true, takesEncodes: true)
        while let claim = try spool.claim(all) {
            switch claim.task {
            case .split:
                let draft = try spool.beginBatch(0, of: claim)
                try write("slice", to: site.path(inSpool: draft.slice(.video(0))))
                _ = try spool.publish(draft, tasks: [.video(0)], isLast: true, plan: [7])
                _ = try spool.commit(claim, report: nil)
            case .audio, .video:
                try write("part", to: site.path(inSpool: claim.part))
                _ = try spool.commit(claim, report: nil)
            case .merge: return claim
            }
        }
        throw NotThere(what: "a merge to claim")
    }

    func stage(_ claim: Claim, _ content: String = encoded) throws -> StagedResult {
        let staging = Staging(site)
        let path = try staging.begin(claim.order, claim.attempt)
        try write(content, to: path)
        return try staging.finish(claim.order, claim.attempt, at: path)
    }

    func staged(_ order: JobOrder, _ content: String = encoded) throws -> StagedResult {
        let attempt = Attempt(task: .merge, generation: 0, holder: site.spool.holder)
        let staging = Staging(site)
        let path = try staging.begin(order, attempt)
        try write(content, to: path)
        return try staging.finish(order, attempt, at: path)
    }

    /// From the merge to the closed job.
    func finish(_ claim: Claim, _ content: String = encoded) throws {
        let staged = try stage(claim, content)
        _ = try site.spool.commit(claim, report: nil, staged: staged)
        try advance(claim.key, by: site)
    }

    func advance(_ key: JobKey, by site: Site) throws {
        let outlet = FolderOutlet(site)
        for _ in 0..<20 {
            guard let step = try site.spool.advance(key, outlet), step != .goOn else { return }
        }
    }

    func records(of order: JobOrder) throws -> [String] {
        try site.spool.records(of: order.key.job).map(\.text).sorted()
    }
}
