import Model
import Profiles
import Testing

@Suite("Choice of streams")
struct StreamOptionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let streams: StreamChoice

        init(_ line: String, _ change: (inout StreamChoice) -> Void) {
            self.line = line
            var streams = StreamChoice()
            change(&streams)
            self.streams = streams
        }

        var testDescription: String { line }
    }

    private static func selector(
        _ text: String,
        _ change: (inout StreamSelector) -> Void
    ) -> StreamSelector {
        var selector = StreamSelector(text)
        change(&selector)
        return selector
    }

    static let cases = [
        Case("-map 0") { $0.selectors = [StreamSelector("0")] },
        Case("-map 0:v:0 -map 0:a? -map -0:s:m:language:eng -map 0:2") {
            $0.selectors = [
                selector("0:v:0") { ($0.kind, $0.index) = (.video, 0) },
                selector("0:a?") { ($0.kind, $0.isOptional) = (.audio, true) },
                selector("-0:s:m:language:eng") {
                    ($0.kind, $0.language, $0.isNegative) = (.subtitle, "eng", true)
                },
                selector("0:2") { $0.index = 2 },
            ]
        },
        Case("-map_metadata -1 -map_chapters -1") {
            ($0.keepsTags, $0.keepsChapters) = (false, false)
        },
        Case("-map_metadata -1 -map_metadata 0") { $0.keepsTags = true },
        Case("-metadata title=Film=1 -metadata:g date= -metadata:s:a:0 language=eng") {
            $0.changes = [
                StreamChange(kind: nil, index: nil, .tag(name: "title", value: "Film=1")),
                StreamChange(kind: nil, index: nil, .tag(name: "date", value: "")),
                StreamChange(kind: .audio, index: 0, .tag(name: "language", value: "eng")),
            ]
        },
        Case("-disposition:a:1 default+forced -disposition:s 0 -disposition:v -dub") {
            $0.changes = [
                StreamChange(kind: .audio, index: 1, .disposition("default+forced")),
                StreamChange(kind: .subtitle, index: nil, .disposition("0")),
                StreamChange(kind: .video, index: nil, .disposition("-dub")),
            ]
        },
    ]

    @Test("It is the same on a command line and under [streams]", arguments: cases)
    func options(line: Case) throws {
        let direct = try recipe(line.line).streams
        let profile = try read("[streams]\n\(line.line)").profile.recipe.streams
        #expect(direct == line.streams)
        #expect(profile == line.streams)
    }

    @Test("Keys of [streams] choose by language")
    func keys() throws {
        let text = """
            [streams]
            audio = eng deu eng
            subtitles = none
            default_audio = deu
            default_subtitles = none
            """
        var expected = StreamChoice()
        expected.audio = .languages(["eng", "deu"])
        expected.subtitles = StreamChoice.Tracks.none
        expected.defaultAudio = "deu"
        expected.defaultSubtitles = "none"
        #expect(try read(text).profile.recipe.streams == expected)
    }

    @Test("A picture is copied or left out", arguments: ["-c:v copy", "-c copy", "-vcodec copy"])
    func copy(line: String) throws {
        #expect(try recipe(line).video.mode == .copy)
        #expect(try recipe("-tag:v hvc1 \(line)").video.tag == "hvc1")
        #expect(try recipe("\(line) -c:a aac").audio.mode == .encode("aac"))
        #expect(try recipe("\(line) -vn").video.mode == .drop)
    }

    @Test(
        "Sound alone is what its ending says, or -vn",
        arguments: [
            ("mka", "matroska"), ("m4a", "mp4"), ("flac", "flac"), ("opus", "opus"),
            ("mp3", "mp3"), ("wav", "wav"),
        ]
    )
    func sound(ending: String, container: String) throws {
        let direct = try recipe("-c:a flac", result: Path("a.\(ending)"))
        #expect(direct.video.mode == .drop)
        #expect(direct.container == container)
        let profile = try read("container = \(ending)").profile
        #expect(profile.recipe.video.mode == .drop)
        #expect(profile.ending == ending)
        #expect(try read("[video]\n-vn").profile.ending == "mka")
        #expect(try read("container = mp4\n[video]\n-vn").profile.ending == "mp4")
    }

    @Test("Words in braces are kept for the film, and those with a percent sign for filters")
    func placeholders() throws {
        let line = "-g {gop} -x264-params keyint={fps} -vf drawtext=text=%{pts}:x={width}-{a-b}"
        let kept = try recipe(line)
        #expect(kept.video.options.map(\.value) == ["{gop}", "keyint={fps}"])
        #expect(kept.video.filters == "drawtext=text=%{pts}:x={width}-{a-b}")
        // A title is nothing but a title.
        let titled = try recipe("-metadata title={height}-of-{hills}")
        let tag = StreamChange.What.tag(name: "title", value: "{height}-of-{hills}")
        #expect(titled.streams.changes.map(\.what) == [tag])
    }
}
