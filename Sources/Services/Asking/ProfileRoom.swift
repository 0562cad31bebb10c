public import Model
internal import Platform
public import Profiles

/// The folders that questions about profiles are about.
public struct ProfileRoom: Sendable {
    public let places: ProfilePlaces
    /// Nil where none is set: then results are told by their path below it.
    public let output: Path?
    public let disk = DirectoryProfileDisk()
    private let numbers: NumberedFolders
    /// Whether an input is set; without one only profiles that are named can be looked at.
    public let hasInput: Bool

    public init(input: Path?, output: Path?, profiles: Path?, numbers: NumberedFolders) {
        hasInput = input != nil
        places = ProfilePlaces(input: input ?? ProfileRoom.nowhere, profiles: profiles)
        (self.output, self.numbers) = (output, numbers)
    }

    public func catalogue() -> ProfileCatalogue {
        ProfileCatalogue(places, disk: disk, numbers: numbers)
    }

    /// A missing input is a volume that is not mounted rather than one without films.
    public func checkInput() throws(DeskRefusal) {
        guard hasInput else { throw ProfileRoom.noInput }
        let shown = Quoted.path(places.input)
        switch disk.look(at: places.input) {
        case .folder: return
        case .missing:
            let text = "there is no input folder \(shown); is the volume mounted?"
            throw DeskRefusal(.unavailable, text)
        case .failed(let trouble): throw DeskRefusal(.unavailable, trouble.reason)
        default: throw DeskRefusal(.invalid, "the input \(shown) is no folder")
        }
    }

    public static let noInput = DeskRefusal(
        .invalid,
        "no input is set; --root or --input says where it is",
        hint: "reelmill help profiles"
    )

    /// Holds nothing and is below nothing that anybody has.
    private static let nowhere: Path = "/dev/null/input"
}

extension ProfileRoom {
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
