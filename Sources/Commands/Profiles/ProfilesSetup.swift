internal import CommandLine
internal import Model
internal import Platform
internal import Profiles
internal import Services

/// The folders that the commands about profiles work on, by the settings.
struct ProfilesSetup {
    let places: ProfilePlaces
    /// Nil where none is set: then results are told by their path below it.
    let output: Path?
    let disk = DirectoryProfileDisk()
    private let numbers: NumberedFolders
    /// Whether an input is set; without one only profiles that are named can be looked at.
    let hasInput: Bool

    /// - Parameter needsInput: whether there is nothing to do without one.
    init(_ context: Context, needsInput: Bool = true) throws {
        let settings = try context.settings().settings
        func folder(_ setting: Setting<Path?>) -> Path? {
            settings[setting].map(context.surroundings.absolute)
        }
        let input = folder(SettingsTable.input)
        hasInput = input != nil
        guard input != nil || !needsInput else { throw ProfilesSetup.noInput }
        places = ProfilePlaces(
            input: input ?? ProfilesSetup.nowhere,
            profiles: folder(SettingsTable.profiles)
        )
        numbers = settings[SettingsTable.numberedFolders]
        output = folder(SettingsTable.output)
        if needsInput { try checkInput() }
    }

    func catalogue() -> ProfileCatalogue { ProfileCatalogue(places, disk: disk, numbers: numbers) }

    /// A missing input is a volume that is not mounted rather than one without films.
    func checkInput() throws(Failure) {
        guard hasInput else { throw ProfilesSetup.noInput }
        let shown = Quoted.path(places.input)
        switch disk.look(at: places.input) {
        case .folder: return
        case .missing:
            throw Failure(.temporary, "there is no input folder \(shown); is the volume mounted?")
        case .failed(let trouble): throw Failure(.temporary, trouble.reason)
        default: throw Failure(.invalidConfiguration, "the input \(shown) is no folder")
        }
    }

    static let noInput = Failure(
        .invalidConfiguration,
        "no input is set; --root or --input says where it is",
        hint: "reelmill help profiles"
    )

    /// Holds nothing and is below nothing that anybody has.
    private static let nowhere: Path = "/dev/null/input"
}

/// What a person means by a word behind a command about profiles.
struct ProfileTarget {
    enum What: Equatable {
        case builtin(String)
        case profile(Path)
        /// Below the input.
        case film(Path)
        case folder(Path)
    }

    let what: What
    let isThere: Bool

    init(_ word: Path, _ setup: ProfilesSetup, _ surroundings: Surroundings) throws(Failure) {
        let prefix = Array("builtin:".utf8)
        if word.bytes.starts(with: prefix) {
            let name = String(decoding: word.bytes[prefix.count...], as: UTF8.self)
            (what, isThere) = (try ProfileTarget.builtin(name, setup), true)
            return
        }
        let path = ProfileTarget.place(of: word, setup, surroundings)
        let kind = try ProfileTarget.kind(of: path.whole)
        isThere = kind != nil
        if ProfileNames.isProfile(word), kind != .directory || word.name == ProfileNames.folder {
            guard isThere else {
                throw Failure(.notFound, "there is no profile \(Quoted.path(path.whole))")
            }
            what = .profile(path.below ?? path.whole)
            return
        }
        guard let below = path.below else { throw ProfileTarget.outside(path.whole, setup) }
        let isFolder = kind == .directory || (kind == nil && word.bytes.last == UInt8(ascii: "/"))
        if setup.places.tree(of: below) == .profiles, let profiles = setup.places.profiles {
            guard isFolder else { throw ProfileTarget.amongProfiles(below) }
            let way = below.relative(to: profiles)
            what = .folder(way.map(setup.places.input.appending) ?? setup.places.input)
        } else {
            what = isFolder ? .folder(below) : .film(below)
        }
    }

    private static func builtin(_ name: String, _ setup: ProfilesSetup) throws(Failure) -> What {
        let names = setup.places.shipped.map { "\($0.origin.path)" }
        guard !names.contains("builtin:\(name)") else { return .builtin(name) }
        let near = Suggestion.nearest(to: "builtin:\(name)", among: names)
        throw Failure(
            .notFound,
            "no built-in profile is called \(Quoted.readable(name))" + Quoted.suggestion(near),
            hint: "reelmill profiles ls"
        )
    }

    /// The whole path, and the same as it begins in its tree. What is below no tree from here, and
    /// not there, is meant as messages and other tools write it: from the root or from the input.
    private static func place(
        of word: Path,
        _ setup: ProfilesSetup,
        _ surroundings: Surroundings
    ) -> (whole: Path, below: Path?) {
        func isThere(_ path: Path) -> Bool { (try? Directory.status(of: path)) != nil }
        let whole = surroundings.absolute(word)
        if let below = setup.below(whole) { return (whole, below) }
        guard setup.hasInput, !word.isAbsolute, !isThere(whole) else { return (whole, nil) }
        let input = setup.places.input
        let places = [input.parent.appending(word), input.appending(word)]
            .compactMap(setup.places.canonical)
        guard let below = places.first(where: isThere) ?? places.first else { return (whole, nil) }
        return (below, below)
    }

    private static func kind(of path: Path) throws(Failure) -> FileKind? {
        do throws(SystemError) {
            return try Directory.target(of: path).kind
        } catch {
            // A link to nothing is there, and is no profile: the lookup says so.
            if let kind = try? Directory.status(of: path).kind { return kind }
            guard error.errno == .noSuchFile || error.errno == .notADirectory else {
                let shown = Quoted.path(path)
                throw Failure(.failed, "cannot \(error.attempt) \(shown): \(error.errno)")
            }
            return nil
        }
    }

    private static func outside(_ path: Path, _ setup: ProfilesSetup) -> Failure {
        guard setup.hasInput else { return ProfilesSetup.noInput }
        return Failure(
            .notFound,
            "\(Quoted.path(path)) does not lie below the input "
                + "\(Quoted.path(setup.places.input)), so no profile is for it"
        )
    }

    private static func amongProfiles(_ path: Path) -> Failure {
        Failure(
            .notFound,
            "\(Quoted.path(path)) lies in the folder of profiles, where no films are taken, and is "
                + "no profile; a profile ends in .conf"
        )
    }
}

extension ProfilesSetup {
    /// The path as it begins in its tree; also of one that leads there through other links than
    /// the settings do, such as from the working directory. Nil outside both trees.
    func below(_ path: Path) -> Path? {
        guard hasInput else { return nil }
        if let canonical = places.canonical(path) { return canonical }
        let roots = [places.profiles, places.input].compactMap(\.self).compactMap { root in
            (try? Directory.target(of: root).identity).map { (root, $0) }
        }
        var (above, rest) = (path.normalized, [FileName]())
        while let name = above.name {
            rest.insert(name, at: 0)
            above = above.parent
            let identity = try? Directory.target(of: above).identity
            if let root = roots.first(where: { $0.1 == identity })?.0 {
                return rest.reduce(root) { $0 / $1 }
            }
        }
        return nil
    }
}
