internal import Model

/// Where a watched directory is: by its parent's watch, so that nothing has to be rewritten below a
/// directory that moves.
enum WatchPlace: Hashable, Sendable {
    case top
    case below(Int32, FileName)
}

/// What is to be done about an event.
enum WatchAction: Hashable, Sendable {
    /// Put a watch on the directory, then list it.
    case cover(WatchPlace)
    case unwatch(Int32)
    case look(Path)
    /// The directory is no longer there, so it need not be covered.
    case gone(Path)
    /// Begin again from the top, then ask for a scan of everything.
    case rebuild(RescanReason)
}

/// Which watch stands for which directory, and what an event means for that. A value: it makes no
/// system call.
///
/// Renames are never paired. The kernel goes on watching a directory that was moved, and its
/// events would come under the old path; so leaving a name ends the watches below it, and arriving
/// at a name is a new directory. inotify(7) calls pairing "inherently racy".
struct WatchTree: Sendable {
    let top: Path
    private(set) var topWatch: Int32?
    private var nodes: [Int32: Node] = [:]
    /// Watches from before a rebuild that were not met again so far.
    private var stale: Set<Int32> = []
    /// Watches that were ended here and whose last events have yet to be read.
    private var retired: Set<Int32> = []
    private var mayHaveLostEvents = false

    private struct Node: Sendable {
        var place: WatchPlace
        var children: [FileName: Int32] = [:]
        var isListed = false
    }

    init(top: Path) { self.top = top }

    var count: Int { nodes.count }
    /// For tests: what is kept besides the watches themselves.
    var remembered: Int { stale.count + retired.count }

    func path(of place: WatchPlace) -> Path? {
        var names: [FileName] = []
        var place = place
        while case .below(let parent, let name) = place {
            guard let node = nodes[parent] else { return nil }
            names.append(name)
            place = node.place
        }
        return names.reversed().reduce(top, /)
    }

    func path(of watch: Int32) -> Path? { nodes[watch].flatMap { path(of: $0.place) } }
}

// MARK: - Watches that come and go

extension WatchTree {
    enum Attachment: Hashable, Sendable {
        /// It has to be listed: what is in it may have come before the watch.
        case new
        /// It was watched before it was listed, here, so nothing can be missing.
        case known
        /// The directory is one of its own parents, by a bind mount; it is watched under that name.
        case loop
    }

    /// Takes note of the watch the kernel gave for a place, and names those that are to end for
    /// it. The kernel gives the watch it has when it watches the directory already, under whatever
    /// name.
    mutating func attach(_ watch: Int32, at place: WatchPlace) -> (Attachment, unwatch: [Int32]) {
        if let node = nodes[watch] {
            if node.place == place { return (node.isListed ? .known : .new, []) }
            if isSameOrAbove(watch, place) { return (.loop, []) }
            unlink(node.place)
        }
        let displaced = forget(place)
        stale.remove(watch)
        nodes[watch, default: Node(place: place)].place = place
        nodes[watch]?.isListed = false
        switch place {
        case .top: topWatch = watch
        case .below(let parent, let name): nodes[parent]?.children[name] = watch
        }
        return (.new, displaced)
    }

    mutating func setListed(_ watch: Int32) { nodes[watch]?.isListed = true }

    /// Drops what is at a place and below it, and names the watches that are to end.
    mutating func forget(_ place: WatchPlace) -> [Int32] {
        guard let first = unlink(place) else { return [] }
        var ended = [first]
        var next = 0
        while next < ended.count {
            if let node = nodes.removeValue(forKey: ended[next]) { ended += node.children.values }
            next += 1
        }
        retired.formUnion(ended)
        return ended
    }

    /// Forgets which watch is where. The watches stay until `sweep`, so that nothing goes unseen
    /// meanwhile.
    mutating func reset() {
        stale.formUnion(nodes.keys)
        nodes = [:]
        topWatch = nil
    }

    /// The watches that no directory was found for since `reset`; they are to end.
    mutating func sweep() -> [Int32] {
        defer { stale = [] }
        retired.formUnion(stale)
        return Array(stale)
    }

