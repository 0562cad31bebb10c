internal import CLinux
public import Model

/// One entry of a listing. The kind is nil where the file system does not say and a `stat` must.
public struct DirectoryEntry: Hashable, Sendable {
    public let name: FileName
    public let inode: UInt64
    public let kind: FileKind?
}

/// Reads a directory entry by entry, in the order of the file system and in constant memory.
///
/// While others rename in it, a listing may miss an entry or show it twice: act on what it shows,
/// never on what it does not.
public struct DirectoryReader: ~Copyable {
    public let path: Path
    private let stream: OpaquePointer

    public init(_ path: Path) throws(SystemError) {
        stream = try attempting("open the directory", path) { () throws(Errno) in
            let raw = try path.withCString { cPath throws(Errno) in
                try systemCall { linux_open(cPath, O_RDONLY | O_DIRECTORY, 0) }
            }
            guard let stream = linux_fdopendir(raw) else {
                let error = Errno(rawValue: linux_errno())
                _ = linux_close(raw)
                throw error
            }
            return stream
        }
        self.path = path
    }

    deinit { _ = linux_closedir(stream) }

    /// The next entry, without `.` and `..`; nil at the end.
    public mutating func next() throws(SystemError) -> DirectoryEntry? {
        let stream = stream
        var entry = linux_entry()
        while true {
            let found = try attempting("read the directory", path) { () throws(Errno) in
                try systemCall { linux_readdir(stream, &entry) }
            }
            guard found == 1, let cName = entry.name else { return nil }
            let bytes = UnsafeRawBufferPointer(start: cName, count: entry.name_bytes)
            if let name = FileName(bytes: bytes) {
                return DirectoryEntry(
                    name: name,
                    inode: entry.inode,
                    kind: FileKind(entryKind: entry.kind)
                )
            }
        }
    }
}

extension FileKind {
    fileprivate init?(entryKind: UInt8) {
        switch Int(entryKind) {
        case Int(DT_REG): self = .regular
        case Int(DT_DIR): self = .directory
        case Int(DT_LNK): self = .symbolicLink
        case Int(DT_FIFO): self = .pipe
        case Int(DT_SOCK): self = .socket
        case Int(DT_CHR), Int(DT_BLK): self = .device
        case Int(DT_UNKNOWN): return nil
        default: self = .other
        }
    }
}
