public import Model

extension HistoryDatabase {
    /// Those of an id, or of ids that begin so, or of one record; the ones that hold first, then
    /// the latest.
    public func entries(meantBy word: String, limit: Int) throws(HistoryError) -> [HistoryEntry] {
        // "g" comes behind all hexadecimal digits.
        let isPrefix = HistoryPattern(word).idPrefix != nil
        return try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT \(EntryColumns.names) FROM \(EntryColumns.tables)
                WHERE record = ? OR (? AND id >= ? AND id < ?)
                ORDER BY is_removed, number DESC LIMIT ?
                """,
                [
                    .text(word), .integer(isPrefix ? 1 : 0), .text(word), .text(word + "g"),
                    .integer(Int64(limit)),
                ],
                "read"
            ) { EntryColumns.entry($0) }.compactMap(\.self)
        }
    }

    /// What the source of an id is called; nil where nobody knows.
    public func source(ofID id: String) throws(HistoryError) -> Path? {
        try asking { connection throws(HistoryError) in
            let rows = try connection.rows(
                "SELECT source FROM entries WHERE id = ? LIMIT 1",
                [.text(id)],
                "read"
            ) { $0.bytes(0).flatMap { Path(bytes: $0) } }
            return rows.first ?? nil
        }
    }

    /// Of the films that ended at or after a moment and were done.
    public func totals(since: Int64) throws(HistoryError) -> HistoryStatistics.Sum {
        try asking { connection throws(HistoryError) in
            let rows = try connection.rows(
                """
                SELECT count(*), sum(source_bytes), sum(coalesce(result_bytes, 0)) FROM entries
                WHERE is_removed = 0 AND outcome = 'done' AND number >= ? AND ended >= ?
                """,
                [.integer(EntryNumbers.first(endedAt: since)), .integer(since)],
                "read"
            ) { row in
                var sum = HistoryStatistics.Sum()
                sum.done = Int(row.integer(0) ?? 0)
                (sum.sourceBytes, sum.resultBytes) = (row.integer(1) ?? 0, row.integer(2) ?? 0)
                return sum
            }
            return rows.first ?? .init()
        }
    }

    /// Events of some kinds, in the order in which they came.
    ///
    /// - Parameters:
    ///   - number: Those behind the one of this number.
    ///   - since: Those told at or after this moment, in RFC 3339.
    ///   - kinds: As in the spool, and whether of slices alone, or of none; empty is all.
    ///   - isLatest: The last of them in place of the first.
    public func events(
        behind number: Int64,
        since: String? = nil,
        kinds: [(kind: String, isOfSlice: Bool?)],
        job: String? = nil,
        isLatest: Bool,
        limit: Int
    ) throws(HistoryError) -> [(number: Int64, event: HistoryEvent)] {
        var text = "number > ?"
        var values: [SQLValue] = [.integer(number)]
        if let since { (text, values) = (text + " AND time >= ?", values + [.text(since)]) }
        if let job { (text, values) = (text + " AND job = ?", values + [.text(job)]) }
        if !kinds.isEmpty {
            let any = kinds.map { kind in
                guard let isOfSlice = kind.isOfSlice else { return "kind = ?" }
                return
                    "(kind = ? AND coalesce(attempt, '') \(isOfSlice ? "" : "NOT ")GLOB 'v[0-9]*')"
            }
            text += " AND (\(any.joined(separator: " OR ")))"
            values += kinds.map { .text($0.kind) }
        }
        let order = isLatest ? "DESC" : "ASC"
        let rows = try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT number, holder, sequence, time, kind, job, attempt, detail FROM events
                WHERE \(text) ORDER BY number \(order) LIMIT ?
                """,
                values + [.integer(Int64(limit))],
                "read"
            ) { row in
                var event = HistoryEvent(
                    holder: row.text(1) ?? "",
                    sequence: UInt64(clamping: row.integer(2) ?? 0),
                    time: row.text(3) ?? "",
                    kind: row.text(4) ?? ""
                )
                (event.job, event.attempt, event.detail) = (row.text(5), row.text(6), row.text(7))
                return (number: row.integer(0) ?? 0, event: event)
            }
        }
        return isLatest ? rows.reversed() : rows
    }
}
