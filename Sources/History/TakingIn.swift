public import Model

extension HistoryDatabase {
    /// Takes entries in, each once: what is there of the same record is replaced.
    public func take(_ entries: [HistoryEntry]) throws(HistoryError) {
        try changing { connection throws(HistoryError) in
            for entry in entries { try HistoryDatabase.take(entry, connection) }
        }
    }

    private static func take(
        _ entry: HistoryEntry,
        _ connection: Connection
    ) throws(HistoryError) {
        let known = try connection.rows(
            "SELECT number, ended FROM entries WHERE record = ?",
            [.text(entry.record)],
            "read"
        ) { (number: $0.integer(0) ?? 0, ended: $0.integer(1)) }.first
        let number: Int64
        if let known, known.ended == entry.ended {
            number = known.number
            let values = EntryColumns.values(entry, number: number)
            try connection.change(EntryColumns.replacement, values, "write to")
        } else {
            if known != nil {
                let record = SQLValue.text(entry.record)
                try connection.change("DELETE FROM entries WHERE record = ?", [record], "write to")
            }
            number = try EntryNumbers.free(endedAt: entry.ended, connection)
            let values = EntryColumns.values(entry, number: number)
            try connection.change(EntryColumns.insertion, values, "write to")
        }
        try connection.change(
            "INSERT OR REPLACE INTO documents (number, document) VALUES (?, ?)",
            [.integer(number), .bytes(entry.document)],
            "write to"
        )
    }

    /// Holds the entries against the records that there are: those whose record is gone are
    /// forgotten, and those that were taken back, or put back, are marked so.
    ///
    /// - Parameters:
    ///   - present: The names of the records that hold.
    ///   - removed: Of those that were taken back.
    /// - Returns: The names of which there is no entry yet.
    public func reconcile(
        present: Set<String>,
        removed: Set<String>
    ) throws(HistoryError) -> [String] {
        try changing { connection throws(HistoryError) in
            let known = try connection.rows(
                "SELECT record, is_removed FROM entries",
                [],
                "read"
            ) { (record: $0.text(0) ?? "", isRemoved: $0.integer(1) == 1) }
            for entry in known {
                // While it is moved it can be seen in both places, or in none of two listings.
                let isRemoved = removed.contains(entry.record)
                if isRemoved || present.contains(entry.record) {
                    guard isRemoved != entry.isRemoved else { continue }
                    try connection.change(
                        "UPDATE entries SET is_removed = ? WHERE record = ?",
                        [.integer(isRemoved ? 1 : 0), .text(entry.record)],
                        "write to"
                    )
                } else {
                    try connection.change(
                        "DELETE FROM entries WHERE record = ?",
                        [.text(entry.record)],
                        "write to"
                    )
                }
            }
            return present.union(removed).subtracting(known.map(\.record)).sorted()
        }
    }

    /// Marks one entry at once, which a reconciliation would come to as well.
    public func mark(_ record: String, isRemoved: Bool) throws(HistoryError) {
        _ = try asking { connection throws(HistoryError) in
            try connection.change(
                "UPDATE entries SET is_removed = ? WHERE record = ?",
                [.integer(isRemoved ? 1 : 0), .text(record)],
                "write to"
            )
        }
    }

    /// Takes events in, each once.
    ///
    /// - Returns: How many of them were new.
    @discardableResult
    public func take(_ events: [HistoryEvent]) throws(HistoryError) -> Int {
        try changing { connection throws(HistoryError) in
            var count = 0
            for event in events {
                count += try connection.change(
                    """
                    INSERT OR IGNORE INTO events
                    (holder, sequence, time, kind, job, attempt, detail)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(event.holder), .integer(Int64(clamping: event.sequence)),
                        .text(event.time), .text(event.kind), SQLValue(event.job),
                        SQLValue(event.attempt), SQLValue(event.detail),
                    ],
                    "write to"
                )
            }
            return count
        }
    }

    /// The last event of each holder: what comes behind it is new.
    public func lastSequences() throws(HistoryError) -> [String: UInt64] {
        let pairs = try asking { connection throws(HistoryError) in
            try connection.rows(
                "SELECT holder, max(sequence) FROM events GROUP BY holder",
                [],
                "read"
            ) { ($0.text(0) ?? "", UInt64(clamping: $0.integer(1) ?? 0)) }
        }
        return Dictionary(pairs, uniquingKeysWith: max)
    }

    /// Forgets the events before a moment, in RFC 3339.
    public func dropEvents(before time: String) throws(HistoryError) {
        _ = try asking { connection throws(HistoryError) in
            try connection.change("DELETE FROM events WHERE time < ?", [.text(time)], "write to")
        }
    }
}
