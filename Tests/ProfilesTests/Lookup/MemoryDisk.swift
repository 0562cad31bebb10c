import Model
import Profiles
import Synchronization

/// Folders and profiles in memory, with a count of everything that is asked.
final class MemoryDisk: ProfileDisk {
    enum Node: Sendable {
        case file([UInt8], FileStamp)
        case folder
        case link(Path)
        case other(String)
        case failed(ProfileTrouble)
        /// Changes at every look into it.
        case moving
    }

    struct Counts: Equatable {
        var looks = 0
        var reads = 0
        var lists = 0
    }

    private struct State {
        var nodes: [Path: Node] = [:]
        var unlisted: Set<Path> = []
        var counts = Counts()
        var milliseconds: Int64 = 1_000_000
        var inodes: UInt64 = 0
    }

    private let state = Mutex(State())

    init(_ files: [String: String] = [:]) {
        for (path, text) in files { write(Path(path), text) }
    }

    var counts: Counts { state.withLock { $0.counts } }
    func restore(_ counts: Counts) { state.withLock { $0.counts = counts } }
    func resetCounts() { state.withLock { $0.counts = Counts() } }
    func pass(milliseconds: Int64) { state.withLock { $0.milliseconds += milliseconds } }

    func write(_ path: Path, _ text: String) { write(path, Array(text.utf8)) }

    /// A new file, an hour old unless said otherwise.
    func write(_ path: Path, _ bytes: [UInt8], age: Int64 = 3_600_000) {
        state.withLock {
            $0.inodes += 1
            let time = ($0.milliseconds - age) * 1_000_000
            let stamp = FileStamp(
                device: 1,
                inode: $0.inodes,
                size: UInt64(bytes.count),
                modified: time,
                changed: time
            )
            $0.nodes[path] = .file(bytes, stamp)
        }
    }

    /// Another content of the same length under the same stamp.
    func writeWithinTick(_ path: Path, _ text: String) {
        state.withLock {
            guard case .file(let old, let stamp) = $0.nodes[path] else { return }
            precondition(old.count == text.utf8.count, "the stamp has the length in it")
            $0.nodes[path] = .file(Array(text.utf8), stamp)
        }
    }

    func put(_ path: Path, _ node: Node) { state.withLock { $0.nodes[path] = node } }
    func remove(_ path: Path) { state.withLock { $0.nodes[path] = nil } }
    /// Left out by listings.
    func hide(_ path: Path) { state.withLock { _ = $0.unlisted.insert(path) } }

    private static func time(_ milliseconds: Int64) -> WallTime {
        WallTime(
            seconds: milliseconds / 1_000,
            nanoseconds: Int32(milliseconds % 1_000) * 1_000_000
        )
    }

    // MARK: The disk

    var now: WallTime { state.withLock { MemoryDisk.time($0.milliseconds) } }

    func look(at path: Path) -> ProfileLook {
        state.withLock { state in
            state.counts.looks += 1
            switch state.nodes[path] {
            case .file(_, let stamp): return .file(stamp)
            case .folder: return .folder
            case .link(let target): return .danglingLink(target)
            case .other(let kind): return .other(kind)
            case .failed(let trouble): return .failed(trouble)
            case .moving: return .file(MemoryDisk.movingStamp(&state))
            case nil:
                return state.nodes.keys.contains { $0.relative(to: path) != nil }
                    ? .folder : .missing
            }
        }
    }

    func read(_ path: Path, limit: Int) -> ProfileContent {
        state.withLock { state in
            state.counts.reads += 1
            switch state.nodes[path] {
            case .file(let bytes, let stamp): return .bytes(bytes, before: stamp, after: stamp)
            case .moving:
                let before = MemoryDisk.movingStamp(&state)
                return .bytes([0x23], before: before, after: MemoryDisk.movingStamp(&state))
            default: return .missing
            }
        }
    }

    private static func movingStamp(_ state: inout State) -> FileStamp {
        state.inodes += 1
        let time = state.milliseconds * 1_000_000
        return FileStamp(
            device: 1,
            inode: 1,
            size: 1,
            modified: time,
            changed: Int64(state.inodes)
        )
    }

    func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]? {
        let (nodes, unlisted) = state.withLock { state in
            state.counts.lists += 1
            return (state.nodes, state.unlisted)
        }
        if case .failed(let trouble) = nodes[folder] { throw trouble }
        var kinds: [FileName: ProfileEntry.Kind] = [:]
        for (path, node) in nodes where !unlisted.contains(path) {
            guard let rest = path.relative(to: folder) else { continue }
            let parts = rest.bytes.split(separator: UInt8(ascii: "/"))
            guard let name = FileName(bytes: parts[0]) else { continue }
            if parts.count > 1 { kinds[name] = .folder } else { kinds[name] = kind(of: node) }
        }
        if kinds.isEmpty, case .folder = nodes[folder] { return [] }
        return kinds.isEmpty ? nil : kinds.map { ProfileEntry($0.key, $0.value) }
    }

    private func kind(of node: Node) -> ProfileEntry.Kind {
        switch node {
        case .file, .moving: .file
        case .folder, .failed: .folder
        case .link: .link
        case .other: .other
        }
    }

    /// As a scanner hands it in.
    func listing(_ folder: Path) -> FolderListing {
        let names = (try? list(folder))?.map(\.name) ?? []
        state.withLock { $0.counts.lists -= 1 }
        return FolderListing(names)
    }
}

extension ProfileCatalogue {
    /// Over a tree with its input in `/in` and its profiles in `/pr`.
    init(_ disk: MemoryDisk, numbers: NumberedFolders = .auto) {
        self.init(
            ProfilePlaces(input: "/in", profiles: "/pr", shipped: TestProfiles.shipped),
            disk: disk,
            numbers: numbers
        )
    }

    /// The chain of a film's profile, the root first.
    mutating func chain(_ film: Path) -> [String] {
        profile(forFilm: film).resolved.chain.map { "\($0.path)" }
    }

    /// What is wrong with it, as it is printed.
    mutating func error(_ film: Path) -> String? {
        profile(forFilm: film).resolved.error.map { "\($0)" }
    }
}

enum TestProfiles {
    static let shipped = [
        ProfileSource(.builtin("default"), Array("name = default\n".utf8)),
        ProfileSource(.builtin("hevc-10bit"), Array("name = hevc-10bit\n".utf8)),
    ]
}
