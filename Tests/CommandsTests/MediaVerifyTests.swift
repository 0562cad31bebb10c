import CommandLine
@testable import Commands
import Model
import TestKit
import Testing

@Suite("What media verify says")
struct MediaVerifyTests {
    @Test("Of a good result the verdict comes first, then the figures")
    func good() throws {
        let (source, result) = (try TestMedia.h264MKV.file(), try TestMedia.h264TS.file())
        let run = Run("media verify \(source) \(result)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(run.code == .done, "\(run.output)")
        try #require(lines.count > 3)
        #expect(lines[0] == "good: \(result) of \(source)")
        #expect(lines[1] == "  picture   144 frames of 144, 0:06.000 of 0:05.999")
        #expect(lines[2].hasPrefix("  likeness  1.0000 on average, 1.0000 in the worst second at "))
        #expect(lines[3].hasPrefix("  sound 1   0:06."))
    }

    @Test("What speaks against a result comes right behind the verdict, and the command fails")
    func bad() throws {
        let (source, result) = (try TestMedia.h264.file(), try TestMedia.variableRateMKV.file())
        let run = Run("media verify \(source) \(result)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(run.code == .failed)
        #expect(run.errors == "")
        try #require(lines.count > 2)
        #expect(lines[0] == "not good: \(result) of \(source)")
        #expect(lines[1].hasPrefix("  fault     "))
        #expect(lines.contains { $0.hasPrefix("  picture   ") })
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let source = try TestMedia.h264.file()
        let run = Run("media verify --json \(source) \(source)")
        #expect(run.code == .done)
        #expect(run.output.contains(#""schema":"reelmill.verification/1""#))
        #expect(run.output.contains(#""isGood":true"#))
        #expect(run.output.contains(#""resultFrames":144"#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }

    @Test("Files that are not there are told apart from results that are not good")
    func files() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        let missing = Run("media verify \(source) \(scratch.path)/a.mkv")
        #expect(missing.code == .notFound)
        #expect(
            missing.errors == "reelmill: cannot examine \(scratch.path)/a.mkv: "
                + "No such file or directory (ENOENT)\n"
        )
        #expect(Run("media verify \(scratch.path)/a.mkv \(source)").code == .notFound)
        let empty = try scratch.file("empty.mkv")
        let unreadable = Run("media verify \(empty) \(source)")
        #expect(unreadable.code == .failed)
        #expect(unreadable.errors.hasPrefix("reelmill: cannot read \(empty): it is empty"))
        let run = Run("media verify \(source) \(empty)")
        #expect(run.code == .failed)
        #expect(run.output.contains("  fault     the result cannot be read: it is empty (0 bytes)"))
    }
}
