/// What entries are numbered by: when they ended, and which they are of those that ended in the
/// same millisecond.
enum EntryNumbers {
    /// More than that in one millisecond stand among those of the next ones.
    private static let perMillisecond: Int64 = 1_024
    /// A clock may be as wrong as it likes.
    private static let greatest = Int64.max / perMillisecond / 2

    /// The first of all that ended at a moment.
    static func first(endedAt ended: Int64) -> Int64 {
        min(max(ended, -greatest), greatest) * perMillisecond
    }

    /// One that is not taken yet.
    static func free(
        endedAt ended: Int64,
        _ connection: Connection
    ) throws(HistoryError) -> Int64 {
        let first = first(endedAt: ended)
        var room = perMillisecond
        while true {
            let rows = try connection.rows(
                "SELECT max(number) FROM entries WHERE number >= ? AND number < ?",
                [.integer(first), .integer(first + room)],
                "read"
            ) { $0.integer(0) }
            guard let last = rows.first ?? nil else { return first }
            if last + 1 < first + room { return last + 1 }
            room *= 2
        }
    }
}
