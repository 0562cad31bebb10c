internal import CommandLine
internal import History
internal import Model
internal import Spool

/// `reelmill history restore`: puts records back that were taken back.
enum HistoryRestoreCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = context.invocation[HistoryTable.patterns]
        guard !words.isEmpty else {
            throw Failure(
                .usage,
                "no entry is named; name one that was removed",
                hint: "reelmill help history restore"
            )
        }
        let access = try HistoryAccess(context)
        let selection = HistorySelection(access, context.surroundings, isOfRemoved: true)
        let entries = latest(try selection.entries(words))
        let isDry = context.invocation[CommonFlags.dryRun]
        var restored: [HistoryEntry] = []
        defer { access.catchUp() }
        for entry in entries {
            guard let name = RecordName(entry.record) else { continue }
            let isBack = try access.open.trying { reader throws(SpoolError) in
                isDry ? true : try reader.spool.restoreRecord(name)
            }
            if isBack {
                restored.append(entry)
            } else {
                context.console.note(
                    "\(Quoted.path(entry.source)) was taken in again since, and stays as it is"
                )
            }
        }
        if context.invocation[GlobalFlags.json] {
            let body = HistoryChanges(action: "restore", isDryRun: isDry, restored)
            let document = Document(schema: "\(Product.name).history-changes/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            let did = isDry ? "would put back" : "put back"
            let count = Counted.of(restored.count, "entry", "entries")
            try context.console.print("\(did) \(count)\n")
        }
        return restored.isEmpty ? .failed : .done
    }

    /// Of several that one source had, the last one held when it was removed.
    private static func latest(_ entries: [HistoryEntry]) -> [HistoryEntry] {
        var seen: Set<String> = []
        return entries.filter { seen.insert($0.id).inserted }
    }
}
