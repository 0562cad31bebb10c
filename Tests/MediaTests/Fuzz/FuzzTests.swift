import Model
import Platform
import TestKit
import Testing

@Suite("Broken films")
struct FuzzTests {
    /// A sample of what `make fuzz` does with thousands, in children of the program beside the
    /// tests.
    @Test("Probe and plan refuse what they cannot read, and nothing else happens")
    func sample() throws {
        let scratch = try Scratch()
        let keep = scratch.path / "finds"
        let words = ["--count", "150", "--seed", "1", "--jobs", "2", "--keep"].map {
            Array($0.utf8)
        }
        var request = SpawnRequest(try #require(program), words + [keep.bytes])
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        let child = try ChildProcess.spawn(request)
        var output = ChildOutput(of: child)
        let isWhole = try output.readAll(until: Deadline(after: .seconds(600)))
        try #require(isWhole, "the output had no end")
        let status = try child.wait(upTo: .seconds(60))
        let text = String(decoding: output.output.bytes, as: UTF8.self)
        #expect(status?.isSuccess == true, "\(text)")
        #expect(text.contains("150 files tried to their end"))
        #expect(text.contains("finds      0\n"))
        #expect((try? Directory.status(of: keep)) == nil)
    }

    /// The tests are loaded into a runner or are the program themselves, as the toolchain has it.
    private var program: Path? {
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        let program = bundle ?? (try? Directory.symbolicLinkTarget(of: "/proc/self/exe"))
        return program?.parent.appending("reelmill-fuzz")
    }
}
