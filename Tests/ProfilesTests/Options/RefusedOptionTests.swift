import Model
import Profiles
import Testing

@Suite("Options that are not taken")
struct RefusedOptionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let messages: [String]
        var result: Path = "out.mkv"

        init(_ line: String, _ messages: String..., result: Path = "out.mkv") {
            (self.line, self.messages, self.result) = (line, messages, result)
        }

        var testDescription: String { line }
    }

    private static let wholeFilm =
        "the whole film is encoded; cut it before, for example with "
        + "ffmpeg -ss 60 -t 30 -i IN -c copy PIECE"
    private static let everyStream =
        "every stream is kept that the container can hold; -an leaves out sound, -sn subtitles"
    private static let times =
        "every frame and every sound keeps its time; write -r for a constant frame rate"
    private static let useless = "it has no use here; leave it out"

    static let refused = [
        Case("-ss 10", "-ss is not taken: \(wholeFilm)"),
        Case("-t 5 -to 7", "-t is not taken: \(wholeFilm)", "-to is not taken: \(wholeFilm)"),
        Case("-frames:v 5", "-frames:v is not taken: \(wholeFilm)"),
        Case("-map 0 -dn", "-dn is not taken: \(everyStream)"),
        Case(
            "-pass 1",
            "-pass is not taken: slices are encoded in one pass; write -crf, or -b:v with -maxrate "
                + "and -bufsize"
        ),
        Case(
            "-threads 4",
            "-threads is not taken: the number of threads follows from the film, so that its "
                + "result is the same on every machine; --slots says how many slices are encoded "
                + "at a time"
        ),
        Case("-vsync 0", "-vsync is not taken: \(times)"),
        Case("-shortest", "-shortest is not taken: \(times)"),
        Case("-copyts", "-copyts is not taken: \(times)"),
        Case(
            "-filter_complex overlay",
            "-filter_complex is not taken: filters have one input and one output here; write -vf "
                + "or -af"
        ),
        Case(
            "-hwaccel cuda",
            "-hwaccel is not taken: pictures are decoded by the processor; leave it out"
        ),
        Case(
            "-attach cover.jpg",
            "-attach is not taken: programs and attachments are those of the source; change them "
                + "in the result, for example with ffmpeg -c copy"
        ),
        Case("-hls_time 4", "-hls_time is not taken: a result is one file"),
        Case("-ss", "-ss is not taken: \(wholeFilm)"),
        Case("-hide_banner", "-hide_banner is not taken: \(useless)"),
        Case(
            "-codec libx264",
            "-codec: it means every stream; write -c:v ENCODER for the picture, -c:a copy for sound"
        ),
    ]

    static let wrong = [
        Case(
            "-c:v x265",
            #"-c:v takes the name of an encoder, not "x265"; did you mean "libx265"?"#
        ),
        Case(
            "-acodec mp3",
            #"-acodec takes the name of an encoder, not "mp3"; did you mean "libmp3lame"?"#
        ),
        Case(
            "-c:s mov_text",
            "-c:s takes copy only: subtitles are kept as they are, or left out with -sn"
        ),
        Case("-crf", "-crf needs a value"),
        Case("-crf -preset slow", #"-crf needs a value; behind it stands the option "-preset""#),
        Case(
            "-crf=20 -an",
            "-crf=20: the value stands behind the option as a word of its own: -crf VALUE"
        ),
        Case("20", #""20" is no option and belongs to none before it"#),
        Case("-b:d 1", "-b:d: streams are chosen by kind only: :v, :a or :s"),
        Case("-b:a:1 1", "-b:a:1: options hold for every stream of a kind; write -b:a"),
        Case("-b:v:1 1", "-b:v:1: options hold for every stream of a kind; write -b:v"),
        Case(
            "-b:a 96k",
            "-b:a: sound is copied, not encoded; name its encoder as well, for example -c:a aac"
        ),
        Case(
            "-ac 2 -c:a copy",
            "-ac: sound is copied, not encoded; name its encoder as well, for example -c:a libopus",
            result: "a.webm"
        ),
        Case("-crf 99", #"-crf takes a number from 0 to 51 with libx264, not "99""#),
        Case(
            "-crf high -c:v libx265",
            #"-crf takes a number from 0 to 51 with libx265, not "high""#
        ),
        Case("-q:v good", #"-q:v takes a number such as 4, not "good""#),
        Case(
            "-s 1280",
            #"-s takes a size such as 1280x720, not "1280"; -vf scale=-2:720 keeps the shape"#
        ),
        Case("-aspect wide", #"-aspect takes a shape such as 16:9, not "wide""#),
        Case("-r fast", #"-r takes a rate such as 25 or 30000/1001, not "fast""#),
        Case("-r 0", #"-r takes a rate such as 25 or 30000/1001, not "0""#),
        Case("-f mkv", #"-f takes a format of libavformat, not "mkv"; did you mean "matroska"?"#),
        Case(
            "-f matrosk",
            #"-f takes a format of libavformat, not "matrosk"; did you mean "matroska"?"#
        ),
        Case("-f hls", "-f cannot be hls: a result is one file"),
        Case(
            "-crf 20 -ss 1 -c:v x264",
            "-ss is not taken: \(wholeFilm)",
            #"-c:v takes the name of an encoder, not "x264"; did you mean "libx264"?"#
        ),
        Case("", "there is no usual encoder for avi; name one with -c:v", result: "a.avi"),
        Case(
            "",
            "film has no ending that says its container, such as .mkv, .mp4, .mov, .webm or .ts; "
                + "write -f FORMAT, for example -f matroska",
            result: "film"
        ),
        Case(
            "",
            "film.mkb: no container is known by the ending \".mkb\"; did you mean \".mkv\"?; "
                + "-f FORMAT names one, for example -f matroska",
            result: "film.mkb"
        ),
    ]

    @Test("Each is answered with the reason and what to do", arguments: refused)
    func reasons(line: Case) { expect(line) }

    @Test("What is wrong with a value or its place is said", arguments: wrong)
    func values(line: Case) { expect(line) }

    private func expect(_ line: Case) {
        var messages: [String] = []
        do throws(RecipeProblems) {
            _ = try recipe(line.line, result: line.result)
        } catch {
            messages = error.problems.map(\.message)
        }
        #expect(messages == line.messages)
    }

    @Test("A problem knows its word, and a value that is not text is one")
    func places() {
        let words =
            ["-crf", "20", "-preset"].map { Array($0.utf8) } + [[0xff], Array("-ss".utf8), [0x31]]
        let placed = words.enumerated().map { PlacedWord($1, $0 + 4..<$0 + 5) }
        do throws(RecipeProblems) {
            _ = try CommandLineRecipe.recipe(placed, result: "a.mkv")
            Issue.record("it is taken")
        } catch {
            #expect(error.problems.map(\.range) == [7..<8, 8..<9])
            #expect(error.problems.first?.message == #"-preset: the value "\xff" is not UTF-8"#)
        }
    }

    @Test("An empty value is no value")
    func empty() {
        do throws(RecipeProblems) {
            _ = try CommandLineRecipe.recipe(
                [PlacedWord(Array("-vf".utf8), 0..<1), PlacedWord([], 1..<2)],
                result: "a.mkv"
            )
            Issue.record("it is taken")
        } catch {
            #expect(
                error.problems == [
                    LineProblem("-vf needs a value; the one behind it is empty", 1..<2)
                ]
            )
        }
    }
}
