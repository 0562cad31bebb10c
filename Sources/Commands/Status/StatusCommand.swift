internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool

/// `reelmill status`
enum StatusCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        guard context.invocation[WatchingTable.watch] else {
            try context.console.print(try look(spool, context))
            return .done
        }
        let interval = context.invocation[CommonFlags.interval] ?? Watching.usualInterval
        try Watching(console: context.console, interval: interval).run {
            (try look(spool, context), false)
        }
        return .done
    }

    private static func look(_ spool: OpenSpool, _ context: Context) throws -> String {
        let status = try status(spool)
        guard context.invocation[GlobalFlags.json] else {
            return StatusText(status, hasBars: context.console.outputIsTerminal).text
        }
        return JSONText.line(Document(schema: "\(Product.name).status/1", body: status))
    }

    static func status(_ spool: OpenSpool) throws(Failure) -> ClusterStatus {
        let view = try spool.trying { reader throws(SpoolError) in try reader.view() }
        return ClusterSummary(view, spool.reader, at: LocalTime(.now)).status
    }
}
