public import Model

extension HistoryDatabase {
    /// The latest first.
    public func entries(
        _ filter: HistoryFilter = HistoryFilter(),
        limit: Int? = nil,
        offset: Int = 0
    ) throws(HistoryError) -> [HistoryEntry] {
        try asking { connection throws(HistoryError) in
            let walk = try Search(filter).walk(connection)
            // What is passed over is passed over in an index alone.
            return try connection.rows(
                """
                SELECT \(EntryColumns.names) FROM \(EntryColumns.tables)
                WHERE number IN (\(walk.text) LIMIT ? OFFSET ?) ORDER BY number DESC
                """,
                walk.values + [.integer(Int64(limit ?? -1)), .integer(Int64(offset))],
                "read"
            ) { EntryColumns.entry($0) }.compactMap(\.self)
        }
    }

    public func count(_ filter: HistoryFilter = HistoryFilter()) throws(HistoryError) -> Int {
        try asking { connection throws(HistoryError) in
            let search = Search(filter)
            if let count = try search.countAtHand(connection) { return count }
            let walk = try search.walk(connection)
            let rows = try connection.rows(
                "SELECT count(*) FROM (\(walk.text))",
                walk.values,
                "read"
            ) { $0.integer(0) ?? 0 }
            return Int(rows.first ?? 0)
        }
    }

    /// The paths of all sources that hold, for suggestions.
    public func sources(limit: Int) throws(HistoryError) -> [Path] {
        try asking { connection throws(HistoryError) in
            try connection.rows(
                "SELECT DISTINCT source FROM entries WHERE is_removed = 0 LIMIT ?",
                [.integer(Int64(limit))],
                "read"
            ) { $0.bytes(0).flatMap { Path(bytes: $0) } }.compactMap(\.self)
        }
    }

    /// Events behind the one of a number, with their own numbers, in the order in which they came.
    public func events(
        after number: Int64,
        job: String? = nil,
        limit: Int
    ) throws(HistoryError) -> [(number: Int64, event: HistoryEvent)] {
        try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT number, holder, sequence, time, kind, job, attempt, detail FROM events
                WHERE number > ? AND (? IS NULL OR job = ?) ORDER BY number LIMIT ?
                """,
                [.integer(number), SQLValue(job), SQLValue(job), .integer(Int64(limit))],
                "read"
            ) { EventColumns.numbered($0) }
        }
    }

    /// Events of some kinds behind the one of a number, in the order in which they came in.
    ///
    /// - Parameter since: RFC 3339; what is older is left out.
    public func events(
        of kinds: Set<String>,
        after number: Int64,
        since: String,
        limit: Int
    ) throws(HistoryError) -> [(number: Int64, event: HistoryEvent)] {
        let marks = kinds.map { _ in "?" }.joined(separator: ", ")
        return try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT number, holder, sequence, time, kind, job, attempt, detail FROM events
                WHERE number > ? AND time >= ? AND kind IN (\(marks)) ORDER BY number LIMIT ?
                """,
                [.integer(number), .text(since)] + kinds.map(SQLValue.text)
                    + [.integer(Int64(limit))],
                "read"
            ) { EventColumns.numbered($0) }
        }
    }

    /// The one of a kind that came in last.
    public func lastEvent(of kind: String) throws(HistoryError) -> HistoryEvent? {
        try asking { connection throws(HistoryError) in
            try connection.rows(
                """
                SELECT holder, sequence, time FROM events WHERE kind = ?
                ORDER BY number DESC LIMIT 1
                """,
                [.text(kind)],
                "read"
            ) { row in
                HistoryEvent(
                    holder: row.text(0) ?? "",
                    sequence: UInt64(clamping: row.integer(1) ?? 0),
                    time: row.text(2) ?? "",
                    kind: kind
                )
            }.first
        }
    }
}

/// The columns of an event behind its number.
enum EventColumns {
    static func numbered(_ row: Statement) -> (number: Int64, event: HistoryEvent) {
        var event = HistoryEvent(
            holder: row.text(1) ?? "",
            sequence: UInt64(clamping: row.integer(2) ?? 0),
            time: row.text(3) ?? "",
            kind: row.text(4) ?? ""
        )
        event.job = row.text(5)
        event.attempt = row.text(6)
        event.detail = row.text(7)
        return (row.integer(0) ?? 0, event)
    }
}

/// A filter as SQL.
struct FilterCondition {
    private(set) var text: String
    private(set) var values: [SQLValue]

    init(_ filter: HistoryFilter) {
        text = "is_removed = ?"
        values = [.integer(filter.isOfRemoved ? 1 : 0)]
        if let behind = filter.behind {
            let cursor = FilterCondition.number(of: behind)
            add("number < \(cursor.text)", cursor.values)
        }
        if let since = filter.since {
            let first = EntryNumbers.first(endedAt: since)
            add("number >= ? AND ended >= ?", [.integer(first), .integer(since)])
        }
        if let profile = filter.profile { add("profile = ?", [.text(profile)]) }
        if let only = filter.outcomes.first, filter.outcomes.count == 1 {
            // Of a list SQLite does not know that it comes sorted.
            add("outcome = ?", [.text(only.rawValue)])
        } else if !filter.outcomes.isEmpty {
            let marks = filter.outcomes.map { _ in "?" }.joined(separator: ", ")
            add("outcome IN (\(marks))", filter.outcomes.map { .text($0.rawValue) })
        }
        guard !filter.patterns.isEmpty else { return }
        let patterns = filter.patterns.map(FilterCondition.pattern)
        let any = patterns.map(\.text).joined(separator: " OR ")
        add("(\(any))", patterns.flatMap(\.values))
    }

    /// Of a cursor's entry; where it is gone meanwhile, of the first that ended with it.
    static func number(of cursor: HistoryCursor) -> (text: String, values: [SQLValue]) {
        let first = EntryNumbers.first(endedAt: cursor.ended)
        return (
            "coalesce((SELECT number FROM entries WHERE record = ?), ?)",
            [.text(cursor.record), .integer(first)]
        )
    }

    mutating func add(_ condition: String, _ more: [SQLValue]) {
        text += " AND \(condition)"
        values += more
    }

    private static func pattern(_ pattern: HistoryPattern) -> (text: String, values: [SQLValue]) {
        let path = pattern.path
        let folder = path + [UInt8(ascii: "/")]
        // Whatever lies between the folder's name with "/" and with what comes behind "/".
        let behind = path + [UInt8(ascii: "/") + 1]
        var text = "source = ? OR (source >= ? AND source < ?)"
        var values: [SQLValue] = [.bytes(path), .bytes(folder), .bytes(behind)]
        if let prefix = pattern.idPrefix {
            text += " OR (id >= ? AND id < ?)"
            // "g" comes behind all hexadecimal digits.
            values += [.text(prefix), .text(prefix + "g")]
        }
        if let glob = pattern.glob {
            text += " OR source_text GLOB ?"
            values.append(.text(glob))
        }
        return (text, values)
    }
}
