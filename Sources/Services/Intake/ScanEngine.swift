internal import Model
internal import Platform
internal import Profiles
internal import Spool

/// All that a scanner knows, and what it does with it; one thread at a time has it.
struct ScanEngine: Sendable {
    let site: Site
    let settings: ScanSettings
    let readers: FilmReaders
    var catalogue: ProfileCatalogue
    var book = FilmBook()
    var jobs = SpoolBook()
    var guardian: InputGuard
    var losses = LostSources()
    var cache = SeenCache()
    var own: OwnFolders
    /// Where sources go that are done, below the input.
    var doneFolders: Set<Path> = []
    var ignoreFiles: [Path: ReadIgnoreFile] = [:]
    var rules: [String: FilmRules] = [:]
    var checks: [String: ProfileVerdict] = [:]
    /// Cancelled jobs whose reasons were looked at.
    var judged: Set<RecordName> = []
    /// What was told of profiles that are wrong, so that it is told once.
    var toldProfiles: Set<String> = []
    /// Whether all of the input was looked at once: what is seen later is new.
    private(set) var knowsAll = false
    /// Files that are looked at again before the next look at everything.
    var restless: Set<Path> = []
    var mode: WatchMode?
    private var modeOf: UInt64?
    var pass = Pass()
    /// Only these and what is below them; nil is everything.
    var limits: [Path]?

    struct ReadIgnoreFile: Sendable {
        var stamp: FileStamp
        var list: IgnoreList
    }

    /// What the libraries said of a profile.
    enum ProfileVerdict: Sendable {
        case asked
        case fine
        case wrong(String)
        case unknown(MediaFailure, askAgainAt: Duration)
    }

    /// One look, at all or at a part.
    struct Pass: Sendable {
        var isWanted: @Sendable () -> Bool = { true }
        /// Whether all was seen that was to be.
        var isWhole = true
        var troubles: [String] = []
        var identity: FileIdentity?
        /// Whether something changed or went away that was known.
        var hasLosses = false
        /// No more is offered once the spool has failed.
        var spoolTrouble: String?
        /// Folders whose listing the catalogue of profiles has.
        var listed: Set<Path> = []
    }

    init(
        _ site: Site,
        _ settings: ScanSettings,
        _ readers: FilmReaders,
        _ disk: any ProfileDisk
    ) {
        (self.site, self.settings, self.readers) = (site, settings, readers)
        let folders = site.folders
        catalogue = ProfileCatalogue(
            ProfilePlaces(input: folders.input, profiles: folders.profiles),
            disk: disk,
            numbers: settings.numbers
        )
        guardian = InputGuard(catalogue.places.input)
        own = OwnFolders(folders)
        limits = chosen
    }

    var input: Path { catalogue.places.input }
    /// What the settings limit it to.
    var chosen: [Path]? { settings.paths.map { $0.map(below) } }
    func source(_ path: Path) -> Path { path == FilmBook.top ? input : input.appending(path) }

    /// By a clock that never goes back.
    var now: Duration { .nanoseconds(site.spool.clock.steady.nanoseconds) }

    /// Whether a file or folder is asked for.
    func isCovered(_ path: Path) -> Bool {
        limits?.contains { path == $0 || $0 == FilmBook.top || path.relative(to: $0) != nil }
            ?? true
    }

    /// Whether a folder is asked for, or leads to what is.
    func leads(_ folder: Path) -> Bool {
        isCovered(folder) || limits?.contains { $0.relative(to: folder) != nil } ?? true
    }

    // MARK: Passes

    /// Looks at everything.
    mutating func lookAtAll(_ isWanted: @escaping @Sendable () -> Bool = { true }) -> Pass {
        guard begin(isWanted) else { return pass }
        visit([(FilmBook.top, FolderContext())], descends: .always)
        if pass.isWhole, limits == nil { catalogue.endScan() }
        finish(isOfAll: limits == nil)
        return pass
    }

    /// Looks at folders, and at those below them that are new or for which something else holds
    /// now.
    mutating func look(
        at folders: Set<Path>,
        _ isWanted: @escaping @Sendable () -> Bool
    ) -> Pass {
        guard begin(isWanted) else { return pass }
        let known = Set(folders.compactMap(nearestKnown))
        let start = known.compactMap { folder in context(above: folder).map { (folder, $0) } }
        visit(start, descends: .whereNew)
        finish(isOfAll: false)
        return pass
    }

    /// Looks at single files, without a listing.
    ///
    /// - Parameter refreshes: Whether to look in the spool as well for jobs that ended. Films that
    ///   were read come one by one, and it would be listed for each.
    mutating func lookAgain(
        at files: [Path],
        refreshes: Bool,
        _ isWanted: @escaping @Sendable () -> Bool
    ) -> Pass {
        guard begin(isWanted, refreshes: refreshes) else { return pass }
        for path in files {
            guard pass.isWanted() else { break }
            guard let name = path.name, let page = book.pages[path.parent] else {
                restless.remove(path)
                continue
            }
            if pass.listed.insert(path.parent).inserted {
                catalogue.profile(forFolder: source(path.parent), listing: page.listing)
            }
            let old = page.entries[name]
            let entry = look(at: path, old, page)
            settle(path, old, entry)
            book[path] = entry
        }
        finish(isOfAll: false)
        return pass
    }

