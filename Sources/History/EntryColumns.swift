internal import Model

/// An entry as a row.
enum EntryColumns {
    private static let kept = """
        record, id, outcome, source, source_text, source_bytes, result, result_bytes, profile, \
        profile_digest, queued, ended, film_milliseconds, frames, reason, is_removed
        """

    /// What `entry` reads, and where.
    static let names = kept + ", document"
    static let tables = "entries LEFT JOIN documents USING (number)"

    static let insertion = """
        INSERT INTO entries (\(kept), folded, number)
        VALUES (\(Array(repeating: "?", count: 18).joined(separator: ", ")))
        """

    /// Of the entry of a number.
    static let replacement = """
        UPDATE entries SET (\(kept), folded)
        = (\(Array(repeating: "?", count: 17).joined(separator: ", "))) WHERE number = ?
        """

    static func values(_ entry: HistoryEntry, number: Int64) -> [SQLValue] {
        let text = ReadableBytes.escaped(entry.source.bytes)
        return [
            .text(entry.record), .text(entry.id), .text(entry.outcome.rawValue),
            .bytes(entry.source.bytes), .text(text),
            .integer(entry.sourceBytes), SQLValue(entry.result?.bytes),
            SQLValue(entry.resultBytes), SQLValue(entry.profile), SQLValue(entry.profileDigest),
            .integer(entry.queued), .integer(entry.ended), SQLValue(entry.filmMilliseconds),
            SQLValue(entry.frames), SQLValue(entry.reason), .integer(entry.isRemoved ? 1 : 0),
            .text(Folding.indexed(text)), .integer(number),
        ]
    }

    /// Nil for a row that no version of the program wrote.
    static func entry(_ row: Statement) -> HistoryEntry? {
        guard let record = row.text(0), let id = row.text(1),
            let outcome = row.text(2).flatMap(HistoryEntry.Outcome.init),
            let source = row.bytes(3).flatMap({ Path(bytes: $0) })
        else { return nil }
        var entry = HistoryEntry(
            record: record,
            id: id,
            outcome: outcome,
            source: source,
            sourceBytes: row.integer(5) ?? 0,
            queued: row.integer(10) ?? 0,
            ended: row.integer(11) ?? 0,
            document: row.bytes(16) ?? []
        )
        entry.result = row.bytes(6).flatMap { Path(bytes: $0) }
        entry.resultBytes = row.integer(7)
        entry.profile = row.text(8)
        entry.profileDigest = row.text(9)
        entry.filmMilliseconds = row.integer(12)
        entry.frames = row.integer(13)
        entry.reason = row.text(14)
        entry.isRemoved = row.integer(15) == 1
        return entry
    }
}
