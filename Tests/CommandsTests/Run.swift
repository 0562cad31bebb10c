import CommandLine
@testable import Commands
import Model
import Platform
import Synchronization

/// A stream that keeps what is written.
final class Captured: Sink {
    private let bytes = Mutex<[UInt8]>([])
    let isTerminal: Bool
    let columns: Int?

    init(isTerminal: Bool = false, columns: Int? = nil) {
        self.isTerminal = isTerminal
        self.columns = columns
    }

    func write(_ bytes: [UInt8]) { self.bytes.withLock { $0 += bytes } }

    var content: [UInt8] { bytes.withLock { $0 } }
    var text: String { String(decoding: content, as: UTF8.self) }
}

/// What one command line came to, run in this process.
struct Run {
    let code: ExitCode
    let output: String
    let errors: String

    init(
        _ arguments: [[UInt8]],
        environment: [String: String] = [:],
        table: CommandTable = .standard,
        isTerminal: Bool = false
    ) {
        let streams = (Captured(isTerminal: isTerminal), Captured(isTerminal: isTerminal))
        let pairs = environment.map { (Array($0.key.utf8), Array($0.value.utf8)) }
        code = Program.run(
            arguments,
            Surroundings(
                environment: Dictionary(uniqueKeysWithValues: pairs),
                hostName: Array("nuc-1".utf8),
                directory: "/start"
            ),
            Streams(output: streams.0, errors: streams.1, inputIsTerminal: isTerminal),
            table: table
        )
        (output, errors) = (streams.0.text, streams.1.text)
    }

    init(
        _ line: String,
        environment: [String: String] = [:],
        table: CommandTable = .standard,
        isTerminal: Bool = false
    ) {
        self.init(
            line.split(separator: " ").map { Array($0.utf8) },
            environment: environment,
            table: table,
            isTerminal: isTerminal
        )
    }
}
