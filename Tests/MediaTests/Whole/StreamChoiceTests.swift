import Model
import Platform
import TestKit
import Testing

@testable import Media

/// What a recipe says of streams, as ffprobe sees it in the result.
@Suite("Chosen streams in a result")
struct StreamChoiceTests {
    private func join(
        _ media: TestMedia,
        container: String = "matroska",
        in directory: Path,
        _ change: (inout EncodeRecipe) -> Void
    ) throws -> (FilmLab.Outcome, Judge.Inventory) {
        var lab = FilmLab(directory, container: container, sliceMilliseconds: 60_000)
        lab.recipe.video.mode = .copy
        change(&lab.recipe)
        let done = try lab.run(try media.file(), to: directory / "result")
        return (done, try Judge.inventory(of: done.join.path))
    }

    private func failure(
        _ media: TestMedia,
        container: String,
        _ change: (inout EncodeRecipe) -> Void
    ) throws -> MediaFailure? {
        var recipe = EncodeRecipe(container: container)
        change(&recipe)
        let source = try media.file()
        do throws(MediaFailure) {
            try RecipeFit.check(recipe, source: source)
            return nil
        } catch { return error }
    }

    @Test("come in the order of the languages, with the default that is wanted")
    func languages() throws {
        let scratch = try Scratch()
        let (done, inventory) = try join(.richMKV, in: scratch.path) {
            $0.streams.audio = .languages(["ja", "de"])
            $0.streams.subtitles = .languages(["eng"])
            $0.streams.defaultAudio = "jpn"
        }
        let languages = inventory.streams.map { $0["tags.language"] }
        #expect(languages == [nil, "jpn", "deu", "eng", nil])
        #expect(inventory.sounds.map { $0["codec_name"] } == ["opus", "aac"])
        #expect(inventory.sounds.map { $0["disposition.default"] } == ["1", "0"])
        #expect(inventory.sounds[0]["disposition.comment"] == "1")
        #expect(
            done.join.dropped == [
                "stream 3 (subrip): its language is fra, and the profile wants eng"
            ]
        )
        let report = try FilmVerification.run(
            source: try TestMedia.richMKV.file(),
            result: done.join.path
        ) { _ in }
        #expect(report.isGood, "\(report.findings.map(\.text))")
        #expect(report.sounds.map(\.sourceStream).sorted() == [1, 2])
        #expect(report.sounds.map(\.resultStream).sorted() == [1, 2])
        #expect(report.sounds.first { $0.sourceStream == 2 }?.resultStream == 1)
    }

    @Test("no track is the default, where none shall be")
    func noDefault() throws {
        let scratch = try Scratch()
        let (done, inventory) = try join(.richMKV, in: scratch.path) {
            $0.streams.defaultAudio = "none"
            $0.streams.defaultSubtitles = "kor"
        }
        #expect(inventory.sounds.map { $0["disposition.default"] } == ["0", "0"])
        #expect(
            done.join.dropped == [
                "nothing of the subtitles is in kor, so players begin as with the source"
            ]
        )
    }

    @Test("tags and roles are changed as ffmpeg changes them")
    func changes() throws {
        let scratch = try Scratch()
        let (done, inventory) = try join(.richMKV, in: scratch.path) {
            $0.streams.keepsTags = false
            $0.streams.keepsChapters = false
            $0.streams.changes = [
                StreamChange(kind: nil, index: nil, .tag(name: "title", value: "Another")),
                StreamChange(kind: .audio, index: 0, .tag(name: "LANGUAGE", value: "fra")),
                StreamChange(kind: .audio, index: 1, .tag(name: "title", value: "")),
                StreamChange(kind: .audio, index: 1, .disposition("+forced-comment")),
                StreamChange(kind: .subtitle, index: nil, .disposition("0")),
                StreamChange(kind: .audio, index: 5, .tag(name: "title", value: "Lost")),
            ]
        }
        #expect(inventory.format["tags.title"] == "Another")
        #expect(inventory.format["tags.ARTIST"] == nil)
        #expect(inventory.chapters.isEmpty)
        #expect(inventory.sounds[0]["tags.language"] == "fra")
        #expect(inventory.sounds[1]["tags.title"] == nil)
        #expect(inventory.sounds[1]["disposition.forced"] == "1")
        #expect(inventory.sounds[1]["disposition.comment"] == "0")
        #expect(inventory.subtitles.map { $0["disposition.forced"] } == ["0", "0"])
        // The tags of streams stay, as with ffmpeg.
        #expect(inventory.videos[0]["tags.title"] == "The picture")
        #expect(
            done.join.dropped == [
                "the tags of the film: the profile wants none",
                "2 chapters: the profile wants none",
                "-metadata:s:a:5 title=Lost: the result has no such stream",
            ]
        )
    }

    @Test("a role that libavformat does not know is refused, with the one that was meant")
    func unknownRole() throws {
        let failure = try failure(.richMKV, container: "matroska") {
            $0.video.mode = .copy
            $0.streams.changes = [
                StreamChange(kind: .audio, index: 0, .disposition("default+forcd"))
            ]
        }
        #expect(failure?.kind == .recipe)
        #expect(
            failure?.description
                == "cannot set the disposition default+forcd: libavformat knows no "
                + "\"forcd\"; did you mean forced?"
        )
    }

    @Test("the second picture of two is encoded, where it is the one that is chosen")
    func secondPicture() throws {
        let scratch = try Scratch()
        let (done, inventory) = try join(.twoVideos, in: scratch.path) {
            $0.video.mode = .encode
            var second = StreamSelector("0:v:1")
            (second.kind, second.index) = (.video, 1)
            $0.streams.selectors = [second]
        }
        #expect(done.batches[0].film.videoStream == 1)
        #expect(inventory.streams.map { $0["width"] } == ["96"])
        #expect(done.join.frames == 72)
    }

    // MARK: Tags of the codec

    static let tags: [(TestMedia, String, String?, String)] = [
        (.hevcMKV, "mp4", nil, "hvc1"), (.hevcTS, "mov", nil, "hvc1"), (.hevc, "mp4", nil, "hvc1"),
        (.hevcMKV, "mp4", "hev1", "hev1"), (.h264, "mp4", "avc3", "avc3"),
        (.h264TS, "mov", nil, "avc1"), (.mjpeg, "avi", "MJPG", "MJPG"),
    ]

    @Test(
        "a picture has the tag that is wanted, and HEVC the one that Apple plays",
        arguments: tags
    )
    func tag(media: TestMedia, container: String, tag: String?, found: String) throws {
        let scratch = try Scratch()
        let (_, inventory) = try join(media, container: container, in: scratch.path) {
            $0.video.tag = tag
        }
        #expect(inventory.videos[0]["codec_tag_string"] == found)
    }

    @Test("an encoded picture as well")
    func encodedTag() throws {
        for (tag, found) in [(nil, "hvc1"), ("hev1", "hev1")] as [(String?, String)] {
            let scratch = try Scratch()
            let (_, inventory) = try join(.h264NoKeyTable, container: "mp4", in: scratch.path) {
                $0.video.mode = .encode
                $0.video.encoder = "libx265"
                $0.video.options = [CodecOption("preset", "ultrafast")]
                $0.video.tag = tag
            }
            #expect(inventory.videos[0]["codec_tag_string"] == found)
        }
    }

    @Test("a tag that the container does not take is refused before anything is done")
    func wrongTag() throws {
        let copied = try failure(.hevcMKV, container: "mp4") {
            $0.video.mode = .copy
            $0.video.tag = "avc1"
        }
        #expect(copied?.kind == .recipe)
        #expect(copied?.attempt == "give the picture the tag avc1")
        #expect(copied?.cause.hasPrefix("mp4 does not take it for hevc: ") == true)
        let encoded = try failure(.hevcMKV, container: "mp4") {
            $0.video.encoder = "libx264"
            $0.video.tag = "hvc1"
        }
        #expect(encoded?.kind == .recipe)
    }

    // MARK: Placeholders

    @Test("a group of pictures is two seconds of the film's own rate")
    func placeholders() throws {
        let scratch = try Scratch()
        let (_, inventory) = try join(.h264NoKeyTable, in: scratch.path) {
            $0.video.mode = .encode
            $0.video.encoder = "libx264"
            $0.video.options = [
                CodecOption("preset", "ultrafast"), CodecOption("sc_threshold", "0"),
                CodecOption("g", "{gop}"),
            ]
            $0.video.filters = "scale={width}:{height}"
        }
        #expect(inventory.videos[0]["width"] == "160")
        let keys = try Judge.packets(of: scratch.path / "result").enumerated()
            .filter(\.element.isKey).map(\.offset)
        #expect(keys == [0, 48, 96])
    }
}
