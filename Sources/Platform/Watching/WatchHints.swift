public import Model

/// What a watch has to say. It is a hint of where to look, never news of what is there: the
/// listing is the truth, and a scan of everything at a calm pace finds what no hint told of.
public struct WatchHints: Hashable, Sendable {
    /// Directories something happened in. Each is to be listed by itself; those below it that are
    /// to be looked at are named too. One may be gone by now.
    public internal(set) var directories: Set<Path> = []

    /// Why everything has to be looked at again; empty when that is not needed.
    public internal(set) var rescanReasons: Set<RescanReason> = []

    /// Whether the wait was ended by its `WakeUp`.
    public internal(set) var wasWoken = false

    public var needsRescan: Bool { !rescanReasons.isEmpty }

    /// How many directories are named one by one. A scan of everything is the quicker way from
    /// there on, and the set stays small whatever happens on the disk.
    static let directoriesMax = 4_096

    mutating func look(at directory: Path, limit: Int) {
        guard rescanReasons.isEmpty, !directories.contains(directory) else { return }
        guard directories.count < limit else { return rescan(.tooManyChanges) }
        directories.insert(directory)
    }

    mutating func rescan(_ reason: RescanReason) {
        directories = []
        rescanReasons.insert(reason)
    }
}

/// Why a watch asks for a scan of everything.
public enum RescanReason: Hashable, Sendable {
    /// The watch is complete from now on; what was there before it has to be looked for.
    case started
    /// More happened than the kernel keeps for us, and some of it is lost.
    case queueOverflow
    /// More directories changed than are named one by one.
    case tooManyChanges
    /// The file system was unmounted.
    case unmounted
    /// The kernel gave up a watch that nobody asked it to.
    case watchLost
    /// The kernel told of a watch that we do not know, or in a form that we do not understand.
    case unknownEvent
    /// The watched folder itself is gone, or another one is at its path.
    case folderReplaced
    /// Some directories cannot be watched: see `FolderWatch.coverage`.
    case notCovered
}
