internal import CommandLine
internal import Model
internal import Node
internal import Platform
internal import Services
internal import Spool

/// `reelmill run [PATH…]`: a node that ends when there is nothing left to do.
enum RunCommand {
    static func run(_ context: Context) throws -> ExitCode {
        if context.invocation[CommonFlags.dryRun] { return try ScanCommand.run(context) }
        var settings = try NodeSetup(context).settings
        settings.leavesWhenIdle = .zero
        settings.isForOnce = true
        settings.scan.paths = try InputPaths.asked(context, settings.folders.input)
        let before = try RunOutcome.records(settings.folders.spool)
        let progress = RunProgress(context.console, settings.folders.spool)
        let format = try context.settings().settings[SettingsTable.logFormat]
        let signal = try NodeRun(context.console, format, progress).run(settings)
        progress.finish()
        let outcome = try RunOutcome(settings.folders, without: before)
        try report(outcome, context)
        if signal != nil { return NodeRun.code(signal) }
        return outcome.isGood ? .done : .someJobsFailed
    }

    private static func report(_ outcome: RunOutcome, _ context: Context) throws {
        if context.invocation[GlobalFlags.json] {
            let document = Document(schema: "\(Product.name).run/1", body: outcome.body)
            try context.console.print(JSONText.line(document))
        } else {
            try context.console.print(outcome.text)
        }
    }
}

/// What came of everything that ended while this process ran.
struct RunOutcome {
    struct Body: Encodable {
        let done: Int
        let failed: Int
        let cancelled: Int
        let jobs: [Job]
        /// Files that were left, and why.
        let left: [ScanSummary.Sighted]

        struct Job: Encodable {
            let id: String
            let path: Path
            let outcome: String
            let result: Path?
            let bytesIn: UInt64
            let bytesOut: UInt64?
            let reason: String?
        }
    }

    private let records: [HistoryRecord]
    private let left: [ScanSummary.Sighted]

    /// - Parameter before: The records that were there already.
    init(_ folders: MediaFolders, without before: Set<RecordName>) throws {
        let spool = try RunOutcome.reader(folders.spool).spool
        let names = try spool.recordNames().subtracting(before)
        records = try names.compactMap { try spool.record($0) }.sorted { $0.ended < $1.ended }
        // What waits for a person, or is no film; what is done was said before.
        left = (try spool.readScanReport()?.sightings ?? []).filter { sighted in
            !RunOutcome.ended.contains(sighted.state)
        }
    }

    /// None where there is no spool yet.
    static func records(_ path: Path) throws -> Set<RecordName> {
        guard OpenSpool.isThere(path) else { return [] }
        return try reader(path).spool.recordNames()
    }

    private static func reader(_ path: Path) throws(Failure) -> ClusterReader {
        try OpenSpool.reader(at: path, hostName: HostIdentity.read().name)
    }

    var isGood: Bool { records.allSatisfy { $0.outcome == .done } && left.isEmpty }

    var body: Body {
        Body(
            done: count(.done),
            failed: count(.failed),
            cancelled: count(.cancelled),
            jobs: records.map { record in
                Body.Job(
                    id: record.order.key.job.shortText,
                    path: record.order.source.path,
                    outcome: record.outcome.rawValue,
                    result: record.result?.target,
                    bytesIn: record.order.source.bytes,
                    bytesOut: record.result?.bytes,
                    reason: record.reason
                )
            },
            left: left
        )
    }

    var text: String {
        var lines = records.map(RunOutcome.line)
        lines += left.map { "left       \(Quoted.path(Path($0.path))): \($0.text)" }
        let counts = [
            (count(.done), "done"), (count(.failed), "failed"), (count(.cancelled), "cancelled"),
            (left.count, "left"),
        ]
        let summary = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        lines.append(summary.isEmpty ? "nothing to do" : summary.joined(separator: ", "))
        return lines.map { $0 + "\n" }.joined()
    }

    private static func line(_ record: HistoryRecord) -> String {
        let source = Quoted.path(record.order.source.path)
        switch record.outcome {
        case .done: return "done       \(source)\(made(record))"
        case .cancelled: return "cancelled  \(source): \(reason(record))"
        case .failed:
            let again = "\(Product.name) jobs retry \(record.order.key.job.shortText)"
            return "FAILED     \(source): \(reason(record)); again by  \(again)"
        }
    }

    private static func reason(_ record: HistoryRecord) -> String {
        ReadableBytes.escaped(Array((record.reason ?? "").utf8))
    }

    private static func made(_ record: HistoryRecord) -> String {
        guard let result = record.result else { return "" }
        let before = record.order.source.bytes
        let share = before > 0 ? Double(result.bytes) / Double(before) * 100 : 0
        let (old, new) = (Int64(clamping: before), Int64(clamping: result.bytes))
        return " -> \(Quoted.path(result.target))  (\(Amount.size(old)) -> \(Amount.size(new)), "
            + "\(Figures.decimal(share, digits: 0)) %)"
    }

    private func count(_ outcome: HistoryRecord.Outcome) -> Int {
        records.count { $0.outcome == outcome }
    }

    private static let ended: Set<String> = ["done", "queued", "open", "failed", "cancelled"]
}
