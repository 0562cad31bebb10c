public import Model

/// A page of what was asked for.
public struct HistoryFinds: Hashable, Sendable {
    public var entries: [HistoryEntry]
    /// How many there are, as far as they were counted.
    public var matching: Int
    /// Whether there are no more than that.
    public var isMatchingAll: Bool
}

extension HistoryDatabase {
    /// Some entries, the latest first, and how many there are: all of them, but of those that have
    /// a piece of text, or ended since a moment, `countedMax` behind the page at most, and no more
    /// than were met within `patience`.
    public func page(
        _ filter: HistoryFilter,
        limit: Int,
        offset: Int,
        patience: Duration = .milliseconds(20)
    ) throws(HistoryError) -> HistoryFinds {
        let count = try asking { connection throws(HistoryError) in
            try Search(filter).countAtHand(connection)
        }
        if let count {
            let entries = try entries(filter, limit: limit, offset: offset)
            return HistoryFinds(entries: entries, matching: count, isMatchingAll: true)
        }
        return try asking { connection throws(HistoryError) in
            let end = offset + limit
            let (numbers, isAll) = try HistoryDatabase.found(
                Search(filter),
                connection,
                beyond: end,
                patience
            )
            return HistoryFinds(
                entries: try HistoryDatabase.entries(
                    numbers.prefix(end).dropFirst(offset),
                    connection
                ),
                matching: numbers.count,
                isMatchingAll: isAll
            )
        }
    }

    private static func found(
        _ search: Search,
        _ connection: Connection,
        beyond end: Int,
        _ patience: Duration
    ) throws(HistoryError) -> (numbers: [Int64], isAll: Bool) {
        if search.isShort {
            // Most pieces of one or two letters are in many paths.
            let latest = search.latest(latestMax)
            let numbers = try connection.rows(latest.text, latest.values, "read") {
                $0.integer(0) ?? 0
            }
            let isAll = try search.passing(connection) <= latestMax
            if isAll || numbers.count > end { return (numbers, isAll) }
        }
        let walk = try search.walk(connection, isThorough: true)
        let deadline = ContinuousClock.now + patience
        var numbers: [Int64] = []
        let isAll = try connection.eachRow(walk.text, walk.values, "read") { row in
            numbers.append(row.integer(0) ?? 0)
            guard numbers.count > end else { return true }
            return numbers.count <= end + countedMax && ContinuousClock.now < deadline
        }
        return (numbers, isAll)
    }

    private static func entries(
        _ numbers: ArraySlice<Int64>,
        _ connection: Connection
    ) throws(HistoryError) -> [HistoryEntry] {
        try connection.rows(
            """
            SELECT \(EntryColumns.names) FROM \(EntryColumns.tables)
            WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number DESC
            """,
            [.text("[\(numbers.map(String.init).joined(separator: ","))]")],
            "read"
        ) { EntryColumns.entry($0) }.compactMap(\.self)
    }

    /// Who looks for something reads no further.
    public static let countedMax = 1_000

    /// A piece of one or two letters is looked for in so many first.
    static let latestMax = 5_000
}
