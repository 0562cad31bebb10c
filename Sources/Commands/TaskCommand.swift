internal import CommandLine
internal import Services

/// `reelmill task`: the child of a node or a transcode.
enum TaskCommand {
    static func run(_ context: Context) -> ExitCode { TaskChild.run() ? .done : .failed }
}
