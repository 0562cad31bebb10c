internal import CLinux
public import Model

/// What is done to the entries of directories.
public enum Directory {
    public static func create(_ path: Path, permissions: UInt32 = 0o777) throws(SystemError) {
        try call("create the directory", path) { linux_mkdir($0, permissions) }
    }

    /// Makes the directory and those above it that are missing.
    public static func createAll(_ path: Path, permissions: UInt32 = 0o777) throws(SystemError) {
        var missing: [Path] = []
        var next = path
        while true {
            do throws(SystemError) {
                try createUnlessThere(next, permissions)
                break
            } catch {
                guard error.errno == .noSuchFile, next.parent != next else { throw error }
                missing.append(next)
                next = next.parent
            }
        }
        // Once each: in `/proc`, for one, ENOENT says that nothing can be made at all.
        for path in missing.reversed() { try createUnlessThere(path, permissions) }
    }

    private static func createUnlessThere(
        _ path: Path,
        _ permissions: UInt32
    ) throws(SystemError) {
        do throws(SystemError) {
            try create(path, permissions: permissions)
        } catch {
            // Several nodes start at once; and a directory that is there may sit in one that cannot
            // be written, which answers EROFS or EACCES rather than EEXIST.
            if (try? target(of: path).kind) != .directory { throw error }
        }
    }

    public static func rename(_ source: Path, to target: Path) throws(SystemError) {
        try call("rename", source, to: target, linux_rename)
    }

    /// The same where nothing may be at the target: `EEXIST` when there is. NFS and others answer
    /// `EINVAL`, for they cannot; there a file is linked instead.
    public static func renameExclusively(
        _ source: Path,
        to target: Path
    ) throws(SystemError) {
        try call("rename", source, to: target, linux_rename_exclusively)
    }

    /// Gives each of two names what the other one had, at once. NFS and others answer `EINVAL`.
    public static func exchange(_ source: Path, with target: Path) throws(SystemError) {
        try call("exchange", source, to: target, linux_rename_exchange)
    }

    public static func link(_ source: Path, to target: Path) throws(SystemError) {
        try call("link", source, to: target, linux_link)
    }

    public static func symbolicLink(at path: Path, to target: Path) throws(SystemError) {
        try call("make a symbolic link to", target, to: path, linux_symlink)
    }

    /// Where a symbolic link points, as it is written there.
    public static func symbolicLinkTarget(of path: Path) throws(SystemError) -> Path {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        var length = 0
        try call("read the symbolic link", path) {
            length = linux_readlink($0, &buffer, buffer.count)
            return length < 0 ? -1 : 0
        }
        guard let target = Path(bytes: buffer[..<length]) else {
            throw SystemError("read the symbolic link", path, .invalidArgument)
        }
        return target
    }

    public static func removeFile(_ path: Path) throws(SystemError) {
        try call("remove", path, linux_unlink)
    }

    public static func removeEmpty(_ path: Path) throws(SystemError) {
        try call("remove the directory", path, linux_rmdir)
    }

    /// Removes a directory with all that is in it. What is already gone is no error: two may sweep
    /// at once.
    public static func removeTree(_ path: Path) throws(SystemError) {
        // Not by recursion: a tree as deep as a path can say uses up the stack of a thread.
        var waiting = [(path: path, isEmptied: false)]
        while let (directory, isEmptied) = waiting.popLast() {
            try unlessGone { () throws(SystemError) in
                if isEmptied { return try removeEmpty(directory) }
                let directories = try removeFiles(of: directory)
                waiting.append((directory, true))
                waiting += directories.map { ($0, false) }
            }
        }
    }

    /// Gives the directories that are left.
    private static func removeFiles(of directory: Path) throws(SystemError) -> [Path] {
        var directories: [Path] = []
        for entry in try entries(of: directory) {
            let path = directory / entry.name
            try unlessGone { () throws(SystemError) in
                var kind = entry.kind
                if kind == nil { kind = try status(of: path).kind }
                if kind == .directory { directories.append(path) } else { try removeFile(path) }
            }
        }
        return directories
    }

    private static func unlessGone(_ body: () throws(SystemError) -> Void) throws(SystemError) {
        do throws(SystemError) { try body() } catch {
            if error.errno != .noSuchFile { throw error }
        }
    }

    /// Gives what is there the time of now, by the clock of its file server. Permission to write is
    /// enough.
    public static func touch(_ path: Path) throws(SystemError) {
        try call("set the time of", path, linux_touch)
    }

    /// What the path itself is; a symbolic link is not followed.
    public static func status(of path: Path) throws(SystemError) -> FileStatus {
        var status = linux_status()
        try call("examine", path) { linux_lstat($0, &status) }
        return FileStatus(status)
    }

    /// What the path leads to.
    public static func target(of path: Path) throws(SystemError) -> FileStatus {
        var status = linux_status()
        try call("examine", path) { linux_stat($0, &status) }
        return FileStatus(status)
    }

    /// The whole listing; for directories that are known to be small. Others use `DirectoryReader`.
    public static func entries(of path: Path) throws(SystemError) -> [DirectoryEntry] {
        var reader = try DirectoryReader(path)
        var entries: [DirectoryEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    /// The entry as a fresh listing of its directory shows it; nil when it does not.
    public static func entry(at path: Path) throws(SystemError) -> DirectoryEntry? {
        guard let name = path.name else { throw SystemError("list", path, .invalidArgument) }
        var reader = try DirectoryReader(path.parent)
        while let entry = try reader.next() {
            if entry.name == name { return entry }
        }
        return nil
    }

    /// Puts the directory's entries on the disk: without it a rename may be gone after a power cut.
    public static func sync(_ path: Path) throws(SystemError) {
        let directory = try OpenFile(path, for: .read)
        do throws(SystemError) {
            try directory.sync()
        } catch {
            // Some file systems cannot, FUSE among them, and say so by EINVAL; there is nothing to
            // wait for.
            if error.errno != .invalidArgument, error.errno != .notSupported { throw error }
        }
    }

    private static func call(
        _ attempt: String,
        _ path: Path,
        _ body: (UnsafePointer<CChar>) -> Int32
    ) throws(SystemError) {
        _ = try attempting(attempt, path) { () throws(Errno) in
            try path.withCString { cPath throws(Errno) in try systemCall { body(cPath) } }
        }
    }

    private static func call(
        _ attempt: String,
        _ path: Path,
        to target: Path,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
    ) throws(SystemError) {
        _ = try attempting(attempt, path, to: target) { () throws(Errno) in
            try path.withCString { cPath throws(Errno) in
                try target.withCString { cTarget throws(Errno) in
                    try systemCall { body(cPath, cTarget) }
                }
            }
        }
    }
}
