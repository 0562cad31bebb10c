internal import CommandLine
internal import Model
internal import Node

/// `reelmill up`
enum UpCommand {
    static func run(_ context: Context) throws -> ExitCode {
        var settings = try NodeSetup(context, listen: .usual).settings
        settings.initializes = context.invocation[RunningTable.initialize]
        let signal = try NodeRun(context.console).run(settings)
        return NodeRun.code(signal)
    }
}
