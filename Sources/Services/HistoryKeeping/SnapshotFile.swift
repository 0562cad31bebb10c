internal import History
internal import Model
internal import Platform
internal import Spool

/// A copy of a database in the spool, so that a coordinator that has none need not read every
/// record first. It is a cache: a wrong or an old one costs the reading, and nothing else.
struct SnapshotFile {
    private let site: Site
    private let place: HistoryPlace

    init(_ site: Site, _ place: HistoryPlace) {
        self.site = site
        self.place = place
    }

    /// Begins a database as a copy of the snapshot, where there is neither a database nor what one
    /// leaves behind. What does not work is left for the records to make good.
    func take() {
        let path = place.path
        guard let name = path.name, !isThere(path), !isThere(path.parent / FileName("\(name)-wal")),
            isThere(place.snapshot)
        else { return }
        let made = path.parent / UniqueName.hidden()
        defer { remove(made) }
        do {
            let identity = try copy(place.snapshot, to: made)
            // Reads all of it, and closes it again.
            _ = try HistoryDatabase(made)
            _ = try Move.exclusively(made, identity, to: path)
        } catch {
            site.journal.tell(.detail, "the history's snapshot is of no use: \(error)")
        }
    }

    /// Puts the database as it is now into the spool.
    func publish(_ database: HistoryDatabase) throws(HistoryKeepingError) {
        // SQLite writes to this host's own disk only.
        let local = place.path.parent / UniqueName.hidden()
        defer { remove(local) }
        try Keeping.database { () throws(HistoryError) in try database.copy(to: local) }
        // By its name the sweep knows whose it is, should this process be killed.
        let made =
            site.path(inSpool: Layout.temporary)
            / FileName("\(site.spool.holder.text).snapshot")
        try Keeping.storage { () throws(SystemError) in
            remove(made)
            let identity = try copy(local, to: made)
            try Move.replace(place.snapshot, with: made, identity)
            try Directory.sync(place.snapshot.parent)
        }
    }

    private func copy(_ source: Path, to target: Path) throws(SystemError) -> FileIdentity {
        let from = try OpenFile(source, for: .readRegular)
        let file = try OpenFile.create(target)
        var offset: UInt64 = 0
        while true {
            let bytes = try from.read(atMost: 1 << 20, at: offset)
            if bytes.isEmpty { break }
            try file.write(bytes)
            offset += UInt64(bytes.count)
        }
        try file.sync()
        let identity = try file.status().identity
        try file.close()
        return identity
    }

    private func isThere(_ path: Path) -> Bool { (try? Directory.status(of: path)) != nil }

    private func remove(_ path: Path) {
        guard let name = path.name else { return }
        for ending in ["-wal", "-shm", ""] {
            try? Directory.removeFile(path.parent / FileName("\(name)\(ending)"))
        }
    }
}
