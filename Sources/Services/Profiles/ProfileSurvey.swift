public import Model
public import Profiles

/// All profiles of an input, of its folder of profiles and of the program, and how much each is
/// used: a walk for people who ask, by the rules of the catalogue.
public struct ProfileSurvey: Sendable {
    public struct Row: Sendable {
        public let origin: ProfileSource.Origin
        public let resolved: ResolvedProfile
        /// Those it is the nearest profile of; those of its heirs are not counted.
        public fileprivate(set) var films = 0
        public fileprivate(set) var folders = 0
    }

    /// A folder that could not be listed: nobody knows what it holds.
    public struct Trouble: Hashable, Sendable {
        public let folder: Path
        /// A sentence without its end.
        public let reason: String
    }

    /// Those of files in the order of their paths, the built-in ones behind them.
    public private(set) var rows: [Row] = []
    public private(set) var troubles: [Trouble] = []
    /// Films whose profile cannot be told, since a folder on the way to it cannot be listed.
    public private(set) var filmsUnknown = 0
    private var indices: [ProfileSource.Origin: Int] = [:]

    /// - Parameters:
    ///   - start: a folder below the input; without one all of it and the folder of profiles.
    ///   - visit: is told every film, and what it gets.
    public init(
        _ catalogue: inout ProfileCatalogue,
        disk: any ProfileDisk,
        below start: Path? = nil,
        visit: (_ film: Path, _ answer: FilmProfile) -> Void = { _, _ in }
    ) {
        catalogue.beginScan()
        let places = catalogue.places
        let skipped = places.profiles == places.input ? nil : places.profiles
        var walk = ProfileWalk(start ?? places.input, disk, without: skipped)
        while let step = walk.next() {
            let folder = catalogue.profile(forFolder: step.folder, listing: step.listing)
            if let index = index(of: folder.resolved) { rows[index].folders += 1 }
            for film in step.films {
                let answer = catalogue.profile(forFilm: film)
                visit(film, answer)
                guard let index = index(of: answer.resolved) else {
                    filmsUnknown += 1
                    continue
                }
                rows[index].films += 1
            }
            for path in step.profiles { add(.file(path), &catalogue) }
        }
        troubles = walk.troubles
        if start == nil { addUnused(&catalogue, disk) }
        rows.sort { ProfileSurvey.rank($0).lexicographicallyPrecedes(ProfileSurvey.rank($1)) }
        indices = [:]
    }

    /// What lies in the folder of profiles or in the program, whether anybody uses it or not.
    private mutating func addUnused(_ catalogue: inout ProfileCatalogue, _ disk: any ProfileDisk) {
        if let profiles = catalogue.places.profiles {
            var walk = ProfileWalk(profiles, disk)
            while let step = walk.next() {
                for path in step.profiles { add(.file(path), &catalogue) }
            }
            troubles += walk.troubles.filter { !troubles.contains($0) }
        }
        for source in catalogue.places.shipped { add(source.origin, &catalogue) }
    }

    /// Nil for a profile that nobody knows the place of.
    private mutating func index(of resolved: ResolvedProfile) -> Int? {
        guard let origin = resolved.chain.last else { return nil }
        if let index = indices[origin] { return index }
        indices[origin] = rows.count
        rows.append(Row(origin: origin, resolved: resolved))
        return rows.count - 1
    }

    private mutating func add(_ origin: ProfileSource.Origin, _ catalogue: inout ProfileCatalogue) {
        guard indices[origin] == nil else { return }
        _ = index(of: catalogue.profile(at: origin))
    }

    /// Of a file the folder's own profile comes before all that is below it.
    private static func rank(_ row: Row) -> [UInt8] {
        switch row.origin {
        case .builtin(let name): [1] + Array(name.utf8)
        case .file(let path):
            path.name == ProfileNames.folder
                ? [0] + path.parent.bytes + [UInt8(ascii: "/")] : [0] + path.bytes
        }
    }
}
