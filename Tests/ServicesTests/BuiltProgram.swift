import Model
import Platform
import Services
import TestKit
import Testing

extension BuiltProgram {
    /// Starts its tasks. A child may end before it has read its order, and that must not end us.
    static func runner() throws -> TaskRunner {
        try Signals.ignoreBrokenPipes()
        var runner = TaskRunner(program: try path())
        // SVT-AV1 stands still for ever now and then: a test need not wait as long as a node.
        runner.stallLimit = .seconds(45)
        return runner
    }

    /// Runs a whole command line.
    static func run(_ words: [[UInt8]]) throws -> Ended {
        var request = SpawnRequest(try path(), words)
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        let deadline = Deadline(after: .seconds(120))
        let isWhole = try output.readAll(until: deadline)
        try #require(isWhole, "the program did not end")
        return Ended(
            outcome: try #require(try child.wait(upTo: .seconds(30))).outcome,
            output: String(decoding: output.output.bytes, as: UTF8.self),
            errors: String(decoding: output.errors.bytes, as: UTF8.self)
        )
    }

    struct Ended {
        let outcome: ChildStatus.Outcome
        let output: String
        let errors: String

        /// The line of standard errors that says what went wrong.
        var message: Substring {
            errors.split(separator: "\n").first { $0.hasPrefix("reelmill: ") } ?? ""
        }

        var code: Int32? {
            if case .exited(let code) = outcome { return code }
            return nil
        }
    }
}

extension Scratch {
    /// The names of everything in it, hidden files as well.
    borrowing func names() throws -> [String] {
        try Directory.entries(of: path).map { "\($0.name)" }.sorted()
    }
}

func contents(of path: Path) throws -> [UInt8] {
    try OpenFile(path, for: .readRegular).readAll(limit: 64 << 20)
}
