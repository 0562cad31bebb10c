import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Packages of whole films")
struct FilePackageTests {
    @Test("each rendition is a film with everything that a single result has")
    func films() throws {
        let scratch = try Scratch()
        let source = try TestMedia.richMKV.file()
        var ladder = FilmLadder.streams(
            [(160, 120), (80, 60)],
            sounds: [("a", "aac"), ("b", "flac")]
        )
        ladder.streaming = nil
        ladder.rungs[1].sounds = [1]
        let made = try PackageLab(scratch.path, ladder).run(source)
        let names = try Directory.entries(of: made.directory).map { "\($0.name)" }.sorted()
        #expect(names == ["film-120p.mkv", "film-60p.mkv"])
        let whole = try Judge.inventory(of: source)
        let large = try Judge.inventory(of: made.directory / "film-120p.mkv")
        let small = try Judge.inventory(of: made.directory / "film-60p.mkv")
        #expect(large.chapters == whole.chapters)
        #expect(small.streams.count == whole.streams.count)
        // Each of the two tracks once more.
        #expect(large.streams.count == whole.streams.count + 2)
        let codecs = large.streams.filter { $0["codec_type"] == "audio" }.map { $0["codec_name"] }
        #expect(codecs == ["aac", "flac", "aac", "flac"])
        #expect(small.videos.first?["width"] == "80")
        let frames = try Judge.frames(of: source).nanoseconds(from: .firstFrame)
        let found = try Judge.frames(of: made.directory / "film-60p.mkv")
        for (one, other) in zip(found.nanoseconds(from: .firstFrame), frames) {
            #expect(abs(one - other) <= 1_000_000)
        }
        #expect(found.count == frames.count)
    }

    @Test("sound that is copied is copied into each of them")
    func copies() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        var ladder = FilmLadder.streams([(160, 120), (80, 60)], sounds: [])
        ladder.streaming = nil
        let made = try PackageLab(scratch.path, ladder, container: "mp4").run(source)
        for name in ["film-120p.mp4", "film-60p.mp4"] {
            let streams = try Judge.inventory(of: made.directory / FileName(name)).streams
            #expect(streams.map { $0["codec_name"] } == ["h264", "aac"])
        }
    }
}
