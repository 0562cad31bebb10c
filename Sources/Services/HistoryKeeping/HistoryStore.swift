internal import History
internal import Model
internal import Platform

/// The database as one process has it: opened when it is needed, opened anew when another file is
/// in its place, set aside when it is damaged.
struct HistoryStore {
    private let site: Site
    private let isInMemory: Bool
    private var open: (database: HistoryDatabase, path: Path, identity: FileIdentity?)?

    init(_ site: Site, isInMemory: Bool) {
        self.site = site
        self.isInMemory = isInMemory
    }

    /// Counts the databases: what is remembered of one does not hold for the next.
    private(set) var openings = 0

    mutating func database() throws(HistoryKeepingError) -> HistoryDatabase {
        if let open {
            // One that was deleted is written to without anybody ever reading it.
            let identity = isInMemory ? nil : try? Directory.status(of: open.path).identity
            if identity == open.identity { return open.database }
            self.open = nil
        }
        if isInMemory {
            let database = try Keeping.database { () throws(HistoryError) in
                try HistoryDatabase(":memory:")
            }
            open = (database, ":memory:", nil)
            openings += 1
            return database
        }
        let place = try HistoryPlace(site)
        let database = try opened(place)
        let identity = try Keeping.storage { () throws(SystemError) in
            try Directory.status(of: place.path).identity
        }
        open = (database, place.path, identity)
        openings += 1
        return database
    }

    mutating func close() { open = nil }

    /// Does something with the database, and where it turns out to be damaged once more with a new
    /// one.
    mutating func using<Value>(
        _ body: (HistoryDatabase, Int) throws(HistoryKeepingError) -> Value
    ) throws(HistoryKeepingError) -> Value {
        do throws(HistoryKeepingError) {
            let database = try database()
            return try body(database, openings)
        } catch {
            guard case .database(let trouble) = error, trouble.kind == .damaged, let open else {
                throw error
            }
            self.open = nil
            try setAside(open.path, open.identity, trouble)
        }
        let database = try database()
        return try body(database, openings)
    }

    // MARK: Opening

    private func opened(_ place: HistoryPlace) throws(HistoryKeepingError) -> HistoryDatabase {
        try Keeping.storage { () throws(SystemError) in
            try Directory.createAll(place.path.parent)
        }
        SnapshotFile(site, place).take()
        let identity = try? Directory.status(of: place.path).identity
        do throws(HistoryError) {
            return try HistoryDatabase(place.path)
        } catch {
            guard error.kind == .damaged else { throw .database(error) }
            try setAside(place.path, identity, error)
        }
        return try Keeping.database { () throws(HistoryError) in
            try HistoryDatabase(place.path)
        }
    }

    /// What lies beside the database goes first: with a new database it would be taken for its.
    ///
    /// - Parameter identity: Of the one that is damaged; another one has been made since.
    private func setAside(
        _ path: Path,
        _ identity: FileIdentity?,
        _ trouble: HistoryError
    ) throws(HistoryKeepingError) {
        guard let name = path.name, let identity,
            (try? Directory.status(of: path))?.identity == identity
        else { return }
        let aside = "\(name).damaged-\(WallTime.now.rfc3339)"
        try Keeping.storage { () throws(SystemError) in
            try HistoryStore.removeOldest(beside: path, "\(name).damaged-")
            for ending in ["-wal", "-shm", ""] {
                try HistoryStore.rename(
                    path.parent / FileName("\(name)\(ending)"),
                    to: path.parent / FileName("\(aside)\(ending)")
                )
            }
            try Directory.sync(path.parent)
        }
        site.journal.tell(
            .warning,
            "the history's database was damaged and is made again from the records in the spool; "
                + "nothing is lost. The old one is \(Quoted.path(path.parent / FileName(aside))), "
                + "and may be deleted (\(trouble.cause))"
        )
    }

    private static func rename(_ path: Path, to target: Path) throws(SystemError) {
        do throws(SystemError) {
            try Directory.rename(path, to: target)
        } catch {
            guard error.isMissing else { throw error }
        }
    }

    /// A disk that breaks one database after another must not be filled with them.
    private static func removeOldest(beside path: Path, _ prefix: String) throws(SystemError) {
        let bytes = Array(prefix.utf8)
        let names = try Directory.entries(of: path.parent).map(\.name)
            .filter { $0.bytes.starts(with: bytes) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        for name in names.dropLast(asideMax) { try? Directory.removeFile(path.parent / name) }
    }

    private static let asideMax = 6
}
