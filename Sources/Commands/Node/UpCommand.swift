internal import CommandLine
internal import Model
internal import Node
internal import Platform

/// `reelmill up`
enum UpCommand {
    static func run(_ context: Context) throws -> ExitCode {
        var settings = try NodeSetup(context, listen: .usual).settings
        settings.initializes = context.invocation[RunningTable.initialize]
        let chosen = try context.settings().settings
        settings.leavesWhenIdle = chosen[SettingsTable.exitWhenIdle]
        settings.manager = ServiceManager(ProcessInput.environment)
        let format = chosen[SettingsTable.logFormat]
        let signal = try NodeRun(context.console, format).run(settings)
        return NodeRun.code(signal)
    }
}
