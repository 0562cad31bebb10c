public import Model
internal import Synchronization

/// What was done, in SQLite. It is an index: all that is in it comes from the records and events in
/// the spool, and can be made again from them.
///
/// Its file lies on a local disk: on a network file system SQLite loses what it has acknowledged.
public final class HistoryDatabase: Sendable {
    private let connection: Mutex<Connection>

    /// Opens the database and makes it if there is none.
    ///
    /// - Throws: `.damaged` when it cannot be trusted. Whoever opened it sets the file aside, with
    ///   those that have `-wal` and `-shm` behind its name, and opens a new one.
    public init(_ path: Path) throws(HistoryError) {
        let connection = try Connection(path, isReadOnly: false)
        // Readers see the last state while one writes. With NORMAL a power cut may take the last
        // entries away, which come again from their records.
        try connection.useLog()
        try connection.run("PRAGMA synchronous = NORMAL", "open")
        try HistoryDatabase.check(connection, "quick_check")
        try Schema.prepare(connection)
        self.connection = Mutex(connection)
    }

    /// For commands that ask while a node has it open, or without one.
    public init(reading path: Path) throws(HistoryError) {
        let connection = try Connection(path, isReadOnly: true)
        try Schema.check(connection)
        self.connection = Mutex(connection)
    }

    /// A copy as of now, in a file that must not be there.
    public func copy(to path: Path) throws(HistoryError) {
        try asking { connection throws(HistoryError) in
            guard let name = String(validating: path.bytes, as: UTF8.self) else {
                throw HistoryError(
                    kind: .unavailable,
                    attempt: "copy",
                    path: connection.path,
                    cause: "SQLite cannot write to \(Quoted.path(path)): it is not UTF-8"
                )
            }
            try connection.change("VACUUM INTO ?", [.text(name)], "copy")
        }
    }

    /// Holds the indexes against the tables, which opening does not: an answer may come from
    /// either.
    public func proveIndexes() throws(HistoryError) {
        try asking { connection throws(HistoryError) in
            try HistoryDatabase.check(connection, "integrity_check")
        }
    }

    /// One thread at a time.
    func asking<Result: Sendable>(
        _ body: (Connection) throws(HistoryError) -> Result
    ) throws(HistoryError) -> Result {
        try connection.withLock { connection throws(HistoryError) in try body(connection) }
    }

    /// The same, all of it or nothing.
    @discardableResult
    func changing<Result: Sendable>(
        _ body: (Connection) throws(HistoryError) -> Result
    ) throws(HistoryError) -> Result {
        try asking { connection throws(HistoryError) in
            try connection.transaction("write to") { () throws(HistoryError) in
                try body(connection)
            }
        }
    }

    /// Reads all pages: flipped bits that no query has met yet are found as well.
    private static func check(
        _ connection: Connection,
        _ how: String
    ) throws(HistoryError) {
        let findings = try connection.rows("PRAGMA \(how)(1)", [], "check") { $0.text(0) }
        guard findings != ["ok"] else { return }
        throw HistoryError(
            kind: .damaged,
            attempt: "use",
            path: connection.path,
            cause: (findings.first ?? nil) ?? "its check says nothing"
        )
    }
}
