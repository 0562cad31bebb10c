import Model
import Profiles
import Services
import Synchronization

/// Counts what is asked of real folders.
final class CountingDisk: ProfileDisk {
    struct Counts: Equatable {
        var looks = 0
        var reads = 0
        var lists = 0
    }

    private let disk = DirectoryProfileDisk()
    private let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }
    func reset() { state.withLock { $0 = Counts() } }

    func look(at path: Path) -> ProfileLook {
        state.withLock { $0.looks += 1 }
        return disk.look(at: path)
    }

    func read(_ path: Path, limit: Int) -> ProfileContent {
        state.withLock { $0.reads += 1 }
        return disk.read(path, limit: limit)
    }

    func list(_ folder: Path) throws(ProfileTrouble) -> [ProfileEntry]? {
        state.withLock { $0.lists += 1 }
        return try disk.list(folder)
    }

    /// Ten minutes later, so that nothing here was made just now.
    var now: WallTime { WallTime(seconds: disk.now.seconds + 600) }
}
