import Model
import Platform
import TestKit
import Testing

/// The helper program beside the tests, for what must not be done in the tests' own process.
enum ProbeProgram {
    static func request(_ words: String...) throws -> SpawnRequest {
        var request = SpawnRequest(try #require(path), words)
        request.environment = ProcessInput.environment
        request.output = .pipe
        return request
    }

    /// Runs a part to its end and gives the lines that it prints.
    static func lines(of request: SpawnRequest) throws -> [String] {
        let ended = try Finished(request)
        try #require(ended.status?.isSuccess == true, "\(ended.output) \(ended.errors)")
        return ended.output.split(separator: "\n").map(String.init)
    }

    /// The tests are loaded into a runner or are the program themselves, as the toolchain has it.
    private static var path: Path? {
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        let program = bundle ?? (try? Directory.symbolicLinkTarget(of: "/proc/self/exe"))
        return program?.parent.appending("PlatformProbe")
    }
}

/// A program run to its end, with what it wrote.
struct Finished {
    let status: ChildStatus?
    let output: String
    let errors: String

    init(_ request: SpawnRequest) throws {
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        let isWhole = try output.readAll(until: Deadline(after: .seconds(60)))
        try #require(isWhole, "the output had no end")
        status = try child.wait(upTo: .seconds(60))
        self.output = String(decoding: output.output.bytes, as: UTF8.self)
        errors = String(decoding: output.errors.bytes, as: UTF8.self)
    }

    init(shell script: String, _ change: (inout SpawnRequest) -> Void = { _ in }) throws {
        var request = SpawnRequest.shell(script)
        request.output = .pipe
        request.errors = .pipe
        change(&request)
        try self.init(request)
    }
}

extension SpawnRequest {
    /// A script of the shell in our environment, without any pipes.
    static func shell(_ script: String) -> SpawnRequest {
        var request = SpawnRequest("/bin/sh", ["-c", script])
        request.environment = ProcessInput.environment
        return request
    }
}
