import Model
import Platform

extension SimulatedVolume {
    /// Where a path leads: a directory, and a name in it.
    struct Place {
        let directory: Inode
        let name: String

        var entry: ClientCache.Entry { ClientCache.Entry(directory, name) }
    }

    func place(_ path: Path) throws(Errno) -> Place {
        var names = weather.server.names(path)
        guard let name = names.popLast() else { throw .invalidArgument }
        return Place(directory: try directory(names), name: name)
    }

    func directory(_ path: Path) throws(Errno) -> Inode {
        try directory(weather.server.names(path))
    }

    /// A directory that was moved is still what an old path leads to, as long as the client
    /// believes so: handles follow the directory and not its name.
    private func directory(_ names: [String]) throws(Errno) -> Inode {
        var inode = weather.server.root
        for name in names where name != "." {
            inode = try known(Place(directory: inode, name: name), isOldAllowed: true)
            guard inode.isDirectory else { throw .notADirectory }
        }
        return inode
    }

    /// What has the name, perhaps by an old belief. A name that was not there when this client
    /// looked can be missing to it for a minute: measured up to 29 s.
    ///
    /// - Parameter isOldAllowed: Whether what the name led to some time ago will do.
    func known(_ place: Place, isOldAllowed: Bool = false) throws(Errno) -> Inode {
        guard weather.habits.hasCaches else {
            guard let inode = place.directory.entries[place.name] else { throw .noSuchFile }
            return inode
        }
        let entry = place.entry
        if isOldAllowed, let old = cache.inode(entry, weather.now) { return old }
        if cache.isMissing(entry, weather.now) { throw .noSuchFile }
        guard let inode = place.directory.entries[place.name] else {
            believe { cache.remember(missing: entry, until: $0) }
            throw .noSuchFile
        }
        if isOldAllowed { believe { cache.remember(entry, inode, until: $0) } }
        return inode
    }

    /// As for reading: what an old name leads to is still there under another one.
    func opened(_ place: Place) throws(Errno) -> Inode {
        let inode = try known(place, isOldAllowed: true)
        if inode.isDirectory { throw .isADirectory }
        return inode
    }

    /// Half of the answers are asked for again at once, the others believed for up to a minute.
    func believe(_ remember: (Int64) -> Void) {
        guard weather.habits.hasCaches, weather.areFaultsOn else { return }
        let bits = weather.generator.next()
        if bits & 1 == 0 { remember(weather.now + Int64((bits >> 8) % 60_000_000)) }
    }
}
