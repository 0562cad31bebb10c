internal import Model

/// The files of profiles, each looked at once in a scan and read when it changed.
///
/// A time stamp is not fine enough to show every change: two within one of its ticks look like one.
/// So a file that was changed a moment before it was read is read again at the next scan, until it
/// is old enough; the content is compared, and what is the same stays the same.
struct ProfileStore: Sendable {
    /// A person saves once; what changes more often while it is read is still being written.
    static let readsMax = 3
    /// FAT keeps times to two seconds, other file systems finer.
    static let youthMilliseconds: Int64 = 2_000

    enum State: Hashable, Sendable {
        case missing
        case text([UInt8])
        /// Something that is called a profile and is none.
        case wrong(ConfigurationProblem)
    }

    struct File: Sendable {
        var state = State.missing
        /// Changes with the state, and is never given twice.
        var version = 0
        /// What it says of its parent; nil until that was asked for.
        var parent: ProfileExtends??
        var stamp: FileStamp?
        /// When this stamp was seen for the first time, by this host's clock.
        var firstSeen: Int64 = 0
        var isYoung = false
        var scan = 0
    }

    private let disk: any ProfileDisk
    private var files: [Path: File] = [:]
    private var scan = 0
    private var versions = 0
    /// The scan that looked at a file for the first time.
    private var firstScan: Int?

    init(_ disk: any ProfileDisk) { self.disk = disk }

    mutating func begin() { scan += 1 }

    /// Forgets what this scan did not come upon.
    mutating func end() {
        let scan = scan
        files = files.filter { $0.value.scan == scan && $0.value.state != .missing }
    }

    /// Whether it was there when it was last looked at: a listing may leave out what is there while
    /// others rename in the folder.
    func knows(_ path: Path) -> Bool { files[path].map { $0.state != .missing } ?? false }

    var knownCompanions: Set<Path> {
        Set(files.keys.filter { $0.name.map(ProfileNames.isCompanion) ?? false && knows($0) })
    }

    /// - Parameter isListed: the folder's listing shows it.
    mutating func file(_ path: Path, isListed: Bool = false) -> File {
        var file = files[path] ?? File()
        if file.scan != scan {
            file.scan = scan
            look(at: path, &file)
        }
        if isListed, file.state == .missing {
            set(.wrong(ConfigurationProblem(LookupMessages.vanished(path))), &file)
        }
        files[path] = file
        return file
    }

    /// What it says of its parent, read once.
    mutating func parent(
        of path: Path,
        by read: (ProfileSource) -> ProfileExtends?
    ) -> ProfileExtends? {
        guard var file = files[path], case .text(let bytes) = file.state else { return nil }
        if let parent = file.parent { return parent }
        let parent = read(ProfileSource(.file(path), bytes))
        file.parent = .some(parent)
        files[path] = file
        return parent
    }

    private mutating func look(at path: Path, _ file: inout File) {
        firstScan = firstScan ?? scan
        switch disk.look(at: path) {
        case .missing: set(.missing, &file)
        case .folder: set(wrong(LookupMessages.folder(path)), &file)
        case .danglingLink(let target): set(wrong(LookupMessages.dangling(path, target)), &file)
        case .other(let kind): set(wrong(LookupMessages.other(path, kind)), &file)
        case .failed(let trouble): set(wrong(LookupMessages.failed(path, trouble)), &file)
        case .file(let stamp):
            if case .text = file.state, file.stamp == stamp, !file.isYoung { return }
            guard stamp.size <= ProfileReading.bytesMax else {
                return set(wrong(LookupMessages.tooLong(path, stamp.size)), &file)
            }
            read(path, &file)
        }
    }

    private mutating func read(_ path: Path, _ file: inout File) {
        for _ in 0..<ProfileStore.readsMax {
            switch disk.read(path, limit: ProfileReading.bytesMax) {
            case .missing: return set(wrong(LookupMessages.vanished(path)), &file)
            case .tooLong: return set(wrong(LookupMessages.tooLong(path, nil)), &file)
            case .failed(let trouble):
                return set(wrong(LookupMessages.failed(path, trouble)), &file)
            case .bytes(let bytes, let before, let after):
                guard before == after, before.size == UInt64(bytes.count) else { continue }
                return keep(bytes, after, &file)
            }
        }
        set(wrong(LookupMessages.moving(path)), &file)
    }

    private mutating func keep(_ bytes: [UInt8], _ stamp: FileStamp, _ file: inout File) {
        let now = disk.now.milliseconds
        let isFirst = scan == firstScan
        if file.stamp != stamp { (file.stamp, file.firstSeen) = (stamp, now) }
        // The server's clock may be hours off, so a time of its own decides only for what was there
        // before this process; of what changes later the first sight by one's own clock counts.
        let isOldByServer = stamp.modified / 1_000_000 <= now - ProfileStore.youthMilliseconds
        let isOldBySight = file.firstSeen <= now - ProfileStore.youthMilliseconds
        let isYoung = !(isOldBySight || (isOldByServer && isFirst))
        set(.text(bytes), &file)
        (file.stamp, file.isYoung) = (stamp, isYoung)
    }

    private func wrong(_ message: String) -> State { .wrong(ConfigurationProblem(message)) }

    private mutating func set(_ state: State, _ file: inout File) {
        if case .text = state {} else { (file.stamp, file.isYoung) = (nil, false) }
        guard file.state != state || file.version == 0 else { return }
        versions += 1
        (file.state, file.version, file.parent) = (state, versions, nil)
    }
}
