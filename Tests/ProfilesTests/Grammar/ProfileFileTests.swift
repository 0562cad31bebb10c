import Model
import Profiles
import Testing

/// A file that stands alone.
private struct ProfileFile {
    let source: ProfileSource

    func recipe(for result: Path) throws(ConfigurationError) -> EncodeRecipe {
        try ProfileReading.recipe([source], for: result)
    }
}

private func profile(_ text: String) -> ProfileFile {
    ProfileFile(source: ProfileSource(.file("tv.conf"), Array(text.utf8)))
}

private func errors(_ text: String, result: Path = "out.mkv") -> String {
    do throws(ConfigurationError) {
        _ = try profile(text).recipe(for: result)
        return "no error"
    } catch {
        return "\(error)"
    }
}

@Suite("Profile files")
struct ProfileFileTests {
    struct Case: Sendable {
        let text: String
        let message: String

        init(_ text: String, _ message: String) { (self.text, self.message) = (text, message) }
    }

    @Test("A profile says all that a recipe holds")
    func whole() throws {
        let text = """
            # HEVC in 10 bit
            name      = movies-hevc10   # it's ours
            container = mkv
            slice     = 12s
            on_damage = fail

            [video]
            -c:v libx265 -preset slow \\
               -crf 22   # visually the same
            -pix_fmt yuv420p10le -profile:v main10
            -vf "scale=-2:'min(1080,ih)'"
            -x265-params 'log-level=error:aq-mode=3'
            [audio]
            -c aac -b 160k -ac 2
            [ subtitles ]
            -sn
            [mux]
            -cues_to_front 1
            """
        var expected = EncodeRecipe(container: "matroska")
        expected.sliceMilliseconds = 12_000
        expected.onDamage = .fail
        expected.subtitles = .drop
        expected.containerOptions = [CodecOption("cues_to_front", "1")]
        expected.video.encoder = "libx265"
        expected.video.pixelFormat = "yuv420p10le"
        expected.video.filters = "scale=-2:'min(1080,ih)'"
        expected.video.options = [
            CodecOption("preset", "slow"), CodecOption("crf", "22"),
            CodecOption("profile", "main10"),
            CodecOption("x265-params", "log-level=error:aq-mode=3"),
        ]
        expected.audio.mode = .encode("aac")
        expected.audio.options = [CodecOption("b", "160k"), CodecOption("ac", "2")]
        #expect(try profile(text).recipe(for: "a.mkv") == expected)
        let windows = "\u{feff}" + text.replacing("\n", with: "\r\n")
        #expect(try profile(windows).recipe(for: "a.mkv") == expected)
    }

    @Test("An empty profile is x264 in what the ending says, with sound as it is")
    func empty() throws {
        #expect(try profile("").recipe(for: "a.mp4") == EncodeRecipe(container: "mp4"))
    }

    @Test("Of two sayings in one section the last one holds")
    func last() throws {
        let recipe = try profile("[video]\n-crf 20\n-crf 18").recipe(for: "a.mkv")
        #expect(recipe.video.options == [CodecOption("crf", "18")])
    }

    @Test("Every problem is told, with its place")
    func everyProblem() {
        let text = """
            contianer = mkv
            slice = 2s
            -crf 20
            [vidio]
            -what is this
            [video]
            -crf 99 -an
            -preset slow \\
              -ss 4
            container = mkv
            -vf "scale
            """
        #expect(
            errors(text) == """
                tv.conf:1:1: unknown key "contianer"; did you mean "container"?
                    1 | contianer = mkv
                      | ^^^^^^^^^
                tv.conf:2:9: slice takes a time from 5s to 24h, such as 10s, not "2s"
                    2 | slice = 2s
                      |         ^^
                tv.conf:3:1: options stand under a heading: [video], [audio], [subtitles], \
                [streams], [mux], [audio NAME] or [rendition NAME]
                    3 | -crf 20
                      | ^^^^
                tv.conf:4:1: unknown heading "[vidio]"; did you mean "[video]"?
                    4 | [vidio]
                      | ^^^^^^^
                tv.conf:7:9: -an: it belongs under [audio]
                    7 | -crf 99 -an
                      |         ^^^
                tv.conf:9:3: -ss is not taken: the whole film is encoded; cut it before, for \
                example with ffmpeg -ss 60 -t 30 -i IN -c copy PIECE
                    9 |   -ss 4
                      |   ^^^
                tv.conf:10:1: lines with "=" stand above the headings
                   10 | container = mkv
                      | ^^^^^^^^^
                tv.conf:11:5: the quotes are not closed
                   11 | -vf "scale
                      |     ^^^^^^
                """
        )
    }

    @Test("A line that is wrong is shown with what is wrong in it", arguments: wrongLines)
    func shows(line: Case) { #expect(errors(line.text) == line.message) }

    @Test("The ending of a result has to fit the container")
    func endings() {
        #expect(
            errors("container = mkv", result: "a.mp4")
                == "tv.conf: it makes matroska, but a.mp4 is to be mp4 by its ending; end its name "
                + "in .mkv"
        )
        #expect(
            errors("", result: "a")
                == "tv.conf: it names no container, and a has no ending that says one; write  "
                + "container = mkv"
        )
        #expect(errors("container = mkv", result: "a") == "no error")
        #expect(
            errors("container = avi", result: "a.avi")
                == """
                tv.conf:1:13: there is no usual encoder for avi; name one with -c:v
                    1 | container = avi
                      |             ^^^
                """
        )
    }

    @Test("A profile with renditions makes a directory, by the ending of its own")
    func ladders() throws {
        func ladder(_ text: String) throws -> EncodingProfile? {
            let source = ProfileSource(.file("tv.conf"), Array(text.utf8))
            return try ProfileReading.ladder([source], name: "tv")
        }
        let renditions = "[rendition 720p]\nheight = 720\n"
        #expect(try ladder("container = mkv") == nil)
        #expect(try ladder(renditions)?.ending == "ladder")
        let hls = try ladder("container = hls\n[video]\n-c:v libx264\n" + renditions)
        #expect(hls?.ending == "hls")
        #expect(hls?.ladder?.renditions.map(\.name) == ["720p"])
        #expect(throws: ConfigurationError.self) { try ladder("[video]\n-vn\n" + renditions) }
    }

    @Test("What is far too long is no profile")
    func tooLong() {
        let text = String(repeating: "#", count: ProfileReading.bytesMax + 1)
        #expect(errors(text) == "tv.conf is longer than 1 MiB; it is no profile")
    }
}
