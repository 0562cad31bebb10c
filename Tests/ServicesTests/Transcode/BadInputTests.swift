import Model
import Platform
import TestKit
import Testing

/// Through the program as people run it: whatever a file holds, the program says in one line what
/// is wrong, and leaves nothing behind.
@Suite("Bad input to reelmill transcode")
struct BadInputTests {
    private func transcode(
        _ source: Path,
        to result: Path,
        _ more: String...
    ) throws -> BuiltProgram.Ended {
        try BuiltProgram.run(
            [Array("transcode".utf8), source.bytes, result.bytes]
                + (["-c:v", "mpeg4", "-q:v", "10", "-c:a", "copy", "--slots", "1"] + more)
                .map { Array($0.utf8) }
        )
    }

    /// Expects a message and an exit code, and nothing in the result's place or beside it.
    private func expectRefused(
        _ source: Path,
        code: Int32 = 1,
        saying text: String = ""
    ) throws {
        let scratch = try Scratch()
        let ended = try transcode(source, to: scratch.path / "result.mkv")
        #expect(ended.outcome == .exited(code: code), "\(source)")
        #expect(ended.message.hasPrefix("reelmill: "), "\(ended.errors)")
        #expect(ended.errors.contains(text), "\(ended.errors)")
        #expect(!ended.errors.contains("SIG"), "a child crashed: \(ended.errors)")
        #expect(!ended.errors.contains("root:"), "the passwords were read: \(ended.errors)")
        #expect(ended.output == "")
        #expect(try scratch.names() == [])
    }

    static let hostile = TestMedia.allTraps.filter { $0 != .pattern }

    @Test("files that are no films, or lead to other files, are refused", arguments: hostile)
    func traps(_ media: TestMedia) throws { try expectRefused(try media.file()) }

    @Test("a name that is a pattern is a name, and the files beside it are not read")
    func pattern() throws {
        let scratch = try Scratch()
        let result = scratch.path / "result.mkv"
        #expect(try transcode(try TestMedia.pattern.file(), to: result).code == 0)
        #expect(try Judge.frames(of: result).count == 1)
    }

    @Test("files that end before their index says are refused", arguments: TestMedia.allTruncated)
    func incomplete(_ media: TestMedia) throws { try expectRefused(try media.file()) }

    @Test("sound alone, and a codec that nobody knows, are refused")
    func noPicture() throws {
        try expectRefused(try TestMedia.soundOnly.file(), saying: "video")
        try expectRefused(try TestMedia.unknownCodec.file(), saying: "codec")
    }

    @Test("what is no regular file is refused before it is opened")
    func irregular() throws {
        let scratch = try Scratch()
        try expectRefused(scratch.path, saying: "is a directory, not a regular file")
        let pipe = scratch.path / "film.mkv"
        let made = try ChildProcess.spawn(SpawnRequest("/usr/bin/mkfifo", ["\(pipe)"]))
        #expect(try made.wait(upTo: .seconds(30))?.isSuccess == true)
        try expectRefused(pipe, saying: "not a regular file")
        try expectRefused("/dev/zero", saying: "not a regular file")
        try expectRefused(scratch.path / "nothing.mkv", code: 4, saying: "No such file")
    }

    /// What becomes of a file with these bytes: a result, or a message and nothing else.
    private func expectAnswer(
        _ bytes: [UInt8],
        _ name: String,
        mayWork: Bool
    ) throws {
        let scratch = try Scratch()
        let source = scratch.path / FileName(name)
        let file = try OpenFile.create(source)
        try file.write(bytes)
        try file.close()
        let ended = try transcode(source, to: scratch.path / "result.mkv")
        let names = try scratch.names()
        #expect(!ended.errors.contains("SIG"), "a child crashed: \(ended.errors)")
        switch ended.code {
        case 0:
            #expect(mayWork, "\(name) with \(bytes.count) bytes was taken for whole")
            #expect(names == [name, "result.mkv"].sorted())
        case 1:
            #expect(ended.message.hasPrefix("reelmill: "), "\(ended.errors)")
            #expect(names == [name])
        default: Issue.record("\(name), \(bytes.count) bytes: \(ended.outcome) \(ended.errors)")
        }
    }

    static let whole = [TestMedia.h264, .h264FastStart, .h264MKV, .h264TS]

    /// A transport stream says nowhere how long it is, so what is left of one may be a film.
    @Test("files cut short at every hundredth are refused", arguments: whole, 0..<10)
    func truncated(_ media: TestMedia, tens: Int) throws {
        let bytes = try media.bytes()
        for percent in max(1, 10 * tens)..<10 * tens + 10 {
            try expectAnswer(
                Damage.truncated(bytes, toPercent: percent),
                media.name,
                mayWork: media == .h264TS
            )
        }
    }

    @Test("random bytes in the middle are concealed or refused", arguments: whole, 1...3)
    func noise(_ media: TestMedia, number: Int) throws {
        var bytes = try media.bytes()
        Damage.overwriting(500 * number * number, of: &bytes, seed: UInt64(number))
        try expectAnswer(bytes, media.name, mayWork: true)
    }
}
