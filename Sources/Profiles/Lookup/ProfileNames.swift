public import Model

/// Which names mean a profile, and which a film.
public enum ProfileNames {
    /// What the profile of a folder is called.
    public static let folder: FileName = "profile.conf"
    /// The same of clustercode 1.x; in the mirrored tree only.
    static let clustercodeFolder: FileName = "profile.ffmpeg"
    static let standard: FileName = "default.conf"
    static let clustercodeStandard: FileName = "default.ffmpeg"

    /// Behind the name of a film they make its own profile; the first one that is there holds.
    static let companionEndings = [Array(".profile".utf8), clustercodeEnding]
    private static let clustercodeEnding = Array(".ffmpeg".utf8)
    private static let fileEnding = Array(".conf".utf8)

    public static func isClustercode(_ path: Path) -> Bool {
        ends(path.bytes, in: clustercodeEnding)
    }

    /// Whether it could be the companion of a film.
    static func isCompanion(_ name: FileName) -> Bool {
        companionEndings.contains { name.bytes.count > $0.count && ends(name.bytes, in: $0) }
    }

    /// Whether a person who names it means a profile, not a film.
    public static func isProfile(_ path: Path) -> Bool {
        guard let name = path.name else { return false }
        return isCompanion(name) || ends(name.bytes, in: fileEnding)
    }

    /// The name without what makes it one of a profile.
    static func stem(of path: Path) -> String {
        let name = path.name?.bytes ?? path.bytes
        let ending = (companionEndings + [fileEnding]).first { ends(name, in: $0) } ?? []
        return ReadableBytes.escaped(Array(name.dropLast(ending.count)))
    }

    static func companions(of film: Path) -> [Path] {
        companionEndings.compactMap { Path(bytes: film.bytes + $0) }
    }

    /// By its ending: whether a scan would look into it.
    public static func isFilm(_ name: FileName) -> Bool {
        guard !name.isHidden, let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) else {
            return false
        }
        let ending = name.bytes[(dot + 1)...].map { $0 < 0x80 ? $0 | 0x20 : $0 }
        return filmEndings.contains(ending)
    }

    private static let filmEndings: Set<[UInt8]> = Set(
        [
            "mkv", "mp4", "m4v", "mov", "avi", "ts", "m2ts", "mts", "webm", "mpg", "mpeg", "wmv",
            "flv", "vob", "ogv", "3gp", "mxf",
        ].map { Array($0.utf8) }
    )

    /// Folders that hold no films of people: of servers for files, of bins, of downloads that are
    /// not whole yet.
    public static func isPassedOver(folder name: FileName) -> Bool {
        name.isHidden || passedOver.contains(name)
    }

    private static let passedOver: Set<FileName> = [
        "@eaDir", "#recycle", "#snapshot", "lost+found", "$RECYCLE.BIN",
        "System Volume Information", "__MACOSX", "incomplete",
    ]

    static func ends(_ bytes: [UInt8], in ending: [UInt8]) -> Bool {
        bytes.count >= ending.count && bytes[(bytes.count - ending.count)...].elementsEqual(ending)
    }
}

/// What a listing of a folder says of profiles. Whoever lists the folder anyway notes every name;
/// then nothing has to be asked of the disk for its films.
public struct FolderListing: Sendable {
    private(set) var hasProfile = false
    private(set) var companions: Set<FileName> = []

    public init() {}

    public init(_ names: some Sequence<FileName>) {
        for name in names { note(name) }
    }

    public mutating func note(_ name: FileName) {
        if name == ProfileNames.folder { hasProfile = true }
        if ProfileNames.isCompanion(name) { companions.insert(name) }
    }
}
