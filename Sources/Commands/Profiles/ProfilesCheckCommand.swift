internal import CommandLine
internal import Model
internal import Profiles
internal import Services

/// `reelmill profiles check [PATH…]`
enum ProfilesCheckCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = context.invocation[ProfilesTable.anyPaths]
        let setup = try ProfilesSetup(context, needsInput: words.isEmpty)
        var selection = ProfileSelection(setup)
        try selection.add(words, context.surroundings)
        let check = ProfileCheck(runner: TaskRunner(program: OwnProgram.path))
        var rows: [CheckedProfile] = []
        for chosen in selection.profiles {
            rows.append(try CheckedProfile(chosen, check))
        }
        if context.invocation[GlobalFlags.json] {
            let document = Document(
                schema: "\(Product.name).profile-check/1",
                body: CheckBody(rows, selection)
            )
            try context.console.print(JSONText.line(document))
        } else {
            for trouble in selection.troubles { context.console.note(trouble.reason) }
            try context.console.print(CheckText.text(rows))
        }
        if rows.contains(where: { $0.verdict == .wrong }) { return .invalidConfiguration }
        return selection.troubles.isEmpty ? .done : .temporary
    }
}

/// The profiles that are meant by the words behind a command, each once.
struct ProfileSelection {
    struct Chosen {
        let resolved: ResolvedProfile
        let origin: ProfileSource.Origin
        /// Those that it is the nearest profile of, as far as was looked; nil is nowhere.
        var films: [Path]?
        var folders: Int?
    }

    private(set) var profiles: [Chosen] = []
    /// Folders that could not be listed.
    private(set) var troubles: [ProfileSurvey.Trouble] = []
    private let setup: ProfilesSetup
    private var catalogue: ProfileCatalogue
    private var places: [ProfileSource.Origin: Int] = [:]

    init(_ setup: ProfilesSetup) {
        self.setup = setup
        catalogue = setup.catalogue()
    }

    /// Without a word everything below the input and in the folder of profiles; `builtin:` is all
    /// that are part of the program.
    mutating func add(_ words: [Path], _ surroundings: Surroundings) throws(Failure) {
        if words.isEmpty { survey(below: nil) }
        for word in words {
            guard word != "builtin:" else {
                for name in Shipped.names { add(.builtin(name)) }
                continue
            }
            let target = try ProfileTarget(word, setup, surroundings)
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
        let survey = ProfileSurvey(&catalogue, disk: setup.disk, below: start) { film, answer in
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
    var invalidLeaf: ProfileSource.Origin? {
        if case .invalid(_, let leaf) = outcome { .file(leaf) } else { nil }
    }
}

/// A profile, and what is to be said of it.
struct CheckedProfile {
    enum Verdict: String, Encodable { case good, lacking, wrong }

    let chosen: ProfileSelection.Chosen
    let verdict: Verdict
    let name: String?
    let wrong: [ConfigurationProblem]
    let lacking: [ConfigurationProblem]
    let notes: [ConfigurationProblem]

    /// Asks the libraries about what its text alone is no mistake in.
    init(_ chosen: ProfileSelection.Chosen, _ check: ProfileCheck) throws(MediaFailure) {
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
