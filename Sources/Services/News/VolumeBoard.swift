internal import Model
internal import Platform
private import Synchronization

/// What was last seen of the volumes. Looking blocks where one does not answer, so it has a thread
/// of its own; what was seen is told at once.
public final class VolumeBoard: Sendable {
    private struct Content {
        var rooms: [VolumeRoom] = []
        var looked = MonotonicTime.now
    }

    private let folders: MediaFolders
    private let content = Mutex(Content())

    public init(_ folders: MediaFolders) { self.folders = folders }

    /// As they were a few seconds ago; where looking does not come back they do not answer.
    public var rooms: [VolumeRoom] {
        let (rooms, looked) = content.withLock { ($0.rooms, $0.looked) }
        guard MonotonicTime.now - looked > VolumeBoard.patience else { return rooms }
        return rooms.map { room in
            var silent = room
            silent.isAnswering = false
            return silent
        }
    }

    /// Blocks until the sign is set.
    public func run(until stop: StopSign) {
        repeat { look() } while !stop.wait(upTo: VolumeBoard.pause)
    }

    func look() {
        let all = [("input", folders.input), ("output", folders.output), ("spool", folders.spool)]
        let rooms = all.map { name, path in
            let space = (try? MountedFileSystem(of: path))?.space
            return VolumeRoom(
                name: name,
                totalBytes: space?.totalBytes,
                freeBytes: space?.availableBytes,
                isAnswering: space != nil
            )
        }
        content.withLock { $0 = Content(rooms: rooms) }
    }

    private static let pause = Duration.seconds(10)
    private static let patience = Duration.seconds(30)
}
