internal import Model

/// What is said of a file that should be a profile and is none. Its films wait, so each says what
/// to do.
enum LookupMessages {
    static func folder(_ path: Path) -> String {
        "\(Quoted.path(path)) is a folder, not a profile; give it another name:  "
            + "mv \(ShellWord.quoted(path)) \(ShellWord.quoted(aside(path)))"
    }

    static func other(_ path: Path, _ kind: String) -> String {
        "\(Quoted.path(path)) is \(kind), not a profile; take it away:  rm "
            + ShellWord.quoted(path)
    }

    static func dangling(_ path: Path, _ target: Path?) -> String {
        let what = target.map { "a link to \(Quoted.path($0)), which is not there" }
        return "\(Quoted.path(path)) is \(what ?? "a link to nothing"); mend it or take it away:  "
            + "rm \(ShellWord.quoted(path))"
    }

    static func tooLong(_ path: Path, _ size: UInt64?) -> String {
        let figure = size.map { " (\(Figures.grouped(Int64(clamping: $0))) bytes)" } ?? ""
        return "\(Quoted.path(path)) is longer than \(ProfileReading.bytesMax >> 20) MiB\(figure), "
            + "so it is no profile; give it another name:  mv \(ShellWord.quoted(path)) "
            + ShellWord.quoted(aside(path))
    }

    static func failed(_ path: Path, _ trouble: ProfileTrouble) -> String {
        trouble.isDenied
            ? "\(trouble.reason); allow it to be read:  chmod a+r \(ShellWord.quoted(path))"
            : "\(trouble.reason); it is tried again at the next look"
    }

    static func folderFailed(_ path: Path, _ trouble: ProfileTrouble) -> String {
        trouble.isDenied
            ? "\(trouble.reason); allow it to be listed:  chmod a+rx \(ShellWord.quoted(path))"
            : "\(trouble.reason); it is tried again at the next look"
    }

    static func moving(_ path: Path) -> String {
        "\(Quoted.path(path)) is being written: it changed \(ProfileStore.readsMax) times while it "
            + "was read; it is read again at the next look"
    }

    static func vanished(_ path: Path) -> String {
        "\(Quoted.path(path)) was there and was gone when it was to be read; the next look decides"
    }

    static func profilesGone(_ path: Path) -> String {
        "the folder of profiles \(Quoted.path(path)) was there before and is gone; is its volume "
            + "mounted? If it is not to be there, start again or make it:  mkdir -p "
            + ShellWord.quoted(path)
    }

    // MARK: What a file names as its parent

    static func missingParent(_ path: Path) -> String {
        "there is no \(Quoted.path(path))"
    }

    static func outside(_ path: Path, _ places: ProfilePlaces) -> String {
        let roots = [places.input, places.profiles].compactMap(\.self).map { Quoted.path($0) }
        return "\(Quoted.path(path)) lies outside \(Quoted.list(roots, last: "and")), where "
            + "others cannot see it; put the profile there"
    }

    static func unknownBuiltin(_ name: String, _ names: [String]) -> String {
        let suggestion = Suggestion.nearest(to: name, among: names)
        let all = Quoted.list(names.sorted(), last: "and")
        return "no built-in profile is called \(Quoted.readable(name))"
            + (suggestion.map { "; did you mean \"builtin:\($0)\"?" } ?? "; there are \(all)")
    }

    static let fileFromBuiltin = "a built-in profile can stand on another built-in one only"

    static func clustercodeParent(_ path: Path) -> String {
        "\(Quoted.path(path)) is a profile of clustercode's, which stands alone; name a profile "
            + "that ends in .conf"
    }

    /// - Parameter chain: the leaf first.
    static func circle(_ chain: [Path]) -> String {
        "profiles stand on each other in a circle: \(shown(chain))"
    }

    static func depth(_ chain: [Path]) -> String {
        "more than \(ProfileChain.filesMax) profiles stand on each other: \(shown(chain)); "
            + "write  extends = none  into one of them"
    }

    private static func shown(_ chain: [Path]) -> String {
        chain.map { Quoted.path($0) }.joined(separator: " -> ")
    }

    private static func aside(_ path: Path) -> Path {
        Path(bytes: path.bytes + Array(".old".utf8)) ?? path
    }
}
