internal import CommandLine

/// `reelmill man`
enum ManCommand {
    static func run(_ context: Context) throws -> ExitCode {
        try context.console.print(ManPage(context.table).text)
        return .done
    }
}
