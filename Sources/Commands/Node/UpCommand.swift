internal import CommandLine
internal import Model
internal import Node

/// `reelmill up`
enum UpCommand {
    static func run(_ context: Context) throws -> ExitCode {
        var settings = try NodeSetup(context, listen: .usual).settings
        settings.initializes = context.invocation[RunningTable.initialize]
        let format = try context.settings().settings[SettingsTable.logFormat]
        let signal = try NodeRun(context.console, format).run(settings)
        return NodeRun.code(signal)
    }
}
