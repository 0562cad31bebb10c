internal import CommandLine
internal import Node

/// `reelmill up`
enum UpCommand {
    static func run(_ context: Context) throws -> ExitCode {
        var settings = try NodeSetup(context).settings
        settings.initializes = context.invocation[RunningTable.initialize]
        return try NodeRun(context.console).run(settings)
    }
}

/// `reelmill run`
enum RunCommand {
    static func run(_ context: Context) throws -> ExitCode {
        var settings = try NodeSetup(context).settings
        settings.stopsWhenIdle = .zero
        return try NodeRun(context.console).run(settings)
    }
}
