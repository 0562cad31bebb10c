internal import CommandLine
internal import Model
internal import Node
internal import Platform

/// The program behind the executable.
public enum Program {
    /// Does what the process was started for and ends it.
    public static func runAndExit() -> Never {
        do throws(SystemError) {
            try StandardStream.prepare()
        } catch {
            // Without a standard error there is nobody to tell.
            ProcessEnd.exit(ExitCode.failed.rawValue)
        }
        let surroundings = Surroundings(
            environment: ProcessInput.environment,
            hostName: Machine.hostName,
            directory: Machine.workingDirectory
        )
        let code = run(ProcessInput.arguments, surroundings, .standard)
        ProcessEnd.exit(code.rawValue)
    }

    /// Runs one command line on the given streams.
    static func run(
        _ arguments: [[UInt8]],
        _ surroundings: Surroundings,
        _ streams: Streams,
        table: CommandTable = .standard
    ) -> ExitCode {
        var console = Console(streams, surroundings: surroundings)
        console.isJSON = Parser.asks(arguments, for: GlobalFlags.json)
        do {
            let invocation = try Parser.parse(arguments, table: table)
            console.obey(invocation, surroundings)
            let context = Context(
                invocation: invocation,
                console: console,
                table: table,
                surroundings: surroundings
            )
            return try Handlers.handler(of: invocation.command).run(context)
        } catch {
            return report(error, console, table)
        }
    }

    private static func report(
        _ error: any Error,
        _ console: Console,
        _ table: CommandTable
    ) -> ExitCode {
        switch error {
        case let error as OutputError where error.cause.errno == .brokenPipe:
            // Who reads has seen enough, as `head` does.
            return .done
        case let error as OutputError:
            return console.fail(Failure(.failed, "\(error.cause)"))
        case let error as UsageError where error.isEmptyLine && !console.isJSON:
            console.explain(CommandPages(table).overview)
            return .usage
        case let error as UsageError:
            return console.fail(Failure(.usage, error.message, hint: error.remedy))
        case let error as ConfigurationError:
            return console.fail(
                Failure(.invalidConfiguration, "\(error)", hint: Failure.configurationHint)
            )
        case let refusal as NodeRefusal:
            return console.fail(
                Failure(.invalidConfiguration, refusal.message, hint: refusal.hint)
            )
        case let failure as Failure:
            return console.fail(failure)
        default:
            return console.fail(Failure(.failed, "\(error)"))
        }
    }
}
