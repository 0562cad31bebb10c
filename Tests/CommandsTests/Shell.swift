import Model
import Platform
import TestKit
import Testing

/// Runs scripts by the shells of this machine, with the built program first in their PATH.
struct Shell {
    let code: Int32
    let output: String
    let errors: String

    /// Ends every script that hangs; nothing here takes a second.
    private static let limit = Duration.seconds(120)

    /// - Parameter shell: for example `["bash", "-c"]`.
    init(
        _ script: String,
        by shell: [String] = ["bash", "-c"],
        environment: [String: String] = [:]
    ) throws {
        let scratch = try Scratch()
        let files = try [scratch.file("out"), scratch.file("err")]
        let products = try Shell.tests().parent
        let variables = [
            "PATH": "\(products):/usr/bin:/bin",
            "HOME": "\(scratch.path)",
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        ].merging(environment) { $1 }
        var request = SpawnRequest("/usr/bin/env", shell + [script])
        for (name, value) in variables { request.environment[Array(name.utf8)] = Array(value.utf8) }
        request.output = .appendingFile(files[0])
        request.errors = .appendingFile(files[1])
        let status = try ChildProcess.spawn(request).wait(upTo: Shell.limit)
        guard case .exited(let code) = try #require(status, "\(script)").outcome else {
            throw SystemError("run to its end", Path(shell[0]), .interrupted)
        }
        self.code = code
        let contents = try files.map { try OpenFile($0, for: .read).readAll(limit: 1 << 24) }
        output = String(decoding: contents[0], as: UTF8.self)
        errors = String(decoding: contents[1], as: UTF8.self)
    }

    /// The tests are loaded into a runner or are the program themselves, as the toolchain has it.
    private static func tests() throws -> Path {
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        return try bundle ?? Directory.symbolicLinkTarget(of: "/proc/self/exe")
    }
}
