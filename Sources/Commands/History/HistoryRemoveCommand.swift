internal import CommandLine
internal import History
internal import Model
internal import Platform
internal import Services
internal import Spool

/// `reelmill history rm`: says what will happen, asks, and takes records back. They can be put
/// back.
enum HistoryRemoveCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = try words(context)
        let access = try HistoryAccess(context)
        let entries = try HistorySelection(access, context).entries(words ?? [])
        let isDry = context.invocation[CommonFlags.dryRun]
        let isAgreed = context.invocation[CommonFlags.yes]
        let forecasts = try forecasts(entries, access, context)
        let isJSON = context.invocation[GlobalFlags.json]
        if !isJSON, !entries.isEmpty, !context.console.isQuiet {
            context.console.draw(
                HistoryRemovalText.announcement(forecasts, access.open.output, isDry: isDry)
            )
        }
        var removed = entries
        if !isDry, !entries.isEmpty {
            let what = "remove \(Counted.of(entries.count, "entry", "entries"))"
            guard try context.console.confirm(what, isAgreed: isAgreed) else {
                context.console.note("nothing was removed")
                return .failed
            }
            removed = try remove(entries, access)
        }
        if isJSON {
            let body = HistoryChanges(action: "remove", isDryRun: isDry, removed, forecasts)
            let document = Document(schema: "\(Product.name).history-changes/1", body: body)
            try context.console.print(JSONText.line(document))
        } else if !isDry {
            try context.console.print(HistoryRemovalText.summary(removed))
        }
        return .done
    }

    private static func remove(
        _ entries: [HistoryEntry],
        _ access: HistoryAccess
    ) throws(Failure) -> [HistoryEntry] {
        defer { access.catchUp() }
        for entry in entries {
            guard let name = RecordName(entry.record) else { continue }
            try access.open.trying { reader throws(SpoolError) in
                try reader.spool.removeRecord(name)
            }
        }
        return entries
    }

    private static func forecasts(
        _ entries: [HistoryEntry],
        _ access: HistoryAccess,
        _ context: Context
    ) throws -> [(entry: HistoryEntry, forecast: HistoryForecast)] {
        let setup = try ProfilesSetup(context, needsInput: false)
        var catalogue = setup.catalogue()
        return entries.map { ($0, HistoryForecast($0, access.open.input, &catalogue)) }
    }

    /// What is meant; nil for everything that the flags let through.
    private static func words(_ context: Context) throws(Failure) -> [Path]? {
        let invocation = context.invocation
        var words = invocation[HistoryTable.patterns]
        let isAll = invocation[HistoryTable.all]
        let readsInput = invocation[HistoryTable.standardInput]
        if isAll {
            guard words.isEmpty, !readsInput else {
                throw Failure(.usage, "--all means every entry; with it no entry is named")
            }
            return nil
        }
        guard readsInput || !words.isEmpty else {
            throw Failure(
                .usage,
                "no entry is named; name some, or say --all",
                hint: "reelmill help history rm"
            )
        }
        if readsInput { words += try standardInput(isNull: invocation[HistoryTable.null]) }
        // With none, nothing is meant, and not everything.
        guard !words.isEmpty else { throw Failure(.notFound, "standard input names no entry") }
        return words
    }

    private static func standardInput(isNull: Bool) throws(Failure) -> [Path] {
        var bytes: [UInt8] = []
        do throws(SystemError) {
            while true {
                let more = try StandardStream.input.read(atMost: 65_536)
                if more.isEmpty { break }
                bytes += more
                guard bytes.count <= inputBytesMax else {
                    throw SystemError("read all of standard input", nil, .fileTooLarge)
                }
            }
        } catch {
            throw Failure(.failed, "\(error)")
        }
        return paths(bytes, isNull: isNull)
    }

    static func paths(_ bytes: [UInt8], isNull: Bool) -> [Path] {
        bytes.split(separator: isNull ? 0 : UInt8(ascii: "\n")).compactMap { Path(bytes: $0) }
    }

    /// Of half a million paths.
    private static let inputBytesMax = 64 << 20
}

/// What is said of it.
enum HistoryRemovalText {
    static func announcement(
        _ all: [(entry: HistoryEntry, forecast: HistoryForecast)],
        _ output: Path?,
        isDry: Bool
    ) -> String {
        let again = all.count { $0.forecast.isDoneAgain }
        let rest = all.count - again
        var heads: [String] = []
        if again > 0 {
            let would = isDry ? "would schedule" : "schedules"
            heads.append("\(would) \(Counted.of(again, "file")) again at the next scan")
        }
        if rest > 0 {
            let would = isDry ? "would remove" : "removes"
            heads.append("\(would) \(Counted.of(rest, "entry", "entries")) without a file")
        }
        var text = "This " + heads.joined(separator: ", and ") + ":\n"
        for (entry, forecast) in all.prefix(linesMax) {
            text += "  \(Shown.path(entry.source.bytes))  \(forecast.text(entry))\n"
            guard forecast.isDoneAgain, let result = entry.result else { continue }
            let place = output?.appending(result) ?? result
            text += "    its result \(Quoted.path(place)) stays until the new one replaces it\n"
        }
        if all.count > linesMax { text += "  and \(all.count - linesMax) more\n" }
        return text
    }

    static func summary(_ entries: [HistoryEntry]) -> String {
        let count = "removed \(Counted.of(entries.count, "entry", "entries"))"
        guard !entries.isEmpty else { return count + "\n" }
        let ids = entries.prefix(undoMax).map(\.id).joined(separator: " ")
        let more = entries.count > undoMax ? " ..." : ""
        return "\(count); undo with: reelmill history restore \(ids)\(more)\n"
    }

    private static let linesMax = 20
    private static let undoMax = 5
}

extension HistoryChanges {
    init(
        action: String,
        isDryRun: Bool,
        _ entries: [HistoryEntry],
        _ forecasts: [(entry: HistoryEntry, forecast: HistoryForecast)] = []
    ) {
        let known = Dictionary(forecasts.map { ($0.entry.record, $0.forecast) }) { $1 }
        let rows = entries.map { entry in
            let forecast = known[entry.record]
            return Row(
                entry: HistoryLine(entry),
                source: forecast?.source.rawValue,
                isProfileChanged: forecast?.hasOtherProfile
            )
        }
        self.init(action: action, isDryRun: isDryRun, entries: rows)
    }
}
