public import Model

/// What the lookup of profiles asks of a file system. Everything may block.
public protocol ProfileDisk: Sendable {
    /// What the path leads to, links followed.
    func look(at path: Path) -> ProfileLook
    /// The content of a regular file, with its stamp before and after it was read.
    func read(_ path: Path, limit: Int) -> ProfileContent
    /// Nil when there is no such folder.
    func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]?
    /// By this host's clock.
    var now: WallTime { get }
}

public enum ProfileLook: Hashable, Sendable {
    case missing
    case file(FileStamp)
    case folder
    /// A link to what is not there, with what it says.
    case danglingLink(Path?)
    /// Neither a file nor a folder: "a pipe".
    case other(String)
    case failed(ProfileTrouble)
}

public enum ProfileContent: Hashable, Sendable {
    case bytes([UInt8], before: FileStamp, after: FileStamp)
    case missing
    /// It holds more than was asked for.
    case tooLong
    case failed(ProfileTrouble)
}

/// Why a file system did not answer.
public struct ProfileTrouble: Error, Hashable, Sendable {
    /// A sentence without its end: `cannot open /m/a: Permission denied (EACCES)`.
    public var reason: String
    /// Whether other permissions would mend it.
    public var isDenied: Bool

    public init(_ reason: String, isDenied: Bool) {
        (self.reason, self.isDenied) = (reason, isDenied)
    }
}

/// One entry of a folder.
public struct ProfileEntry: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case file, folder, link, other
        /// The file system does not say it in a listing.
        case unknown
    }

    public var name: FileName
    public var kind: Kind

    public init(_ name: FileName, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
}
