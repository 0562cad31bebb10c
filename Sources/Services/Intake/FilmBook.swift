internal import Model
internal import Profiles
internal import Spool

/// What is known of one file of the input.
struct FilmEntry: Sendable {
    var state: Sighting.State
    var progress = Progress.none

    enum Progress: Sendable {
        /// It is left alone by its name or its place.
        case none
        case coming(ComingFilm)
        case known(KnownFilm)
    }

    var known: KnownFilm? { if case .known(let film) = progress { film } else { nil } }

    var isBeingRead: Bool {
        get {
            switch progress {
            case .none: false
            case .coming(let film): film.isBeingRead
            case .known(let film): film.isBeingRead
            }
        }
        set {
            switch progress {
            case .none: return
            case .coming(var film):
                film.isBeingRead = newValue
                progress = .coming(film)
            case .known(var film):
                film.isBeingRead = newValue
                progress = .known(film)
            }
        }
    }
}

/// A file that may still be written, or was not read yet.
struct ComingFilm: Sendable {
    var settling: Settling
    var isBeingRead = false
    var failure: Failure?
    var isToldRejected = false
    /// The job that it was when it was another file.
    var formerJob: JobID?

    /// Why it could not be read the last time.
    enum Failure: Sendable { case incomplete, unreadable, trouble }
}

/// A file that was whole and read, and is as it was then.
struct KnownFilm: Sendable {
    var stamp: FileStamp
    var job: JobID
    var sample: String
    /// Kept until something is decided; the history has it longer.
    var description: MediaDescription?
    var isBeingRead = false
    /// What the rules of the profile with this digest said.
    var skipped: (digest: String, reason: String)?
    /// A conflict is not asked about with every look.
    var asksAgainAt: Duration?
}

/// What holds for all files of a folder.
struct FolderContext: Sendable, Equatable {
    /// Below the input.
    var hold: Path?
    var ignores: [IgnoreFile] = []

    struct IgnoreFile: Sendable, Equatable {
        /// Below the input; nil is the input itself.
        var folder: Path?
        var list: IgnoreList
    }

    /// Why a path is left alone; nil when it is not.
    ///
    /// - Parameter path: Below the input.
    func reason(toIgnore path: Path, isFolder: Bool) -> String? {
        for file in ignores.reversed() {
            guard let way = file.folder.map(path.relative) ?? path else { continue }
            switch file.list.verdict(for: way, isFolder: isFolder) {
            case .takenBack: return nil
            case .ignored(let pattern):
                let list =
                    file.folder.map { $0 / DropNames.ignoreFile }
                    ?? Path(bytes: DropNames.ignoreFile.bytes)
                return "\(list.map(Quoted.path) ?? "") says \(Quoted.readable(pattern))"
            case nil: continue
            }
        }
        return nil
    }
}

/// One folder of the input, as it was listed last.
struct FolderPage: Sendable {
    var context: FolderContext
    /// What its films are encoded with that have no profile of their own; another one when the
    /// profile has changed.
    var profile: ResolvedProfile?
    /// Files, and folders that are passed over.
    var entries: [FileName: FilmEntry] = [:]
    /// Those that are looked into.
    var subfolders: Set<FileName> = []
    /// What of its names is about profiles.
    var listing = FolderListing()
    /// Files that say of others that they are done.
    var markers: Set<FileName> = []
}

/// All files of the input by their folders, which are keyed by their paths below it.
struct FilmBook: Sendable {
    /// The input itself has the path `.`.
    var pages: [Path: FolderPage] = [:]

    static let top: Path = "."

    static func place(_ folder: Path, _ name: FileName) -> Path {
        folder == top ? Path(bytes: name.bytes) ?? top : folder / name
    }

    subscript(path: Path) -> FilmEntry? {
        get { path.name.flatMap { pages[path.parent]?.entries[$0] } }
        set { if let name = path.name { pages[path.parent]?.entries[name] = newValue } }
    }

    /// Takes a folder away with all that is below it.
    ///
    /// - Returns: The files that were in it.
    mutating func remove(_ folder: Path) -> [(path: Path, entry: FilmEntry)] {
        var removed: [(Path, FilmEntry)] = []
        var waiting = [folder]
        while let next = waiting.popLast() {
            guard let page = pages.removeValue(forKey: next) else { continue }
            removed += page.entries.map { (FilmBook.place(next, $0.key), $0.value) }
            waiting += page.subfolders.map { FilmBook.place(next, $0) }
        }
        return removed
    }

    /// Whether there are neither files nor folders.
    var isEmpty: Bool { pages.allSatisfy { $0.value.entries.isEmpty } }

    var sightings: [Sighting] {
        let all = pages.flatMap { folder, page in
            page.entries.map { Sighting(FilmBook.place(folder, $0.key), $0.value.state) }
        }
        return all.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    }

    func forEach(_ body: (Path, FilmEntry) -> Void) {
        for (folder, page) in pages {
            for (name, entry) in page.entries { body(FilmBook.place(folder, name), entry) }
        }
    }
}
