internal import CommandLine
internal import History
internal import Model
internal import Spool

/// `reelmill history ls`
enum HistoryListCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let access = try HistoryAccess(context)
        let selection = HistorySelection(access, context)
        let filter = try selection.filter(context.invocation[HistoryTable.patterns])
        let isJSON = context.invocation[GlobalFlags.json]
        let limit = context.invocation[CommonFlags.limit] ?? (isJSON ? nil : linesMax)
        let (entries, count, total) = try access.asking { database throws(HistoryError) in
            (
                try database.entries(filter, limit: limit), try database.count(filter),
                try database.count()
            )
        }
        if isJSON {
            let body = HistoryListBody(
                entries: entries.map(HistoryLine.init),
                matching: count,
                total: total
            )
            let document = Document(schema: "\(Product.name).history/1", body: body)
            try context.console.print(JSONText.line(document))
            return .done
        }
        if !entries.isEmpty { try context.console.print(HistoryText.table(entries)) }
        context.console.note(summary(entries.count, count, total))
        return .done
    }

    private static func summary(_ shown: Int, _ matching: Int, _ total: Int) -> String {
        let all = Counted.of(total, "entry", "entries")
        guard shown < matching else { return matching == total ? all : "\(matching) of \(all)" }
        return "the latest \(shown) of \(matching); --limit shows more"
    }

    /// Without a limit: as many as are read.
    private static let linesMax = 50
}

private struct HistoryListBody: Encodable {
    let entries: [HistoryLine]
    let matching: Int
    let total: Int
}

/// `reelmill history show`
enum HistoryShowCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let access = try HistoryAccess(context)
        guard let word = context.invocation[HistoryTable.entry] else { return .usage }
        let entries = try found(word, access, context)
        if context.invocation[GlobalFlags.json] {
            let body = HistoryShowBody(entries: entries.map(HistoryShowBody.Row.init))
            let document = Document(schema: "\(Product.name).history-entry/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            let texts = entries.map { entry in
                let record = Spool.record(inDocument: entry.document)
                return HistoryText.whole(entry, record, output: access.open.output)
            }
            try context.console.print(texts.joined(separator: "\n"))
        }
        return .done
    }

    /// What holds, else what was taken back.
    private static func found(
        _ word: Path,
        _ access: HistoryAccess,
        _ context: Context
    ) throws(Failure) -> [HistoryEntry] {
        let surroundings = context.surroundings
        do throws(Failure) {
            return try HistorySelection(access, surroundings, isOfRemoved: false).entries([word])
        } catch {
            guard error.code == .notFound else { throw error }
            let removed = HistorySelection(access, surroundings, isOfRemoved: true)
            guard let entries = try? removed.entries([word]) else { throw error }
            return entries
        }
    }
}

private struct HistoryShowBody: Encodable {
    struct Row: Encodable {
        let entry: HistoryLine
        /// As it lies in the spool.
        let record: HistoryRecord?

        init(_ entry: HistoryEntry) {
            self.entry = HistoryLine(entry)
            record = Spool.record(inDocument: entry.document)
        }
    }

    let entries: [Row]
}
