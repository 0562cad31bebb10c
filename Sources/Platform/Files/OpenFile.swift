internal import CLinux
public import Model

/// An open file that remembers its path for what it has to say when something fails.
public struct OpenFile: ~Copyable, Sendable {
    public let path: Path
    public let descriptor: Descriptor

    public enum Mode: Sendable {
        case read
        /// Opens a regular file, for what lies in folders that anybody may write to: a FIFO there
        /// would hold the opening back for ever, and a device may do anything. `EINVAL` for those.
        case readRegular
        /// Opens an existing file to be rewritten in place.
        case update
        /// Opens for adding at the end; made when missing. One writer only: on a network file
        /// system two of them overwrite each other.
        case append
    }

    public init(_ path: Path, for mode: Mode, permissions: UInt32 = 0o666) throws(SystemError) {
        switch mode {
        case .read: self = try OpenFile(opening: path, O_RDONLY, 0, "open")
        case .readRegular: self = try OpenFile.openRegular(path)
        case .update: self = try OpenFile(opening: path, O_RDWR, 0, "open")
        case .append:
            self = try OpenFile(
                opening: path,
                O_WRONLY | O_APPEND | O_CREAT,
                permissions,
                "open"
            )
        }
    }

    /// Makes a file that must not be there yet; `EEXIST` when it is.
    public static func create(
        _ path: Path,
        permissions: UInt32 = 0o666
    ) throws(SystemError) -> OpenFile {
        try OpenFile(opening: path, O_RDWR | O_CREAT | O_EXCL, permissions, "create")
    }

    private static func openRegular(_ path: Path) throws(SystemError) -> OpenFile {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile(opening: path, O_RDONLY | O_NONBLOCK, 0, "open")
        } catch {
            // A regular file whose lease another process holds: waiting for it ends, see fcntl(2).
            guard error.errno == .wouldBlock else { throw error }
            return try OpenFile(opening: path, O_RDONLY, 0, "open")
        }
        guard try file.status().kind == .regular else {
            throw SystemError("open as a regular file", path, .invalidArgument)
        }
        return file
    }

    private init(
        opening path: Path,
        _ flags: Int32,
        _ permissions: UInt32,
        _ attempt: String
    ) throws(SystemError) {
        let raw = try attempting(attempt, path) { () throws(Errno) in
            try path.withCString { cPath throws(Errno) in
                try systemCall { linux_open(cPath, flags, permissions) }
            }
        }
        self.path = path
        self.descriptor = Descriptor(owning: raw)
    }

    /// The whole content; `EFBIG` when there is more than `limit`, since what a person can put into
    /// a folder can be of any size.
    public borrowing func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try read(into: &chunk)
            if count == 0 { return content }
            guard content.count + count <= limit else {
                throw SystemError("read all of", path, .fileTooLarge)
            }
            content += chunk[..<count]
        }
    }

    public borrowing func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        let raw = descriptor.raw
        let outcome = buffer.withUnsafeMutableBytes { bytes -> Result<Int, Errno> in
            do throws(Errno) {
                return .success(try systemCall { linux_read(raw, bytes.baseAddress, bytes.count) })
            } catch {
                return .failure(error)
            }
        }
        return try attempting("read", path) { () throws(Errno) in try outcome.get() }
    }

    public borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
        try attempting("write", path) { () throws(Errno) in try descriptor.write(bytes) }
    }

    public borrowing func write(_ bytes: [UInt8], at offset: Int64) throws(SystemError) {
        try attempting("write", path) { () throws(Errno) in try descriptor.write(bytes, at: offset)
        }
    }

    /// What lies from `offset` on, less than `count` only where the file ends.
    public borrowing func read(
        atMost count: Int,
        at offset: UInt64
    ) throws(SystemError) -> [UInt8] {
        try attempting("read", path) { () throws(Errno) in
            try descriptor.read(atMost: count, at: Int64(clamping: offset))
        }
    }

    /// The time of modification; that of change moves to now with it.
    public borrowing func setModified(_ time: FileTime) throws(SystemError) {
        let raw = descriptor.raw
        try attempting("set the time of", path) { () throws(Errno) in
            _ = try systemCall { linux_set_modified(raw, time.seconds, time.nanoseconds) }
        }
    }

    public borrowing func truncate(to length: UInt64) throws(SystemError) {
        try attempting("set the length of", path) { () throws(Errno) in
            try descriptor.truncate(to: Int64(clamping: length))
        }
    }

    public borrowing func sync() throws(SystemError) {
        try attempting("write to the disk", path) { () throws(Errno) in try descriptor.sync() }
    }

    public borrowing func status() throws(SystemError) -> FileStatus {
        try attempting("examine", path) { () throws(Errno) in try descriptor.status() }
    }

    public consuming func close() throws(SystemError) {
        let path = path
        do throws(Errno) { try descriptor.close() } catch {
            throw SystemError("close", path, error)
        }
    }
}
