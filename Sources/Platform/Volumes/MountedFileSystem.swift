internal import CLinux
public import Model

/// The file system a path is on, as it is mounted there.
public struct MountedFileSystem: Hashable, Sendable {
    public let kind: FileSystemKind
    /// As in mountinfo, for example `nfs4` or `fuse.sshfs`; nil where the kernel does not say.
    public let typeName: String?
    /// A device, or a server and what it exports, as bytes.
    public let source: [UInt8]
    public let mountPoint: Path?
    public let options: MountOptions
    /// Those of the file system itself, the same wherever it is mounted.
    public let fileSystemOptions: MountOptions
    public let space: VolumeSpace
    public let nameBytesMax: Int

    /// Examines what the path leads to. On a server that does not answer, this does not return.
    public init(of path: Path) throws(SystemError) {
        let descriptor = try MountedFileSystem.open(path)
        let raw = descriptor.raw
        var volume = linux_volume()
        let device = try attempting("examine the file system of", path) { () throws(Errno) in
            _ = try systemCall { linux_fstatfs(raw, &volume) }
            return try descriptor.status().identity.device
        }
        self.init(volume, MountedFileSystem.mount(of: raw, device))
    }

    init(_ volume: linux_volume, _ mount: Mount?) {
        kind = FileSystemKind(magic: volume.magic, typeName: mount?.typeName)
        typeName = mount?.typeName
        source = mount?.source ?? []
        mountPoint = mount?.point
        options = mount?.options ?? MountOptions([])
        fileSystemOptions = mount?.fileSystemOptions ?? MountOptions([])
        space = VolumeSpace(volume)
        nameBytesMax = Int(clamping: volume.name_bytes_max)
    }

    /// Whether other hosts may have the same files.
    public var isNetwork: Bool { FileSystemReach(kind, typeName: typeName) == .network }

    /// Whether inotify(7) tells of every change, whoever makes it. It does not where another host,
    /// or anybody behind a layered file system, changes files without this kernel's knowledge. Of
    /// an overlay it is true for what happens through the overlay, which is all that may happen to
    /// it.
    public var reportsEveryChange: Bool { FileSystemReach(kind, typeName: typeName) == .local }

    public var isReadOnly: Bool { options.contains("ro") || fileSystemOptions.contains("ro") }

    /// For NFS, for example `4.2` or `3`.
    public var nfsVersion: String? {
        guard kind == .nfs else { return nil }
        return fileSystemOptions.value(of: "vers") ?? (typeName == "nfs4" ? "4" : nil)
    }

    /// For NFS and SMB: what happens to a call when the server does not answer.
    public var answerToSilence: AnswerToSilence? {
        guard kind == .nfs || kind == .smb else { return nil }
        if fileSystemOptions.contains("hard") { return .waits }
        let isSoft = fileSystemOptions.contains("soft") || fileSystemOptions.contains("softerr")
        return isSoft ? .fails : nil
    }

    public enum AnswerToSilence: Hashable, Sendable {
        /// Mounted `hard`: the call waits for the server, for as long as it takes.
        case waits
        /// Mounted `soft` or `softerr`: the call fails after a while, and nfs(5) warns that data
        /// can be corrupted without notice.
        case fails
    }
}

// MARK: - Asking the kernel

extension MountedFileSystem {
    /// Opening a directory has an automounter mount what belongs there; a path opened as a place
    /// does not, but that works for files of every kind and without the right to read.
    private static func open(_ path: Path) throws(SystemError) -> Descriptor {
        let raw = try attempting("open", path) { () throws(Errno) in
            try path.withCString { cPath throws(Errno) in
                do throws(Errno) {
                    return try systemCall { linux_open(cPath, O_RDONLY | O_DIRECTORY, 0) }
                } catch {
                    guard error == .accessDenied || error == .notADirectory else { throw error }
                    return try systemCall { linux_open_place(cPath) }
                }
            }
        }
        return Descriptor(owning: raw)
    }

    /// By the number of the mount, which the kernel keeps with the descriptor. A path says too
    /// little: a file system can be mounted over another one, or over a part of it.
    private static func mount(of raw: Int32, _ device: UInt64) -> Mount? {
        guard let table = currentTable() else { return nil }
        if let id = mountID(of: raw) {
            // What was mounted between the two readings shows in the second.
            if let mount = table.mount(id: id) ?? currentTable()?.mount(id: id) { return mount }
        }
        guard let path = target(of: raw) else { return nil }
        return table.mount(above: path, device: device)
    }

    /// Of this thread: a thread can have its own mounts.
    private static func currentTable() -> MountTable? {
        let text = try? OpenFile("/proc/thread-self/mountinfo", for: .read)
            .readAll(limit: tableBytesMax)
        return text.map(MountTable.init)
    }

    private static func mountID(of raw: Int32) -> Int? {
        let path = Path("/proc/self/fdinfo/\(raw)")
        let text = try? OpenFile(path, for: .read).readAll(limit: 65_536)
        return text.flatMap(mountID)
    }

    static func mountID(inDescriptorInformation text: [UInt8]) -> Int? {
        let key = Array("mnt_id:".utf8)
        let line = text.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: key) }
        let digits = line?.dropFirst(key.count).drop { $0 == 9 || $0 == 32 }
        return digits.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    private static func target(of raw: Int32) -> Path? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let path = Path("/proc/self/fd/\(raw)")
        let count = try? path.withCString { cPath throws(Errno) in
            try systemCall { linux_readlink(cPath, &buffer, buffer.count) }
        }
        return count.flatMap { Path(bytes: buffer[..<$0]) }
    }

    /// A host with containers has thousands of mounts, of some hundred bytes each.
    private static let tableBytesMax = 64 << 20
}
