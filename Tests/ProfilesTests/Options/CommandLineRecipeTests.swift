import Model
import Profiles
import Testing

/// The recipe of options as they are typed, parted at blanks.
func recipe(_ line: String, result: Path = "out.mkv") throws(RecipeProblems) -> EncodeRecipe {
    try CommandLineRecipe.recipe(placed(line), result: result)
}

private func placed(_ line: String) -> [PlacedWord] {
    line.split(separator: " ").enumerated().map { index, word in
        PlacedWord(Array(word.utf8), index..<index + 1)
    }
}

private func video(_ change: (inout VideoRecipe) -> Void) -> EncodeRecipe {
    var recipe = EncodeRecipe(container: "matroska")
    change(&recipe.video)
    return recipe
}

private func audio(_ mode: AudioRecipe.Mode, _ options: [CodecOption] = []) -> EncodeRecipe {
    var recipe = EncodeRecipe(container: "matroska")
    recipe.audio.mode = mode
    recipe.audio.options = options
    return recipe
}

@Suite("Options of a command line")
struct CommandLineRecipeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let recipe: EncodeRecipe

        init(_ line: String, _ recipe: EncodeRecipe) { (self.line, self.recipe) = (line, recipe) }

        var testDescription: String { line }
    }

    static let pictures = [
        Case("", video { _ in }),
        Case("-c:v libx265", video { $0.encoder = "libx265" }),
        Case("-vcodec libx265", video { $0.encoder = "libx265" }),
        Case("-codec:v:0 libx265", video { $0.encoder = "libx265" }),
        Case(
            "-crf 20 -preset slow -x264-params keyint=50:bframes=2",
            video {
                $0.options = [
                    CodecOption("crf", "20"), CodecOption("preset", "slow"),
                    CodecOption("x264-params", "keyint=50:bframes=2"),
                ]
            }
        ),
        Case(
            "-crf 20 -profile:v high -crf 18",
            video { $0.options = [CodecOption("profile", "high"), CodecOption("crf", "18")] }
        ),
        Case("-b:v 4M", video { $0.options = [CodecOption("b", "4M")] }),
        Case("-b 4M", video { $0.options = [CodecOption("b", "4M")] }),
        Case("-strict -2", video { $0.options = [CodecOption("strict", "-2")] }),
        Case(
            "-q:v 4.5",
            video {
                $0.options = [
                    CodecOption("flags", "+qscale"), CodecOption("global_quality", "531"),
                ]
            }
        ),
        Case(
            "-qscale 2 -flags +cgop",
            video {
                $0.options = [
                    CodecOption("flags", "+cgop+qscale"), CodecOption("global_quality", "236"),
                ]
            }
        ),
        Case("-pix_fmt yuv420p10le", video { $0.pixelFormat = "yuv420p10le" }),
        Case("-vf yadif,scale=-2:720", video { $0.filters = "yadif,scale=-2:720" }),
        Case("-filter:v yadif", video { $0.filters = "yadif" }),
        Case(
            "-r 25 -aspect 16:9 -s 640x480 -vf yadif",
            video { $0.filters = "yadif,scale=640:480,setdar=16/9,fps=25" }
        ),
        Case("-s hd720", video { $0.filters = "scale=size=hd720" }),
        Case("-aspect 1.85", video { $0.filters = "setdar=1.85" }),
        Case("-r 24000/1001", video { $0.filters = "fps=24000/1001" }),
        Case("-r ntsc", video { $0.filters = "fps=30000/1001" }),
    ]

    static let sounds = [
        Case("-c:a copy", audio(.copy)),
        Case("-an", audio(.drop)),
        Case("-an -c:a aac -b:a 1k", audio(.drop)),
        Case("-c:a aac -b:a 160k", audio(.encode("aac"), [CodecOption("b", "160k")])),
        Case(
            "-acodec libopus -ab 96k -ac 2 -ar 48000 -vbr on",
            audio(
                .encode("libopus"),
                [
                    CodecOption("b", "96k"), CodecOption("ac", "2"), CodecOption("ar", "48000"),
                    CodecOption("vbr", "on"),
                ]
            )
        ),
        Case(
            "-c:a libmp3lame -aq 2",
            audio(
                .encode("libmp3lame"),
                [CodecOption("flags", "+qscale"), CodecOption("global_quality", "236")]
            )
        ),
        Case(
            "-c:a flac -af loudnorm",
            {
                var recipe = audio(.encode("flac"))
                recipe.audio.filters = "loudnorm"
                return recipe
            }()
        ),
    ]

    @Test("What is about the picture goes to its encoder", arguments: pictures)
    func picture(line: Case) throws {
        #expect(try recipe(line.line) == line.recipe)
    }

    @Test("What is about sound goes to its encoder", arguments: sounds)
    func sound(line: Case) throws {
        #expect(try recipe(line.line) == line.recipe)
    }

    @Test("Subtitles are copied or left out", arguments: ["-c:s copy", "-scodec copy", ""])
    func subtitles(line: String) throws {
        #expect(try recipe(line).subtitles == .copy)
        #expect(try recipe(line + " -sn").subtitles == .drop)
    }

    @Test(
        "The ending says the container, and -f says it louder",
        arguments: [
            ("a.mkv", "", "matroska", "libx264"), ("a.MP4", "", "mp4", "libx264"),
            ("a.b/c.m4v", "", "mp4", "libx264"), ("a.mov", "", "mov", "libx264"),
            ("a.webm", "", "webm", "libvpx-vp9"), ("a.ts", "", "mpegts", "libx264"),
            ("a.mpg", "-c:v mpeg2video", "mpeg", "mpeg2video"),
            ("a", "-f mp4", "mp4", "libx264"), ("a.mkv", "-f webm", "webm", "libvpx-vp9"),
            ("a.x", "-f ipod -c:v libx264", "ipod", "libx264"),
        ] as [(Path, String, String, String)]
    )
    func containers(path: Path, line: String, container: String, encoder: String) throws {
        let recipe = try recipe(line, result: path)
        #expect(recipe.container == container)
        #expect(recipe.video.encoder == encoder)
    }

    @Test("What the container knows goes to it")
    func containerOptions() throws {
        let recipe = try recipe("-movflags +faststart -crf 20", result: "a.mp4")
        #expect(recipe.containerOptions == [CodecOption("movflags", "+faststart")])
        #expect(recipe.video.options == [CodecOption("crf", "20")])
    }
}