    /// There was nothing more to read. After an overflow the ends of retired watches may be among
    /// what was lost, so they are not waited for.
    mutating func queueIsEmpty() {
        guard mayHaveLostEvents else { return }
        mayHaveLostEvents = false
        retired = []
    }

    /// Takes the node out of its parent; it is itself kept.
    @discardableResult
    private mutating func unlink(_ place: WatchPlace) -> Int32? {
        switch place {
        case .top:
            defer { topWatch = nil }
            return topWatch
        case .below(let parent, let name):
            return nodes[parent]?.children.removeValue(forKey: name)
        }
    }

    private func isSameOrAbove(_ watch: Int32, _ place: WatchPlace) -> Bool {
        var place = place
        while case .below(let parent, _) = place {
            if parent == watch { return true }
            guard let node = nodes[parent] else { return false }
            place = node.place
        }
        return false
    }
}

// MARK: - What an event means

extension WatchTree {
    mutating func apply(_ event: WatchEvent) -> [WatchAction] {
        if event.kinds.contains(.queueOverflow) {
            mayHaveLostEvents = true
            return [.rebuild(.queueOverflow)]
        }
        guard let node = nodes[event.watch], let directory = path(of: node.place) else {
            return applyUnknown(event)
        }
        if event.kinds.contains(.unmounted) { return [.rebuild(.unmounted)] }
        if event.kinds.contains(.watchGone) {
            let ended = forget(node.place).filter { $0 != event.watch }
            retired.remove(event.watch)
            return ended.map(WatchAction.unwatch) + [.rebuild(.watchLost)]
        }
        guard event.kinds.isDisjoint(with: [.selfDeleted, .selfMoved]) else {
            return applyToItself(event, node.place)
        }
        guard let name = event.name else {
            return [.look(directory)] + (node.isListed ? [] : [.cover(node.place)])
        }
        guard event.kinds.contains(.isDirectory) else { return [.look(directory)] }
        return [.look(directory)] + applyToChild(event, node, .below(event.watch, name), name)
    }

    /// A directory appeared, changed or left inside a watched one.
    private mutating func applyToChild(
        _ event: WatchEvent,
        _ parent: Node,
        _ place: WatchPlace,
        _ name: FileName
    ) -> [WatchAction] {
        if !event.kinds.isDisjoint(with: [.movedFrom, .deleted]) {
            let gone = path(of: place).map { [WatchAction.gone($0)] } ?? []
            return gone + forget(place).map(WatchAction.unwatch)
        }
        if !event.kinds.isDisjoint(with: [.movedTo, .created]) { return [.cover(place)] }
        // Its permissions changed: one that could not be read may be readable now.
        let isListed = parent.children[name].flatMap { nodes[$0]?.isListed } ?? false
        return isListed ? [] : [.cover(place)]
    }

    /// The watched directory itself was moved or deleted.
    private mutating func applyToItself(
        _ event: WatchEvent,
        _ place: WatchPlace
    ) -> [WatchAction] {
        guard case .below(let parent, _) = place else { return [.rebuild(.folderReplaced)] }
        // Its parent told of a move before, so this is its new place already; looking makes sure.
        if event.kinds.contains(.selfMoved) { return [.cover(place)] }
        let look = path(of: parent).map { [WatchAction.look($0)] } ?? []
        return look + forget(place).map(WatchAction.unwatch)
    }

    private mutating func applyUnknown(_ event: WatchEvent) -> [WatchAction] {
        if event.kinds.contains(.watchGone) {
            // The end of a watch that stands for nothing takes nothing away.
            retired.remove(event.watch)
            stale.remove(event.watch)
            return []
        }
        // What a stale watch tells of will be seen when the rebuild lists its directory.
        if retired.contains(event.watch) || stale.contains(event.watch) { return [] }
        retired.insert(event.watch)
        return [.unwatch(event.watch), .rebuild(.unknownEvent)]
    }
}
