internal import CLinux
public import Model

/// A file that is being made and shows under its name only when it is whole and on the disk.
///
/// It is written under a hidden name in the directory it is meant for, since a rename is atomic
/// within one file system only. Letting go of it without publishing removes it.
public struct StagedFile: ~Copyable {
    public let path: Path
    private var file: OpenFile?
    private var written: UInt64 = 0
    private var isLeftBehind = true

    /// - Parameter permissions: before the umask, as with open(2).
    public init(in directory: Path, permissions: UInt32 = 0o666) throws(SystemError) {
        let path = directory / UniqueName.hidden()
        self.init(try OpenFile.create(path, permissions: permissions))
    }

    private init(_ file: consuming OpenFile) {
        path = file.path
        self.file = consume file
    }

    deinit {
        if isLeftBehind { try? Directory.removeFile(path) }
    }

    public mutating func write(_ bytes: [UInt8]) throws(SystemError) {
        guard file != nil else { preconditionFailure("written after it was published") }
        try file?.write(bytes)
        written += UInt64(bytes.count)
    }

    /// Puts it in the place of `target`, whether or not something is there.
    public consuming func publish(replacing target: Path) throws(SystemError) {
        let identity = try settle()
        try Move.replace(target, with: path, identity)
        isLeftBehind = false
        try Directory.sync(target.parent)
    }

    /// Puts it at `target` unless something is there already, which is then kept: one winner, even
    /// over a network. Needs hard links.
    public consuming func publish(creating target: Path) throws(SystemError) -> MoveOutcome {
        let identity = try settle()
        let outcome = try Move.link(path, identity, to: target)
        // The loser goes on as if it were there for good, too.
        try Directory.sync(target.parent)
        return outcome
    }

    /// Proves the length, forces the content out and closes: a full disk, a quota or a lost server
    /// may show at any of the three and at no other place.
    private mutating func settle() throws(SystemError) -> FileIdentity {
        guard let file = file.take() else { preconditionFailure("published twice") }
        try file.sync()
        let status = try file.status()
        guard status.size == written else {
            throw SystemError("find all \(written) bytes written to", path, .inputOutput)
        }
        try file.close()
        return status.identity
    }
}

extension StagedFile {
    /// Makes `target` hold these bytes, durably: after a power cut it is the old file or the new
    /// one.
    public static func publish(
        _ bytes: [UInt8],
        replacing target: Path,
        permissions: UInt32 = 0o666
    ) throws(SystemError) {
        var staged = try StagedFile(in: target.parent, permissions: permissions)
        try staged.write(bytes)
        try staged.publish(replacing: target)
    }

    /// Makes `target` with these bytes unless it is there already.
    public static func publish(
        _ bytes: [UInt8],
        creating target: Path,
        permissions: UInt32 = 0o666
    ) throws(SystemError) -> MoveOutcome {
        var staged = try StagedFile(in: target.parent, permissions: permissions)
        try staged.write(bytes)
        return try staged.publish(creating: target)
    }
}
