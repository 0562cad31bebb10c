public import Model
internal import Platform
internal import Profiles

/// What a person means by a word in a question about profiles.
public struct ProfileTarget: Sendable {
    public enum What: Hashable, Sendable {
        case builtin(String)
        case profile(Path)
        /// Below the input.
        case film(Path)
        case folder(Path)
    }

    public let what: What
    public let isThere: Bool

    /// - Parameter absolute: What a path is that does not begin at the root.
    public init(
        _ word: Path,
        _ room: ProfileRoom,
        absolute: (Path) -> Path
    ) throws(DeskRefusal) {
        let prefix = Array("builtin:".utf8)
        if word.bytes.starts(with: prefix) {
            let name = String(decoding: word.bytes[prefix.count...], as: UTF8.self)
            (what, isThere) = (try ProfileTarget.builtin(name, room), true)
            return
        }
        let path = ProfileTarget.place(of: word, room, absolute)
        let kind = try ProfileTarget.kind(of: path.whole)
        isThere = kind != nil
        if ProfileNames.isProfile(word), kind != .directory || word.name == ProfileNames.folder {
            guard isThere else {
                throw DeskRefusal(.notFound, "there is no profile \(Quoted.path(path.whole))")
            }
            what = .profile(path.below ?? path.whole)
            return
        }
        guard let below = path.below else { throw ProfileTarget.outside(path.whole, room) }
        let isFolder = kind == .directory || (kind == nil && word.bytes.last == UInt8(ascii: "/"))
        if room.places.tree(of: below) == .profiles, let profiles = room.places.profiles {
            guard isFolder else { throw ProfileTarget.amongProfiles(below) }
            let way = below.relative(to: profiles)
            what = .folder(way.map(room.places.input.appending) ?? room.places.input)
        } else {
            what = isFolder ? .folder(below) : .film(below)
        }
    }

    private static func builtin(_ name: String, _ room: ProfileRoom) throws(DeskRefusal) -> What {
        let names = room.places.shipped.map { "\($0.origin.path)" }
        guard !names.contains("builtin:\(name)") else { return .builtin(name) }
        let near = Suggestion.nearest(to: "builtin:\(name)", among: names)
        throw DeskRefusal(
            .notFound,
            "no built-in profile is called \(Quoted.readable(name))" + Quoted.suggestion(near),
            hint: "reelmill profiles ls"
        )
    }

    /// The whole path, and the same as it begins in its tree. What is below no tree from here, and
    /// not there, is meant as messages and other tools write it: from the root or from the input.
    private static func place(
        of word: Path,
        _ room: ProfileRoom,
        _ absolute: (Path) -> Path
    ) -> (whole: Path, below: Path?) {
        func isThere(_ path: Path) -> Bool { (try? Directory.status(of: path)) != nil }
        let whole = absolute(word)
        if let below = room.below(whole) { return (whole, below) }
        guard room.hasInput, !word.isAbsolute, !isThere(whole) else { return (whole, nil) }
        let input = room.places.input
        let places = [input.parent.appending(word), input.appending(word)]
            .compactMap(room.places.canonical)
        guard let below = places.first(where: isThere) ?? places.first else { return (whole, nil) }
        return (below, below)
    }

    private static func kind(of path: Path) throws(DeskRefusal) -> FileKind? {
        do throws(SystemError) {
            return try Directory.target(of: path).kind
        } catch {
            // A link to nothing is there, and is no profile: the lookup says so.
            if let kind = try? Directory.status(of: path).kind { return kind }
            // Nothing can be called so.
            let isNoName = error.errno == .nameTooLong || error.errno == .tooManySymlinks
            guard isNoName || error.errno == .noSuchFile || error.errno == .notADirectory else {
                let shown = Quoted.path(path)
                throw DeskRefusal(.unavailable, "cannot \(error.attempt) \(shown): \(error.errno)")
            }
            return nil
        }
    }

    private static func outside(_ path: Path, _ room: ProfileRoom) -> DeskRefusal {
        guard room.hasInput else { return ProfileRoom.noInput }
        return DeskRefusal(
            .notFound,
            "\(Quoted.path(path)) does not lie below the input "
                + "\(Quoted.path(room.places.input)), so no profile is for it"
        )
    }

    private static func amongProfiles(_ path: Path) -> DeskRefusal {
        DeskRefusal(
            .notFound,
            "\(Quoted.path(path)) lies in the folder of profiles, where no films are taken, and is "
                + "no profile; a profile ends in .conf"
        )
    }
}
