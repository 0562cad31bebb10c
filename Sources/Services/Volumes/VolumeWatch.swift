public import Model
public import Platform
private import Synchronization

/// Asks the volumes of the folders again and again whether they are there, each on a thread of its
/// own: one that hangs holds up nobody but its thread.
public final class VolumeWatch: Sendable {
    public typealias Look = @Sendable (Path) throws(SystemError) -> VolumeSpace

    private let folders: [WatchedFolder]
    private let stop = StopSign()

    /// - Parameter interval: From the end of a look to the next one.
    public init(
        _ folders: [(name: String, path: Path)],
        every interval: Duration = .seconds(10),
        _ look: @escaping Look = VolumeWatch.space
    ) throws(SystemError) {
        var watched: [WatchedFolder] = []
        for (name, path) in folders {
            let folder = WatchedFolder(name, path)
            watched.append(folder)
            let stop = stop
            // Never joined: a look at a volume that hangs does not return.
            _ = try NamedThread("watch \(name)") {
                while !stop.isSet {
                    // What is away may be back at any moment.
                    let isWell = folder.examine(look)
                    stop.wait(upTo: isWell ? interval : min(interval, .seconds(1)))
                }
            }
        }
        self.folders = watched
    }

    deinit { stop.set() }

    public func end() { stop.set() }

    /// From memory alone.
    public var readings: [VolumeReading] { folders.map { $0.reading(at: .now) } }

    public static let space: Look = { (path) throws(SystemError) in
        try MountedFileSystem(of: path).space
    }
}

/// One folder, and what the last look at it came to.
private final class WatchedFolder: Sendable {
    private struct State {
        var space: VolumeSpace?
        var trouble: String?
        /// Of the look that has not come back.
        var began: MonotonicTime?
        /// Of the last one that did, or of the first one's begin.
        var answered: MonotonicTime = .now
        var isKnown = false
    }

    private let name: String
    private let path: Path
    private let state = Mutex(State())

    init(_ name: String, _ path: Path) { (self.name, self.path) = (name, path) }

    /// - Returns: Whether it went well.
    func examine(_ look: VolumeWatch.Look) -> Bool {
        state.withLock { $0.began = .now }
        let result = Result { () throws(SystemError) in try look(path) }
        return state.withLock { state in
            state.began = nil
            state.answered = .now
            state.isKnown = true
            switch result {
            case .success(let space): (state.space, state.trouble) = (space, nil)
            // Without its path: whoever asks may be anybody.
            case .failure(let error): state.trouble = "\(error.errno)"
            }
            return state.trouble == nil
        }
    }

    func reading(at now: MonotonicTime) -> VolumeReading {
        let state = state.withLock(\.self)
        let hangs = state.began.map { now - $0 > WatchedFolder.patience } ?? false
        let silence = max(.zero, now - state.answered)
        return VolumeReading(
            name: name,
            totalBytes: state.space?.totalBytes,
            freeBytes: state.space?.availableBytes,
            secondsSilent: silence.inSeconds,
            trouble: state.trouble,
            isAnswering: state.isKnown && !hangs && state.trouble == nil
        )
    }

    /// What a network and a disk that spins up take.
    private static let patience = Duration.seconds(5)
}
