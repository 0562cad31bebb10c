public import Model

/// Which profile each folder and each film below the input is encoded with, from scan to scan.
///
/// Who walks the input uses it like this, on the thread that walks, since it asks the disk:
///
///     var catalogue = ProfileCatalogue(places, disk: disk)
///     // every scan
///     catalogue.beginScan()
///     // every folder, from above down, with the listing that the walk made anyway
///     let answer = catalogue.profile(forFolder: folder, listing: listing)
///     // every film that is to be taken
///     let answer = catalogue.profile(forFilm: film)
///     catalogue.endScan()
///
/// In a scan every file of a profile is looked at once and read only when it changed; a folder
/// without profiles and a film cost no question to the disk. What a scan did not come upon is
/// forgotten at its end, so a look at a part of the input ends without `endScan`.
///
/// A folder that was not handed in is asked about at the disk, so a single film can be looked up,
/// whether it is there or not: paths have to begin as `ProfilePlaces.input` does.
public struct ProfileCatalogue: Sendable {
    public let places: ProfilePlaces
    public let numbers: NumberedFolders
    let disk: any ProfileDisk
    let interpreter: ProfileInterpreter

    var store: ProfileStore
    var inputFolders: [Path: InputFolder] = [:]
    var mirroredFolders: [Path: MirroredFolder] = [:]
    var profilesWereThere = false
    private var knownCompanions: Set<Path> = []
    private var made: [ProfileSource.Origin: Made] = [:]
    private var scan = 0

    private struct Made: Sendable {
        var files: ProfileChain.Files
        var resolved: ResolvedProfile
        var isSettled: Bool
        var scan: Int
    }

    public init(
        _ places: ProfilePlaces,
        disk: any ProfileDisk,
        numbers: NumberedFolders = .auto,
        interpreter: ProfileInterpreter = .standard
    ) {
        (self.places, self.disk, self.numbers) = (places, disk, numbers)
        self.interpreter = interpreter
        store = ProfileStore(disk)
        beginScan()
    }

    public mutating func beginScan() {
        scan += 1
        store.begin()
        inputFolders = [:]
        mirroredFolders = [:]
        knownCompanions = store.knownCompanions
    }

    public mutating func endScan() {
        let scan = scan
        store.end()
        made = made.filter { $0.value.scan == scan }
        inputFolders = [:]
        mirroredFolders = [:]
    }

    /// - Parameter listing: of the folder itself; without one the disk is asked.
    @discardableResult
    public mutating func profile(
        forFolder folder: Path,
        listing: FolderListing? = nil
    ) -> FolderProfile {
        _ = inputFolder(folder, listing)
        let (resolved, found, isSettled) = resolve(leaf(ofFolder: folder))
        return FolderProfile(resolved: resolved, found: found, isSettled: isSettled)
    }

    public mutating func profile(forFilm film: Path) -> FilmProfile {
        let (resolved, found, isSettled) = resolve(leaf(ofFilm: film))
        let way = film.relative(to: places.input) ?? film
        let place = areNumbersMeant() ? FolderNumbers.place(of: way) : (nil, way)
        let priority = resolved.profile?.work.priority ?? place.0 ?? 0
        return FilmProfile(
            resolved: resolved,
            found: found,
            isSettled: isSettled,
            priority: priority,
            folderNumber: place.0,
            result: resolved.profile.map { ResultName.path(of: place.1, ending: $0.ending) }
        )
    }

    /// Any file of a profile, whether films are encoded with it or not.
    public mutating func profile(at origin: ProfileSource.Origin) -> ResolvedProfile {
        resolve(Leaf.source(origin, .folder)).resolved
    }

    /// Whether folders that are called by a number are priorities.
    public mutating func areNumbersMeant() -> Bool {
        switch numbers {
        case .yes: return true
        case .no: return false
        case .auto:
            guard let profiles = places.profiles else { return false }
            return mirrored(profiles).names?.contains(ProfileNames.clustercodeStandard) ?? false
        }
    }

    /// Whether the film's own file is there: by the listing of its folder, without a question to
    /// the disk, where that was handed in.
    func isThere(companion: Path, of folder: InputFolder) -> Bool {
        guard let listed = folder.companions else { return true }
        if knownCompanions.contains(companion) { return true }
        return !listed.isEmpty && companion.name.map(listed.contains) ?? false
    }

    private mutating func resolve(
        _ leaf: Leaf
    ) -> (resolved: ResolvedProfile, found: ProfileFound, isSettled: Bool) {
        switch leaf {
        case .trouble(let problem, let path, let found):
            let error = ConfigurationError(problems: [problem])
            return (ResolvedProfile([], .invalid(error, leaf: path)), found, true)
        case .source(let origin, let found):
            if let known = made[origin], known.scan == scan {
                return (known.resolved, found, known.isSettled)
            }
            let chain = chain(of: origin)
            let known = made[origin].flatMap { $0.files == chain.files ? $0.resolved : nil }
            let fresh = Made(
                files: chain.files,
                resolved: known ?? resolved(chain),
                isSettled: chain.isSettled,
                scan: scan
            )
            made[origin] = fresh
            return (fresh.resolved, found, fresh.isSettled)
        }
    }

    private func resolved(_ chain: ProfileChain) -> ResolvedProfile {
        let origins = Array(chain.files.origins.reversed())
        if let error = chain.files.error {
            return ResolvedProfile(origins, .invalid(error, leaf: chain.leaf.path))
        }
        switch interpreter.read(chain.sources.reversed(), places.name(of: chain.leaf)) {
        case .success(let profile): return ResolvedProfile(origins, .profile(profile))
        case .failure(let error):
            return ResolvedProfile(origins, .invalid(error, leaf: chain.leaf.path))
        }
    }
}
