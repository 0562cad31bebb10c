internal import CSQLite
internal import Model

/// Owns a connection to a database.
final class Connection {
    let path: Path
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    init(_ path: Path, isReadOnly: Bool) throws(HistoryError) {
        let flags =
            isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var handle: OpaquePointer?
        let code = (path.bytes + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { name in
                // One thread at a time has the connection; SQLite need not see to that.
                sqlite3_open_v2(name.baseAddress, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
            }
        }
        guard code == SQLITE_OK, let handle else {
            let cause = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw HistoryError(
                kind: HistoryError.kind(of: code),
                attempt: "open",
                path: path,
                cause: cause
            )
        }
        self.path = path
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        // For a person's command that comes while a node writes.
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    func error(_ attempt: String, _ code: Int32) -> HistoryError {
        HistoryError(
            kind: HistoryError.kind(of: code),
            attempt: attempt,
            path: path,
            cause: String(cString: sqlite3_errmsg(handle))
        )
    }

    /// Statements without values or rows, several with semicolons between.
    func run(_ text: String, _ attempt: String) throws(HistoryError) {
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(attempt, code) }
    }

    /// Has changes written to a log first. SQLite does not wait for whoever makes the database at
    /// this very moment, or closes it as the last one: it answers at once that it is locked.
    func useLog() throws(HistoryError) {
        for _ in 0..<Connection.triesMax {
            do throws(HistoryError) {
                return try run("PRAGMA journal_mode = WAL", "open")
            } catch {
                guard error.kind == .unavailable, error.cause.contains("locked") else {
                    throw error
                }
                sqlite3_sleep(Connection.milliseconds)
            }
        }
        try run("PRAGMA journal_mode = WAL", "open")
    }

    /// Five seconds in all.
    private static let triesMax = 100
    private static let milliseconds: Int32 = 50

    /// Kept, since most are run often; one at a time runs of each.
    func statement(_ text: String, _ attempt: String) throws(HistoryError) -> Statement {
        if let statement = statements[text] {
            statement.reset()
            return statement
        }
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(handle, text, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw error(attempt, code) }
        let statement = Statement(prepared)
        statements[text] = statement
        return statement
    }

    /// All of it or nothing; what was there before is seen by others until the end.
    func transaction<Result>(
        _ attempt: String,
        _ body: () throws(HistoryError) -> Result
    ) throws(HistoryError) -> Result {
        // At once for writing: a reader that begins to write can be refused in the middle.
        try run("BEGIN IMMEDIATE", attempt)
        do throws(HistoryError) {
            let result = try body()
            try run("COMMIT", attempt)
            return result
        } catch {
            // Fails where SQLite has rolled back by itself, which comes to the same.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// Rows of a statement, each made into a value; values are bound in the order of its marks.
    func rows<Row>(
        _ text: String,
        _ values: [SQLValue] = [],
        _ attempt: String,
        _ row: (Statement) throws(HistoryError) -> Row
    ) throws(HistoryError) -> [Row] {
        let statement = try statement(text, attempt)
        defer { statement.reset() }
        statement.bind(values)
        var rows: [Row] = []
        while true {
            let code = statement.step()
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw error(attempt, code) }
            rows.append(try row(statement))
        }
    }

    /// Rows of a statement one by one, as long as the body wants more.
    ///
    /// - Returns: Whether there are no more.
    func eachRow(
        _ text: String,
        _ values: [SQLValue],
        _ attempt: String,
        _ isWanted: (Statement) -> Bool
    ) throws(HistoryError) -> Bool {
        let statement = try statement(text, attempt)
        defer { statement.reset() }
        statement.bind(values)
        while true {
            let code = statement.step()
            if code == SQLITE_DONE { return true }
            guard code == SQLITE_ROW else { throw error(attempt, code) }
            guard isWanted(statement) else { return false }
        }
    }

    /// - Returns: How many rows were changed.
    @discardableResult
    func change(
        _ text: String,
        _ values: [SQLValue],
        _ attempt: String
    ) throws(HistoryError) -> Int {
        _ = try rows(text, values, attempt) { _ in }
        return Int(sqlite3_changes(handle))
    }
}
