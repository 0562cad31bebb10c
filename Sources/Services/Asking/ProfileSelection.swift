public import Model
public import Profiles

/// The profiles that are meant by words, each once.
public struct ProfileSelection {
    public struct Chosen: Sendable {
        public let resolved: ResolvedProfile
        public let origin: ProfileSource.Origin
        /// Those that it is the nearest profile of, as far as was looked; nil is nowhere.
        public var films: [Path]?
        public var folders: Int?
    }

    public private(set) var profiles: [Chosen] = []
    /// Folders that could not be listed.
    public private(set) var troubles: [ProfileSurvey.Trouble] = []
    private let room: ProfileRoom
    private var catalogue: ProfileCatalogue
    private var places: [ProfileSource.Origin: Int] = [:]

    public init(_ room: ProfileRoom) {
        self.room = room
        catalogue = room.catalogue()
    }

    /// Without a word everything below the input and in the folder of profiles; `builtin:` is all
    /// that are part of the program.
    public mutating func add(
        _ words: [Path],
        absolute: (Path) -> Path
    ) throws(DeskRefusal) {
        if words.isEmpty { survey(below: nil) }
        for word in words {
            guard word != "builtin:" else {
                for name in Shipped.names { add(.builtin(name)) }
                continue
            }
            let target = try ProfileTarget(word, room, absolute: absolute)
            switch target.what {
            case .builtin(let name): add(.builtin(name))
            case .profile(let path): add(.file(path))
            case .film(let path):
                let answer = catalogue.profile(forFilm: path)
                add(answer.resolved, films: [path])
            case .folder(let path): survey(below: path)
            }
        }
    }

    private mutating func add(_ origin: ProfileSource.Origin) {
        guard places[origin] == nil else { return }
        add(catalogue.profile(at: origin), films: nil)
    }

    private mutating func add(
        _ resolved: ResolvedProfile,
        films: [Path]?,
        folders: Int? = nil
    ) {
        guard let origin = resolved.chain.last ?? resolved.invalidLeaf else { return }
        if let place = places[origin] {
            for film in films ?? [] where !(profiles[place].films ?? []).contains(film) {
                profiles[place].films = (profiles[place].films ?? []) + [film]
            }
            return
        }
        places[origin] = profiles.count
        profiles.append(
            Chosen(resolved: resolved, origin: origin, films: films, folders: folders)
        )
    }

    private mutating func survey(below start: Path?) {
        var films: [ProfileSource.Origin: [Path]] = [:]
        let survey = ProfileSurvey(&catalogue, disk: room.disk, below: start) { film, answer in
            guard let origin = answer.resolved.chain.last ?? answer.resolved.invalidLeaf else {
                return
            }
            films[origin, default: []].append(film)
        }
        troubles += survey.troubles
        for row in survey.rows {
            // What is part of the program is looked at where it is used or asked for.
            if case .builtin = row.origin, row.films == 0, row.folders == 0 { continue }
            add(row.resolved, films: films[row.origin] ?? [], folders: row.folders)
        }
    }
}

extension ResolvedProfile {
    /// What stands for a profile whose files could not be found.
    public var invalidLeaf: ProfileSource.Origin? {
        if case .invalid(_, let leaf) = outcome { .file(leaf) } else { nil }
    }
}

/// A profile, and what is to be said of it.
public struct CheckedProfile: Sendable {
    public let chosen: ProfileSelection.Chosen
    public let verdict: ProfileVerdicts.Verdict
    public let name: String?
    public let wrong: [ConfigurationProblem]
    public let lacking: [ConfigurationProblem]
    public let notes: [ConfigurationProblem]

    /// Asks the libraries about what its text alone is no mistake in.
    public init(
        _ chosen: ProfileSelection.Chosen,
        _ check: ProfileCheck
    ) throws(MediaFailure) {
        self.chosen = chosen
        switch chosen.resolved.outcome {
        case .invalid(let error, _):
            (wrong, lacking, notes, name) = (error.problems, [], [], nil)
        case .profile(let profile):
            let result = try check.result(of: profile)
            (wrong, lacking) = (result.wrong, result.lacking)
            (notes, name) = (profile.notes, profile.profile.name)
        }
        verdict = wrong.isEmpty ? lacking.isEmpty ? .good : .lacking : .wrong
    }
}

extension ProfileVerdicts {
    public init(_ rows: [CheckedProfile], _ selection: ProfileSelection) {
        let lines = rows.map { row in
            var line = Row(file: ProfileFileLine(row.chosen.origin), verdict: row.verdict)
            line.name = row.name
            line.wrong = row.wrong.map(\.description)
            line.lacking = row.lacking.map(\.description)
            line.notes = row.notes.map(\.description)
            line.films = row.chosen.films?.map { ReadableBytes.repaired($0.bytes).text }
            line.folders = row.chosen.folders
            return line
        }
        self.init(profiles: lines, troubles: selection.troubles.map(\.reason))
    }
}
