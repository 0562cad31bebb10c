public import Model

/// Watches a folder and everything below it, and says where to look. Used from one thread, which it
/// blocks; only its `WakeUp` is for others.
///
/// Changes that another host makes on a network file system are not seen; see
/// `MountedFileSystem.reportsEveryChange`. Whatever goes wrong ends in a hint to scan everything
/// or in a gap of `coverage`, never in silence.
public struct FolderWatch: ~Copyable, Sendable {
    public let folder: Path
    private let wakeUp: WakeUp
    private let shouldWatch: @Sendable (Path) -> Bool
    private let directoriesMax: Int

    private var instance: InotifyInstance?
    private var tree: WatchTree
    private var gaps = WatchGaps()
    /// Directories that have yet to be given a watch; the last one comes next.
    private var pending: [WatchPlace] = [.top]
    /// Why the watch is being built anew; empty when it is not.
    private var rebuildReasons: Set<RescanReason> = [.started]
    private var hints = WatchHints()
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Watches nothing yet: the first waits set the watch up and end in a hint to scan everything.
    ///
    /// - Parameters:
    ///   - folder: May be missing or a symbolic link; it is looked for again with each wait.
    ///   - shouldWatch: Whether to watch a directory below the folder, and all that is below it.
    public init(
        _ folder: Path,
        wakeUp: WakeUp,
        shouldWatch: @escaping @Sendable (Path) -> Bool = { _ in true }
    ) {
        self.init(folder, wakeUp, WatchHints.directoriesMax, shouldWatch)
    }

    init(
        _ folder: Path,
        _ wakeUp: WakeUp,
        _ directoriesMax: Int,
        _ shouldWatch: @escaping @Sendable (Path) -> Bool
    ) {
        self.folder = folder
        self.wakeUp = wakeUp
        self.shouldWatch = shouldWatch
        self.directoriesMax = directoriesMax
        tree = WatchTree(top: folder)
    }

    /// Waits until there is something to say, at most so long. When the time is over, or the
    /// `WakeUp` ends the wait, the hints are those that had come by then, if any.
    public mutating func wait(upTo limit: Duration) throws(SystemError) -> WatchHints {
        let deadline = Deadline(after: limit)
        openInstance()
        checkFolder()
        while true {
            if wakeUp.consume() {
                hints.wasWoken = true
                return takeHints()
            }
            coverNext()
            try readEvents()
            if pending.isEmpty {
                finishRebuild()
                if hints != WatchHints() { return takeHints() }
            }
            if deadline.isOver { return takeHints() }
            if pending.isEmpty { try block(until: deadline) }
        }
    }

    /// Looks for every directory anew, then asks for a scan. For those who found gaps in
    /// `coverage` and want to know whether they can be closed by now.
    public mutating func startAgain() { rebuild(.started) }

    /// How much of the folder is watched.
    public var coverage: WatchCoverage {
        WatchCoverage(
            folder: folder,
            watchedDirectories: tree.count,
            isSettingUp: !pending.isEmpty,
            gaps: gaps.sorted,
            gapsCount: gaps.count,
            limits: .current()
        )
    }

    private mutating func takeHints() -> WatchHints {
        defer { hints = WatchHints() }
        return hints
    }
}

// MARK: - Waiting and reading

extension FolderWatch {
    private func block(until deadline: Deadline) throws(SystemError) {
        let descriptors = [instance?.descriptor.raw ?? -1, wakeUp.descriptor.raw]
        _ = try attempting("wait for changes below", folder) { () throws(Errno) in
            try Readiness.wait(for: descriptors, until: deadline)
        }
    }

    private mutating func readEvents() throws(SystemError) {
        let batch: WatchEventBatch?
        do throws(Errno) {
            batch = try instance?.read(into: &buffer)
        } catch {
            throw SystemError("read the changes below", folder, error)
        }
        guard let batch else { return tree.queueIsEmpty() }
        for event in batch.events {
            for action in tree.apply(event) { perform(action) }
        }
        if batch.isCutShort { rebuild(.unknownEvent) }
    }

    private mutating func perform(_ action: WatchAction) {
        switch action {
        case .cover(let place): pending.append(place)
        case .unwatch(let watch): instance?.end(watch)
        case .look(let directory): hints.look(at: directory, limit: directoriesMax)
        case .gone(let directory): gaps.remove(directory)
        case .rebuild(let reason): rebuild(reason)
        }
    }
}

// MARK: - Covering directories

extension FolderWatch {
    private mutating func openInstance() {
        guard instance == nil else { return }
        do throws(Errno) {
            instance = try InotifyInstance()
            startAgain()
        } catch {
            let isLimit = error == .tooManyOpenFilesHere || error == .tooManyOpenFiles
            miss(folder, isLimit ? .instanceLimit(error) : .error(error))
        }
    }

    /// Whether the folder's path still leads to the directory that is watched: another one may
    /// have been made or mounted there, and the kernel tells nobody of a mount.
    private mutating func checkFolder() {
        guard pending.isEmpty, instance != nil else { return }
        do throws(Errno) {
            let watch = try instance?.watch(folder, followingLink: true)
            if watch != tree.topWatch { rebuild(.folderReplaced) }
        } catch {
            if tree.topWatch != nil { rebuild(.folderReplaced) }
        }
    }

    private mutating func rebuild(_ reason: RescanReason) {
        rebuildReasons.insert(reason)
        tree.reset()
        pending = [.top]
    }

    private mutating func finishRebuild() {
        guard !rebuildReasons.isEmpty else { return }
        for watch in tree.sweep() { instance?.end(watch) }
        for reason in rebuildReasons { hints.rescan(reason) }
        rebuildReasons = []
    }

    /// Puts a watch on one directory and then lists it, in this order: what is made in it before
    /// the watch is in the listing, and what is made after it is told of.
    private mutating func coverNext() {
        guard instance != nil else { return pending = [] }
        guard let place = pending.popLast(), let path = tree.path(of: place) else { return }
        if place == .top { gaps.removeAll() } else if !shouldWatch(path) { return }
        do throws(Errno) {
            guard let watch = try instance?.watch(path, followingLink: place == .top) else {
                return
            }
            let (attachment, ended) = tree.attach(watch, at: place)
            for watch in ended { instance?.end(watch) }
            if attachment == .new { list(path, watch) }
        } catch {
            for watch in tree.forget(place) { instance?.end(watch) }
            let isGone = error == .noSuchFile || error == .notADirectory
            if isGone, place != .top {
                gaps.remove(path)
            } else {
                miss(path, error == .noSpace ? .watchLimit : .error(error))
            }
        }
    }

    private mutating func list(_ path: Path, _ watch: Int32) {
        gaps.remove(path)
        do throws(SystemError) {
            var reader = try DirectoryReader(path)
            while let entry = try reader.next() {
                // A kind that the file system does not say is found out by trying.
                guard entry.kind == .directory || entry.kind == nil else { continue }
                pending.append(.below(watch, entry.name))
            }
            tree.setListed(watch)
        } catch {
            if error.errno != .noSuchFile { miss(path, .error(error.errno)) }
        }
        // During a rebuild everything will be looked at anyway.
        if rebuildReasons.isEmpty { hints.look(at: path, limit: directoriesMax) }
    }

    private mutating func miss(_ path: Path, _ cause: WatchGap.Cause) {
        guard gaps.add(path, cause) else { return }
        if rebuildReasons.isEmpty {
            hints.rescan(.notCovered)
        } else {
            rebuildReasons.insert(.notCovered)
        }
    }
}
