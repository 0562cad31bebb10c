internal import CLinux

/// Which file it is, whatever its name: two names with one identity are one file.
public struct FileIdentity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64
}

public enum FileKind: Sendable, Hashable {
    case regular
    case directory
    case symbolicLink
    case pipe
    case socket
    case device
    case other
}

extension FileKind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .regular: "a regular file"
        case .directory: "a directory"
        case .symbolicLink: "a symbolic link"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .device: "a device"
        case .other: "a special file"
        }
    }
}

/// A moment as the file system keeps it: by the clock of the file's server, so never to be compared
/// with this host's clock.
public struct FileTime: Hashable, Sendable {
    public let seconds: Int64
    public let nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32) {
        (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }
}

/// What the file system says of a file.
public struct FileStatus: Hashable, Sendable {
    public let identity: FileIdentity
    public let kind: FileKind
    /// The permission bits, with set-user-id and its like.
    public let permissions: UInt32
    public let owner: UInt32
    public let group: UInt32
    public let links: UInt64
    public let size: UInt64
    /// What it takes on the disk; less than `size` for a sparse file.
    public let allocatedBytes: UInt64
    public let modified: FileTime
    public let changed: FileTime

    init(_ status: linux_status) {
        identity = FileIdentity(device: status.device, inode: status.inode)
        kind = FileKind(mode: status.mode)
        permissions = status.mode & 0o7777
        owner = status.owner
        group = status.group
        links = status.links
        size = status.size
        // A FUSE server may answer any number of blocks.
        let (bytes, overflow) = status.blocks.multipliedReportingOverflow(by: 512)
        allocatedBytes = overflow ? .max : bytes
        modified = FileTime(
            seconds: status.modified_seconds,
            nanoseconds: status.modified_nanoseconds
        )
        changed = FileTime(
            seconds: status.changed_seconds,
            nanoseconds: status.changed_nanoseconds
        )
    }
}

extension FileKind {
    init(mode: UInt32) {
        switch mode_t(mode) & mode_t(S_IFMT) {
        case mode_t(S_IFREG): self = .regular
        case mode_t(S_IFDIR): self = .directory
        case mode_t(S_IFLNK): self = .symbolicLink
        case mode_t(S_IFIFO): self = .pipe
        case mode_t(S_IFSOCK): self = .socket
        case mode_t(S_IFCHR), mode_t(S_IFBLK): self = .device
        default: self = .other
        }
    }
}
