import Model
import Platform
import TestKit
import Testing

@Suite("Processes that are killed and frozen", .timeLimit(.minutes(5)))
struct StressTests {
    /// A small one of what `make stress` does: four processes, and twenty of them killed.
    @Test("Nothing is lost, done twice or left behind")
    func small() throws {
        let scratch = try Scratch()
        let place = scratch.path / "run"
        let numbers = [
            ("--workers", 4), ("--tasks", 60), ("--kills", 20), ("--freezes", 4), ("--wipes", 1),
            ("--beat", 100), ("--work", 40), ("--kill-every", 150), ("--patience", 120),
            ("--keep", 1),
        ]
        var request = SpawnRequest(
            try #require(Self.program),
            [Array("--place".utf8), place.bytes]
                + numbers.flatMap { [Array($0.0.utf8), Array("\($0.1)".utf8)] }
        )
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        let isWhole = try output.readAll(until: Deadline(after: .seconds(280)))
        let text = String(decoding: output.output.bytes, as: UTF8.self)
        try #require(isWhole, "it had no end: \(text)")
        let errors = String(decoding: output.errors.bytes, as: UTF8.self)
        #expect(try child.wait(upTo: .seconds(10))?.isSuccess == true, "\(text) \(errors)")
        #expect(text.contains("\ntasks      66 of 66 in 7 films came out right\n"))
        #expect(text.contains(", 0 findings\nfaults     0\n"))
    }

    /// Beside the tests, which are loaded into a runner or are the program themselves.
    private static var program: Path? {
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        let tests = bundle ?? (try? Directory.symbolicLinkTarget(of: "/proc/self/exe"))
        return tests?.parent.appending("reelmill-stress")
    }
}
