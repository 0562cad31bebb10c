internal import Model

/// The tables, and how a database of an earlier version becomes one of this.
enum Schema {
    /// Makes the tables, or what they lack. A version is never changed once it was released: what
    /// comes later is added behind it.
    static func prepare(_ connection: Connection) throws(HistoryError) {
        let found = try version(connection)
        guard found <= versions.count else { throw tooNew(connection, found) }
        guard found < versions.count else { return }
        try connection.transaction("prepare") { () throws(HistoryError) in
            // Another process may have done it meanwhile.
            let found = try version(connection)
            for text in versions.dropFirst(found) { try connection.run(text, "prepare") }
            try connection.run("PRAGMA user_version = \(versions.count)", "prepare")
        }
    }

    /// For those that only read.
    static func check(_ connection: Connection) throws(HistoryError) {
        let found = try version(connection)
        guard found <= versions.count else { throw tooNew(connection, found) }
        guard found == versions.count else {
            throw HistoryError(
                kind: .unavailable,
                attempt: "read",
                path: connection.path,
                cause: "it is of version \(found), and no node has brought it to \(versions.count)"
            )
        }
    }

    private static func version(_ connection: Connection) throws(HistoryError) -> Int {
        let rows = try connection.rows("PRAGMA user_version", [], "read") { $0.integer(0) ?? 0 }
        return Int(rows.first ?? 0)
    }

    private static func tooNew(_ connection: Connection, _ found: Int) -> HistoryError {
        HistoryError(
            kind: .tooNew,
            attempt: "open",
            path: connection.path,
            cause: "it is of version \(found), and this program knows up to \(versions.count); "
                + "run the newer program, or delete the file: it is made again from the records"
        )
    }

    private static let versions = [
        """
        CREATE TABLE entries (
            record TEXT PRIMARY KEY NOT NULL,
            id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            -- Paths are bytes; the text beside them is for globs and for people.
            source BLOB NOT NULL,
            source_text TEXT NOT NULL,
            source_bytes INTEGER NOT NULL,
            result BLOB,
            result_bytes INTEGER,
            profile TEXT,
            profile_digest TEXT,
            queued INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            film_milliseconds INTEGER,
            frames INTEGER,
            reason TEXT,
            is_removed INTEGER NOT NULL,
            document BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entries_by_id ON entries (id);
        CREATE INDEX entries_by_source ON entries (source);
        CREATE INDEX entries_by_end ON entries (is_removed, ended);
        CREATE TABLE events (
            -- In the order in which they came in: what a reader asks on from.
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            holder TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            time TEXT NOT NULL,
            kind TEXT NOT NULL,
            job TEXT,
            attempt TEXT,
            detail TEXT,
            UNIQUE (holder, sequence)
        ) STRICT;
        CREATE INDEX events_by_job ON events (job);
        """,
        """
        CREATE TABLE seen (
            path BLOB PRIMARY KEY NOT NULL,
            -- Numbers of 64 bits without a sign lie here with one.
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            job TEXT NOT NULL,
            sample TEXT NOT NULL,
            description BLOB
        ) STRICT, WITHOUT ROWID;
        """,
        // What this one made, the next one makes anew.
        "",
        """
        -- Entries are made again from their records: they are not carried over.
        DROP TABLE IF EXISTS pieces;
        DROP TABLE entries;
        CREATE TABLE entries (
            -- In the order of their ends, see EntryNumbers: what is read by number comes sorted.
            number INTEGER PRIMARY KEY NOT NULL,
            record TEXT UNIQUE NOT NULL,
            id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            -- Paths are bytes; the texts beside them are for globs, and for pieces of them.
            source BLOB NOT NULL,
            source_text TEXT NOT NULL,
            folded TEXT NOT NULL,
            source_bytes INTEGER NOT NULL,
            result BLOB,
            result_bytes INTEGER,
            profile TEXT,
            profile_digest TEXT,
            queued INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            film_milliseconds INTEGER,
            frames INTEGER,
            reason TEXT,
            is_removed INTEGER NOT NULL
        ) STRICT;
        -- Apart from them, so that many entries lie on one page.
        CREATE TABLE documents (number INTEGER PRIMARY KEY NOT NULL, document BLOB NOT NULL) STRICT;
        CREATE INDEX entries_by_id ON entries (id);
        CREATE INDEX entries_by_source ON entries (source);
        CREATE INDEX entries_by_removal ON entries (is_removed);
        CREATE INDEX entries_by_profile ON entries (is_removed, profile);
        CREATE INDEX entries_by_outcome ON entries (is_removed, outcome);
        CREATE INDEX entries_by_both ON entries (is_removed, outcome, profile);
        CREATE TABLE counts (
            is_removed INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            profile TEXT NOT NULL,
            entries INTEGER NOT NULL,
            PRIMARY KEY (is_removed, outcome, profile)
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE pieces USING fts5 (folded, content = 'entries',
            content_rowid = 'number', tokenize = 'trigram case_sensitive 1');
        CREATE VIRTUAL TABLE piece_terms USING fts5vocab ('pieces', 'row');
        CREATE TRIGGER entries_inserted AFTER INSERT ON entries BEGIN
            INSERT INTO pieces (rowid, folded) VALUES (new.number, new.folded);
            INSERT INTO counts VALUES
            (new.is_removed, new.outcome, coalesce(new.profile, ''), 1)
            ON CONFLICT (is_removed, outcome, profile) DO UPDATE SET entries = entries + 1;
        END;
        CREATE TRIGGER entries_deleted AFTER DELETE ON entries BEGIN
            INSERT INTO pieces (pieces, rowid, folded) VALUES ('delete', old.number, old.folded);
            UPDATE counts SET entries = entries - 1 WHERE is_removed = old.is_removed
            AND outcome = old.outcome AND profile = coalesce(old.profile, '');
            DELETE FROM documents WHERE number = old.number;
        END;
        -- A record has one source for ever, but for one that was mended.
        CREATE TRIGGER entries_renamed AFTER UPDATE OF folded ON entries
        WHEN old.folded <> new.folded BEGIN
            INSERT INTO pieces (pieces, rowid, folded) VALUES ('delete', old.number, old.folded);
            INSERT INTO pieces (rowid, folded) VALUES (new.number, new.folded);
        END;
        CREATE TRIGGER entries_counted AFTER UPDATE OF is_removed, outcome, profile ON entries BEGIN
            UPDATE counts SET entries = entries - 1 WHERE is_removed = old.is_removed
            AND outcome = old.outcome AND profile = coalesce(old.profile, '');
            INSERT INTO counts VALUES
            (new.is_removed, new.outcome, coalesce(new.profile, ''), 1)
            ON CONFLICT (is_removed, outcome, profile) DO UPDATE SET entries = entries + 1;
        END;
        CREATE INDEX IF NOT EXISTS events_by_time ON events (time);
        """,
    ]
}
