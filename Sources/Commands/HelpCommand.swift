internal import CommandLine

/// `reelmill help [COMMAND...]`
enum HelpCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let words = context.invocation[AboutTable.words]
        try context.console.print(CommandPages(context.table).page(about: words))
        return .done
    }
}
