internal import Model

/// Which entries are meant, and how they are found.
///
/// A piece of three letters and more of a path is found by the index of pieces, and one of fewer by
/// all those of three that begin with it. Both come sorted, since entries are numbered in the order
/// of their ends: fifty that many have are as quick as fifty that few have.
struct Search {
    /// Statements that give the numbers, the latest first.
    struct Walk {
        var text: String
        var values: [SQLValue]
    }

    private let filter: HistoryFilter
    private let condition: FilterCondition
    /// As it stands in the column of folded paths; nil where none is asked for.
    private let piece: String?

    init(_ filter: HistoryFilter) {
        self.filter = filter
        condition = FilterCondition(filter)
        // As the text beside the path is written.
        let piece = filter.search.map {
            Folding.folded(ReadableBytes.escaped(Array($0.utf8)))
        }
        self.piece = piece.flatMap { $0.isEmpty ? nil : $0 }
    }

    var hasPiece: Bool { piece != nil }

    /// Shorter ones are in no index.
    var isShort: Bool { piece.map { $0.unicodeScalars.count < Search.indexedLength } ?? false }

    /// How many there are, where that is known without counting.
    func countAtHand(_ connection: Connection) throws(HistoryError) -> Int? {
        let isSimple = filter.patterns.isEmpty && filter.since == nil && filter.behind == nil
        return isSimple && !hasPiece ? try passing(connection) : nil
    }

    /// How many have such an end and profile, whatever else is asked for.
    func passing(_ connection: Connection) throws(HistoryError) -> Int {
        var only = HistoryFilter()
        (only.isOfRemoved, only.outcomes) = (filter.isOfRemoved, filter.outcomes)
        only.profile = filter.profile
        let condition = FilterCondition(only)
        let rows = try connection.rows(
            "SELECT coalesce(sum(entries), 0) FROM counts WHERE \(condition.text)",
            condition.values,
            "read"
        ) { $0.integer(0) ?? 0 }
        return Int(rows.first ?? 0)
    }

    /// - Parameter isThorough: Whether a piece that is in no index is looked for in those that are,
    ///   which takes as long as a thousand entries, and not in all entries from the latest on.
    func walk(
        _ connection: Connection,
        isThorough: Bool = false
    ) throws(HistoryError) -> Walk {
        guard let piece else { return plain() }
        let isFiltered = !filter.outcomes.isEmpty || filter.profile != nil
        let isFew = isFiltered ? try passing(connection) <= Search.fewMax : false
        if isFew || (isShort && !isThorough) { return holding(piece) }
        guard isShort else { return indexed(Search.phrase(piece)) }
        let terms = try Search.terms(piece, connection)
        return terms.isEmpty
            ? Walk(text: "SELECT number FROM entries WHERE 0", values: [])
            : indexed(terms.map(Search.phrase).joined(separator: " OR "))
    }

    /// The latest of those that pass, and whether a piece is in them.
    func latest(_ count: Int) -> Walk {
        guard let piece else { return plain() }
        let text = "SELECT number, folded FROM entries WHERE \(condition.text)"
        return Walk(
            text: """
                SELECT number FROM (\(text) ORDER BY number DESC LIMIT \(count))
                WHERE instr(folded, ?) > 0 ORDER BY number DESC
                """,
            values: condition.values + [.text(piece)]
        )
    }

    private func plain() -> Walk {
        let text = "SELECT number FROM entries WHERE \(condition.text) ORDER BY number DESC"
        return Walk(text: text, values: condition.values)
    }

    private func holding(_ piece: String) -> Walk {
        Walk(
            text: """
                SELECT number FROM entries WHERE \(condition.text) AND instr(folded, ?) > 0
                ORDER BY number DESC
                """,
            values: condition.values + [.text(piece)]
        )
    }

    private func indexed(_ match: String) -> Walk {
        // The index begins there: what is exported comes page by page.
        let cursor = filter.behind.map { FilterCondition.number(of: $0) }
        let behind = cursor.map { "pieces.rowid < \($0.text) AND " } ?? ""
        // In this order: else SQLite goes through all entries, and asks of each whether it is
        // found.
        return Walk(
            text: """
                SELECT number FROM pieces CROSS JOIN entries ON number = pieces.rowid
                WHERE pieces MATCH ? AND \(behind)\(condition.text)
                ORDER BY pieces.rowid DESC
                """,
            values: [.text(match)] + (cursor?.values ?? []) + condition.values
        )
    }

    /// All of three letters that begin with a piece of fewer. Behind each path stand line breaks,
    /// so that its last letters begin such ones, too.
    private static func terms(
        _ piece: String,
        _ connection: Connection
    ) throws(HistoryError) -> [String] {
        try connection.rows(
            "SELECT term FROM piece_terms WHERE term >= ? AND term < ?",
            // Nothing begins with what comes last of all.
            [.text(piece), .text(piece + "\u{10FFFF}\u{10FFFF}")],
            "read"
        ) { $0.text(0) }.compactMap(\.self)
    }

    /// As FTS5 has strings.
    private static func phrase(_ piece: String) -> String {
        // By scalars: a mark of a combining accent makes one character of itself and the quote.
        "\"" + piece.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    private static let indexedLength = 3

    /// So many are gone through in some milliseconds.
    private static let fewMax = 10_000
}
