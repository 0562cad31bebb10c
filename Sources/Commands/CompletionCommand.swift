internal import CommandLine

/// `reelmill completion SHELL`
enum CompletionCommand {
    static func run(_ context: Context) throws -> ExitCode {
        guard let shell = context.invocation[AboutTable.shell] else {
            preconditionFailure("the parser lets no line through without its shell")
        }
        try context.console.print(Completions.script(for: shell, context.table))
        return .done
    }
}
