internal import CSQLite

/// The SQLite library this process runs with.
public enum SQLiteLibrary {
    public static var compiled: String { SQLITE_VERSION }
    public static var running: String { String(cString: sqlite3_libversion()) }
}