    /// False when nothing can be looked at now.
    private mutating func begin(
        _ isWanted: @escaping @Sendable () -> Bool,
        refreshes: Bool = true
    ) -> Bool {
        pass = Pass()
        pass.isWanted = isWanted
        switch guardian.state() {
        case .missing(let message): return fail("input", .error, message)
        case .empty: return fail("input", .warning, guardian.emptyMessage)
        case .there(let identity):
            site.journal.end("input", "the input \(Quoted.path(input)) can be looked at again")
            pass.identity = identity
            setMode(device: identity.device)
        }
        catalogue.beginScan()
        guard refreshes else { return true }
        do throws(SpoolError) {
            let moved = try jobs.refresh(site.spool, at: now, isMissingAllowed: settings.isDry)
            lookAgain(atSourcesOf: moved)
            site.journal.end("scan", "the spool answers the scan again")
        } catch {
            return fail("scan", .warning, "the input is not scanned: \(error)")
        }
        cache.load(settings.history(), site.journal)
        own.identify()
        return true
    }

    private mutating func fail(_ matter: String, _ level: Journal.Level, _ text: String) -> Bool {
        site.journal.begin(matter, level, text)
        pass.isWhole = false
        pass.troubles.append(text)
        return false
    }

    private mutating func finish(isOfAll: Bool) {
        guard let identity = pass.identity else { return }
        if !guardian.isStill(identity) {
            pass.isWhole = false
            pass.troubles.append("the input became another folder while it was looked at")
        }
        let isSure = pass.isWhole && guardian.isSure(of: identity)
        let isDue = pass.hasLosses || losses.isReviewDue || !losses.missing.isEmpty
        if isOfAll || isDue { reviewSources(isSure) }
        if isOfAll, pass.isWhole, !book.isEmpty { guardian.sawFilms(in: identity) }
        if isOfAll, pass.isWhole { knowsAll = true }
        if isOfAll, isSure { dropUnmet() }
        forgetSpent()
        cache.save(settings.isDry ? nil : settings.history(), site.journal)
    }

    private mutating func dropUnmet() {
        let (open, book) = (jobs.open, book)
        cache.dropUnmet(but: { open[$0] != nil }) { book[$0] == nil }
    }

    /// What is only remembered to spare work, before it takes too much room.
    private mutating func forgetSpent() {
        if rules.count > ScanEngine.profilesMax { rules = [:] }
        if checks.count > ScanEngine.profilesMax {
            checks = checks.filter { if case .asked = $0.value { true } else { false } }
        }
        if judged.count > ScanEngine.judgedMax { judged = [] }
        if toldProfiles.count > ScanEngine.profilesMax { toldProfiles = [] }
    }

    private static let profilesMax = 10_000
    private static let judgedMax = 100_000

    /// Their jobs ended, or somebody took their records back.
    private mutating func lookAgain(atSourcesOf moved: Set<JobID>) {
        guard !moved.isEmpty else { return }
        readers.setKnown(jobs.jobs)
        var found: [Path] = []
        book.forEach { path, entry in
            if let job = entry.known?.job, moved.contains(job) { found.append(path) }
        }
        restless.formUnion(found)
    }

    private mutating func setMode(device: UInt64) {
        guard mode == nil || modeOf != device else { return }
        let system = try? MountedFileSystem(of: input)
        let found = WatchMode(
            choice: settings.watch,
            fileSystem: system.map { $0.typeName ?? "\($0.kind)" } ?? "its file system",
            isNetwork: system?.isNetwork ?? true,
            tellsAll: system?.reportsEveryChange ?? false,
            interval: settings.interval,
            settle: settings.settle
        )
        if found != mode {
            site.journal.tell(
                .info,
                "the input \(Quoted.path(input)) is watched by \(found.kind.rawValue), with a look "
                    + "at everything each \(Measure.written(found.interval)): \(found.reason)"
            )
        }
        (mode, modeOf) = (found, device)
    }

    var settleTime: Duration { mode?.settle ?? settings.settle ?? .seconds(10) }
}

/// The cluster's own folders, which may lie below the input and hold no sources.
struct OwnFolders: Sendable {
    private let folders: [(path: Path, what: String)]
    private var identities: [FileIdentity: String] = [:]

    init(_ folders: MediaFolders) {
        self.folders =
            [
                (folders.output, "the output"), (folders.spool, "the spool"),
                (folders.state, "the state directory of a node"),
            ] + (folders.profiles.map { [($0, "the folder of profiles")] } ?? [])
    }

    /// Where they are now: by another way than its own a folder has another path.
    mutating func identify() {
        identities = [:]
        for folder in folders {
            guard let identity = try? Directory.target(of: folder.path).identity else { continue }
            identities[identity] = identities[identity] ?? folder.what
        }
    }

    /// What a folder is to the cluster; nil is nothing.
    func what(_ path: Path, inode: UInt64) -> String? {
        guard identities.contains(where: { $0.key.inode == inode }),
            let identity = try? Directory.status(of: path).identity
        else { return nil }
        return identities[identity]
    }
}
