public import Model

/// What is remembered of files in the input. A cache: without it they are read again.
extension HistoryDatabase {
    /// All of them, without what is in them.
    public func seenFilms() throws(HistoryError) -> [SeenFilm] {
        try asking { connection throws(HistoryError) in
            try connection.rows(
                "SELECT path, device, inode, size, modified, changed, job, sample FROM seen",
                [],
                "read"
            ) { HistoryDatabase.seen($0) }.compactMap(\.self)
        }
    }

    /// What is in a file, as JSON; nil where that is not known of the file as it is now.
    public func description(of path: Path, _ stamp: FileStamp) throws(HistoryError) -> [UInt8]? {
        try asking { connection throws(HistoryError) in
            let rows = try connection.rows(
                """
                SELECT path, device, inode, size, modified, changed, job, sample, description
                FROM seen WHERE path = ?
                """,
                [.bytes(path.bytes)],
                "read"
            ) { row in
                let seen = HistoryDatabase.seen(row)
                return seen?.stamp.isUnchanged(since: stamp) ?? false ? row.bytes(8) : nil
            }
            return rows.first ?? nil
        }
    }

    /// Each takes the place of what was known of its path.
    public func remember(_ films: [SeenFilm]) throws(HistoryError) {
        guard !films.isEmpty else { return }
        try changing { connection throws(HistoryError) in
            for film in films {
                try connection.change(
                    "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .bytes(film.path.bytes), .integer(Int64(bitPattern: film.stamp.device)),
                        .integer(Int64(bitPattern: film.stamp.inode)),
                        .integer(Int64(bitPattern: film.stamp.size)),
                        .integer(film.stamp.modified), .integer(film.stamp.changed),
                        .text(film.job), .text(film.sample), SQLValue(film.description),
                    ],
                    "write to"
                )
            }
        }
    }

    /// Of files that are there no more.
    public func forget(_ paths: [Path]) throws(HistoryError) {
        guard !paths.isEmpty else { return }
        try changing { connection throws(HistoryError) in
            for path in paths {
                try connection.change(
                    "DELETE FROM seen WHERE path = ?",
                    [.bytes(path.bytes)],
                    "write to"
                )
            }
        }
    }

    /// Nil for a row that no version of the program wrote.
    private static func seen(_ row: Statement) -> SeenFilm? {
        guard let path = row.bytes(0).flatMap({ Path(bytes: $0) }), let device = row.integer(1),
            let inode = row.integer(2), let size = row.integer(3), let modified = row.integer(4),
            let changed = row.integer(5), let job = row.text(6), let sample = row.text(7)
        else { return nil }
        let stamp = FileStamp(
            device: UInt64(bitPattern: device),
            inode: UInt64(bitPattern: inode),
            size: UInt64(bitPattern: size),
            modified: modified,
            changed: changed
        )
        return SeenFilm(path: path, stamp: stamp, job: job, sample: sample)
    }
}
