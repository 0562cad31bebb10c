public import Model

/// How the entries are found that have a piece of text in their paths.
///
/// A piece that few have is found by the index of pieces, and those are sorted. One that many have
/// is looked for in the latest entries first: enough of them have it. The other way round either
/// takes a second among a million.
struct Search {
    /// Which index is to be gone through, where that is not left to SQLite.
    private(set) var source = ""
    private(set) var condition: FilterCondition
    /// Of a piece that too many have to go through all of them, as the index has it.
    private var commonPhrase: String?

    init(_ filter: HistoryFilter, _ connection: Connection) throws(HistoryError) {
        condition = FilterCondition(filter)
        guard let search = filter.search, !search.isEmpty else { return }
        // As the text beside the path is written.
        let piece = ReadableBytes.escaped(Array(search.utf8))
        if try Search.isRare(piece, connection) {
            // Else SQLite goes through all that hold, and asks of each whether it is among the few.
            source = "NOT INDEXED"
            condition.add(Search.indexed, [.text(Search.phrase(piece))])
            return
        }
        if piece.unicodeScalars.count >= 3 { commonPhrase = Search.phrase(piece) }
        // With a filter that few pass the latest entries may have none: SQLite chooses.
        let isFiltered = !filter.outcomes.isEmpty || filter.profile != nil
        source = isFiltered ? "" : "INDEXED BY entries_by_end"
        condition.add("source_text LIKE ? ESCAPE '!'", [.text(Search.pattern(piece))])
    }

    /// How many have it, counted up to a limit where there is a piece of text.
    static func count(
        _ filter: HistoryFilter,
        _ limit: Int,
        _ connection: Connection
    ) throws(HistoryError) -> (count: Int, isAll: Bool) {
        var search = try Search(filter, connection)
        let isBounded = filter.search.map { !$0.isEmpty } ?? false
        let isCommon = search.commonPhrase != nil
        if let phrase = search.commonPhrase {
            // Of so many of them, whichever they are: the latest are not found more quickly.
            search.source = "NOT INDEXED"
            search.condition = FilterCondition(filter)
            search.condition.add(
                "number IN (SELECT rowid FROM pieces WHERE pieces MATCH ? LIMIT \(limit))",
                [.text(phrase)]
            )
        }
        let text =
            isBounded
            ? """
            SELECT count(*) FROM (SELECT 1 FROM entries \(search.source)
            WHERE \(search.condition.text) LIMIT \(limit))
            """
            : "SELECT count(*) FROM entries WHERE \(search.condition.text)"
        let rows = try connection.rows(text, search.condition.values, "read") {
            $0.integer(0) ?? 0
        }
        let count = Int(rows.first ?? 0)
        return (count, !isBounded || (!isCommon && count < limit))
    }

    private static let indexed = "number IN (SELECT rowid FROM pieces WHERE pieces MATCH ?)"

    private static func isRare(
        _ piece: String,
        _ connection: Connection
    ) throws(HistoryError) -> Bool {
        // The index is of three letters each.
        guard piece.unicodeScalars.count >= 3 else { return false }
        let rows = try connection.rows(
            "SELECT count(*) FROM (SELECT 1 FROM pieces WHERE pieces MATCH ? LIMIT \(rareMax + 1))",
            [.text(phrase(piece))],
            "read"
        ) { $0.integer(0) ?? 0 }
        return Int(rows.first ?? 0) <= rareMax
    }

    /// So many are looked up and sorted in some milliseconds.
    private static let rareMax = HistoryDatabase.searchedMax

    /// As FTS5 has strings.
    private static func phrase(_ piece: String) -> String {
        "\"" + piece.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    private static func pattern(_ piece: String) -> String {
        "%" + piece.map { "%_!".contains($0) ? "!\($0)" : String($0) }.joined() + "%"
    }
}

extension HistoryDatabase {
    /// How many entries there are of a piece of text, counted up to `searchedMax` of them.
    public func countUpToLimit(
        _ filter: HistoryFilter
    ) throws(HistoryError) -> (count: Int, isAll: Bool) {
        let (count, isAll) = try asking { connection throws(HistoryError) in
            try Search.count(filter, HistoryDatabase.searchedMax, connection)
        }
        return (count, isAll)
    }

    /// Who looks for something reads no further.
    public static let searchedMax = 10_000

    /// Those of an id, or of ids that begin so, or of one record; the ones that hold first, then
    /// the latest.
    public func entries(meantBy word: String, limit: Int) throws(HistoryError) -> [HistoryEntry] {
        // "g" comes behind all hexadecimal digits.
        let isPrefix = HistoryPattern(word).idPrefix != nil
        return try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT \(EntryColumns.names) FROM entries
                WHERE record = ? OR (? AND id >= ? AND id < ?)
                ORDER BY is_removed, ended DESC, number DESC LIMIT ?
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
                WHERE is_removed = 0 AND outcome = 'done' AND ended >= ?
                """,
                [.integer(since)],
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
