public import Model
public import Profiles
private import Synchronization

/// Counts what is asked of folders.
public final class CountingDisk: ProfileDisk {
    public struct Counts: Hashable, Sendable, CustomStringConvertible {
        public var looks = 0
        public var reads = 0
        public var lists = 0

        public init(looks: Int = 0, reads: Int = 0, lists: Int = 0) {
            (self.looks, self.reads, self.lists) = (looks, reads, lists)
        }

        public var description: String { "\(looks) files looked at, \(reads) read" }
    }

    private let disk: any ProfileDisk
    private let secondsAhead: Int64
    private let state = Mutex(Counts())

    /// - Parameter secondsAhead: how much later it is taken to be, so that what was made just now
    ///   is old.
    public init(_ disk: any ProfileDisk, secondsAhead: Int64 = 0) {
        self.disk = disk
        self.secondsAhead = secondsAhead
    }

    public var counts: Counts { state.withLock { $0 } }
    public func reset() { state.withLock { $0 = Counts() } }

    public func look(at path: Path) -> ProfileLook {
        state.withLock { $0.looks += 1 }
        return disk.look(at: path)
    }

    public func read(_ path: Path, limit: Int) -> ProfileContent {
        state.withLock { $0.reads += 1 }
        return disk.read(path, limit: limit)
    }

    public func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]? {
        state.withLock { $0.lists += 1 }
        return try disk.list(folder)
    }

    public var now: WallTime { WallTime(seconds: disk.now.seconds + secondsAhead) }
}
