import Model
import Platform

/// What publishing a directory asks of a file system, beyond what the spool asks of its volume.
extension SimulatedVolume {
    struct Status: Hashable, Sendable {
        let inode: Int
        let isDirectory: Bool
    }

    func status(of path: Path) throws(SystemError) -> Status {
        try perform(.status, path) { () throws(Errno) in
            let inode = try known(place(path), isOldAllowed: true)
            return Status(inode: inode.number, isDirectory: inode.isDirectory)
        }
    }

    /// Which inode a listing shows under a name; nil where it shows no such name, and 0 where that
    /// went since.
    func entry(at path: Path) throws(SystemError) -> Int? {
        try perform(.list, path.parent) { () throws(Errno) -> Int? in
            guard let name = path.name.map({ "\($0)" }) else { return nil }
            let inode = try directory(path.parent)
            let old = cache.oldListing(of: inode) {
                weather.habits.listingsStayOld && weather.generator.happens(percent: 40)
            }
            var names = old ?? []
            if old == nil { names = try freshNames(inode) }
            return names.contains(name) ? inode.entries[name]?.number ?? 0 : nil
        }
    }

    func renameExclusively(_ source: Path, to target: Path) throws(SystemError) {
        try perform(.renameExclusively, source, to: target) { () throws(Errno) in
            guard weather.habits.exchanges else { throw .invalidArgument }
            let from = try place(source)
            let to = try place(target)
            if to.directory.entries[to.name] != nil { throw .exists }
            try weather.server.rename(from.directory, from.name, to: to.directory, to.name)
            cache.forget(from.entry)
            cache.forget(to.entry)
        }
    }

    func exchange(_ first: Path, with second: Path) throws(SystemError) {
        try perform(.exchange, first, to: second) { () throws(Errno) in
            guard weather.habits.exchanges else { throw .invalidArgument }
            let one = try place(first)
            let other = try place(second)
            try weather.server.exchange(one.directory, one.name, with: other.directory, other.name)
            cache.forget(one.entry)
            cache.forget(other.entry)
        }
    }
}
