import Model
import Platform
import TestKit
import Testing

@Suite("Broken profiles")
struct ProfileFuzzTests {
    /// A sample of what `make fuzz-profiles` does with a hundred thousand, in children of the
    /// program beside the tests.
    @Test("They are read or refused with a place, and nothing else happens")
    func sample() throws {
        let words = ["profiles", "--count", "3000", "--seed", "1", "--jobs", "2"]
        var request = SpawnRequest(try #require(program), words.map { Array($0.utf8) })
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
        #expect(text.contains("1 to 3000, 3000 profiles\n"))
        #expect(text.contains("finds      0\n"))
    }

    /// The tests are loaded into a runner or are the program themselves, as the toolchain has it.
    private var program: Path? {
        let bundle = ProcessInput.arguments.compactMap { Path(bytes: $0) }
            .first { "\($0)".hasSuffix(".xctest") }
        let program = bundle ?? (try? Directory.symbolicLinkTarget(of: "/proc/self/exe"))
        return program?.parent.appending("reelmill-fuzz")
    }
}
