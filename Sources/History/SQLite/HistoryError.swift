internal import CSQLite
public import Model

/// What went wrong with the history's database.
public struct HistoryError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// It is no database, or a broken one: it is set aside and made again from the records.
        case damaged
        /// A newer version of the program made it; older ones must not write to it.
        case tooNew
        /// Another process has it, the disk is full, or it cannot be read: later it may work.
        case unavailable
    }

    public let kind: Kind
    /// As after "cannot": `open`.
    public let attempt: String
    public let path: Path
    public let cause: String

    public var description: String {
        "cannot \(attempt) the history \(Quoted.path(path)): \(cause)"
    }

    static func kind(of code: Int32) -> Kind {
        // The lower byte is the code that all of a family have.
        switch code & 0xff {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .damaged
        // A statement makes no sense to it. Ours do, so that its tables cannot be as they were
        // made.
        case SQLITE_ERROR: .damaged
        default: .unavailable
        }
    }
}
