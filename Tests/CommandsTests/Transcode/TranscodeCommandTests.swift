import CommandLine
@testable import Commands
import Model
import Platform
import TestKit
import Testing

@Suite("reelmill transcode")
struct TranscodeCommandTests {
    /// What a line came to with an engine that does nothing but answer.
    private struct Outcome {
        var request: TranscodeRequest?
        var code: ExitCode?
        var failure: Failure?
        let output = Captured()
        let errors = Captured()

        init(
            _ arguments: [String],
            environment: [String: String] = [:],
            answer: () throws -> TranscodeOutcome = { .done(summary) }
        ) throws {
            let pairs = environment.map { (Array($0.key.utf8), Array($0.value.utf8)) }
            let surroundings = Surroundings(
                environment: Dictionary(uniqueKeysWithValues: pairs),
                hostName: Array("nuc-1".utf8),
                directory: "/start"
            )
            let words = (["transcode"] + arguments).map { Array($0.utf8) }
            let invocation = try Parser.parse(words, table: .standard)
            let streams = Streams(output: output, errors: errors, inputIsTerminal: false)
            var console = Console(streams, surroundings: surroundings)
            console.obey(invocation, surroundings)
            let context = Context(
                invocation: invocation,
                console: console,
                table: .standard,
                surroundings: surroundings
            )
            var seen: TranscodeRequest?
            do {
                code = try TranscodeCommand.run(context) { request, onProgress in
                    seen = request
                    onProgress(ProgressLineTests.whole)
                    return try answer()
                }
            } catch let failure as Failure {
                self.failure = failure
            }
            request = seen
        }
    }

    private static let summary = TranscodeSummary(
        frames: 1_440,
        filmMilliseconds: 60_000,
        bytes: 12_400_000,
        sourceBytes: 40_000_000,
        elapsedMilliseconds: 45_000,
        notes: ["subtitles 3 are left out: mp4 cannot hold them"],
        damage: damage,
        timing: TranscodeTiming(
            slices: 6,
            splitMilliseconds: 1_500,
            encodeMilliseconds: 80_000,
            partProofMilliseconds: 4_250,
            joinMilliseconds: 300,
            joinProofMilliseconds: 75
        )
    )

    private static var damage: DamageReport {
        var damage = DamageReport()
        (damage.concealed, damage.concealedCount) = ([1.2, 65], 2)
        (damage.missing, damage.missingCount) = ([1, 2, 3, 4, 5, 6], 1_000)
        return damage
    }

    @Test("All that is asked for arrives at the engine")
    func request() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv", "film")
        let result = scratch.path / "b.mp4"
        let outcome = try Outcome(
            [
                "\(source)", "-c:v", "libx265", "\(result)", "-y", "--slice", "20s", "--on-damage",
                "fail", "--work-dir", "\(scratch.path)", "--slots", "3", "-an",
            ]
        )
        var recipe = EncodeRecipe(container: "mp4")
        recipe.video.encoder = "libx265"
        recipe.audio.mode = .drop
        recipe.sliceMilliseconds = 20_000
        recipe.onDamage = .fail
        #expect(
            outcome.request
                == TranscodeRequest(
                    source: source,
                    result: result,
                    recipe: recipe,
                    slots: 3,
                    workDirectory: scratch.path,
                    overwrite: true
                )
        )
        #expect(outcome.code == .done)
    }

    @Test("A profile says what options say, and flags go before it")
    func profile() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv", "film")
        let profile = try scratch.file(
            "tv.conf",
            "container = mkv\nslice = 30s\non_damage = fail\n[video]\n-crf 30\n"
        )
        let line = ["\(source)", "\(scratch.path)/b.mkv", "--profile", "\(profile)"]
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.options = [CodecOption("crf", "30")]
        recipe.sliceMilliseconds = 30_000
        recipe.onDamage = .fail
        #expect(try Outcome(line).request?.recipe == recipe)
        recipe.sliceMilliseconds = 15_000
        recipe.onDamage = .conceal
        let flags = ["--slice", "15s", "--on-damage", "conceal"]
        #expect(try Outcome(line + flags).request?.recipe == recipe)
    }

    private static let ladder = """
        slice = 30s
        container = hls
        [rendition 480p]
        height = 480
        """

    @Test(
        "A profile with renditions makes a directory, called as its film is where that is a place"
    )
    func ladder() throws {
        let scratch = try Scratch()
        let source = try scratch.file("my film.mkv", "film")
        let profile = try scratch.file("web.conf", TranscodeCommandTests.ladder)
        for (target, result) in [("", "/my film.hls"), ("/", "/my film.hls"), ("/b.hls", "/b.hls")]
        {
            let line = ["\(source)", "\(scratch.path)\(target)", "--profile", "\(profile)"]
            let request = try Outcome(line + ["--slice", "15s"]).request
            #expect(request?.result == scratch.path.appending(Path(String(result.dropFirst()))))
            #expect(request?.ladder?.renditions.map(\.name) == ["480p"])
            #expect(request?.recipe.sliceMilliseconds == 15_000)
        }
        let option = try Outcome(["a.mkv", "b.hls", "--profile", "\(profile)", "-crf", "20"])
        #expect(option.failure?.message.hasPrefix("--profile and encoding options") == true)
    }

    @Test("Of a film in several sizes each is shown")
    func renditions() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv", "film")
        let profile = try scratch.file("web.conf", TranscodeCommandTests.ladder)
        let line = ["\(source)", "\(scratch.path)/b.hls", "--profile", "\(profile)"]
        var summary = TranscodeCommandTests.summary
        summary.renditions = [
            PackageReport.Rendition(
                name: "480p",
                width: 854,
                height: 480,
                frames: 1_440,
                bytes: 7_000_000,
                averageBitRate: 933_333,
                peakBitRate: 1_200_000
            )
        ]
        let lines = try Outcome(line) { .done(summary) }.output.text
            .split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        #expect(
            Array(lines) == [
                "", "  RENDITION  PICTURE  FRAMES    SIZE    BIT RATE          PEAK",
                "  480p       854x480   1,440  7.0 MB  933 kbit/s  1,200 kbit/s", "",
            ]
        )
        var progress = ProgressLineTests.whole
        progress.renditions = [
            TranscodeProgress.Rendition(name: "480p", slicesDone: 3, frames: 300, bytes: 7_000)
        ]
        #expect(
            JSONText.line(TranscodeDocument.progress(progress))
                .contains(
                    #""renditions":[{"bytes":7000,"frames":300,"name":"480p","slices_done":3}]"#
                )
        )
        let json = try Outcome(line + ["--json", "-q"]) { .done(summary) }.output.text
        #expect(
            json.contains(
                #""renditions":[{"average_bit_rate":933333,"bytes":7000000,"frames":1440,"#
                    + #""height":480,"name":"480p","peak_bit_rate":1200000,"width":854}]"#
            ),
            "\(json)"
        )
    }

    @Test("Slots are a setting: the variable counts where no flag is given, and auto is no number")
    func slots() throws {
        let scratch = try Scratch()
        let line = ["\(try scratch.file("a.mkv", "film"))", "\(scratch.path)/b.mkv"]
        let environment = ["REELMILL_SLOTS": "2"]
        #expect(try Outcome(line, environment: environment).request?.slots == 2)
        let flag = line + ["--slots", "5"]
        #expect(try Outcome(flag, environment: environment).request?.slots == 5)
        let unset = try Outcome(line).request
        #expect(unset != nil && unset?.slots == nil)
    }

    @Test("What was made is told in one line, and what to know of it in notes")
    func summary() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv", "film")
        let result = scratch.path / "b.mkv"
        let line = ["\(source)", "\(result)"]
        let outcome = try Outcome(line)
        #expect(
            outcome.output.text
                == "\(result): 1,440 frames, 1m 00s, 12.4 MB (31.0% of the source), made in 45s "
                + "(32.0 fps, 1.33x)\n"
        )
        let progress = "42.3%  31.4 fps  1.31x  left 2m 05s  slices 3/9  12.4 MB\n"
        #expect(
            outcome.errors.text == progress + """
                note: subtitles 3 are left out: mp4 cannot hold them
                note: 2 frames were damaged in the source and were concealed, at 0:01.200, 1:05.000
                note: 1,000 frames were too damaged in the source to be decoded and are missing, \
                at 0:01.000, 0:02.000, 0:03.000, 0:04.000, 0:05.000, …

                """
        )
        let quiet = try Outcome(line + ["-q"])
        #expect(quiet.output.text + quiet.errors.text == "")
        #expect(quiet.code == .done)
    }

    @Test("With --json every line is a document of one form, and the last says what was made")
    func json() throws {
        let scratch = try Scratch()
        let source = try scratch.file("a.mkv", "film")
        let result = scratch.path / "b.mkv"
        let outcome = try Outcome(["\(source)", "\(result)", "--json"])
        let lines = outcome.output.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(#""schema":"reelmill.transcode/1""#) })
        #expect(
            lines.first.map(String.init)
                == #"{"bytes":12400000,"fps":31.42,"progress":0.4234,"#
                + #""schema":"reelmill.transcode/1","seconds_left":125,"slices_done":3,"#
                + #""slices_total":9,"speed":1.309,"stage":"","type":"progress"}"#
        )
        #expect(
            lines.last.map(String.init)
                == #"{"bytes":12400000,"concealed":2,"concealed_at":[1.2,65],"#
                + #""elapsed_seconds":45,"frames":1440,"missing":1000,"missing_at":[1,2,3,4,5,6],"#
                + #""notes":["subtitles 3 are left out: mp4 cannot hold them"],"#
                + #""path":"\#(result)","schema":"reelmill.transcode/1","seconds":60,"#
                + #""slices":6,"source_bytes":40000000,"timing":{"encode":80,"join":0.3,"#
                + #""join_proof":0.075,"part_proof":4.25,"split":1.5},"type":"done"}"#
        )
        #expect(outcome.errors.text == "")
        #expect(
            try Outcome(["\(source)", "\(result)", "--json", "-q"]).output.text.contains("done")
        )
    }

    @Test(
        "A signal has its exit code",
        arguments: [(Signal.interrupt, ExitCode.interrupted), (.terminate, .terminated)]
    )
    func stopped(signal: Signal, code: ExitCode) throws {
        let scratch = try Scratch()
        let line = ["\(try scratch.file("a.mkv", "film"))", "\(scratch.path)/b.mkv"]
        let outcome = try Outcome(line) { .stopped(signal) }
        let message = "stopped by \(signal); \(scratch.path)/b.mkv was not made"
        #expect(outcome.failure == Failure(code, message))
        #expect(outcome.output.text == "")
    }

    @Test("What the media libraries refuse is told with its remedy, and options have their code")
    func failures() throws {
        let scratch = try Scratch()
        let line = ["\(try scratch.file("a.mkv", "film"))", "\(scratch.path)/b.mkv"]
        let broken = MediaFailure(
            .unreadable,
            "open",
            "a.mkv",
            "it is empty",
            remedy: "copy it anew"
        )
        #expect(
            try Outcome(line) { throw broken }.failure
                == Failure(.failed, "cannot open a.mkv: it is empty; copy it anew")
        )
        let option = MediaFailure(.recipe, "open the encoder libx264", nil, "no option \"crff\"")
        #expect(
            try Outcome(line) { throw option }.failure
                == Failure(
                    .invalidConfiguration,
                    "cannot open the encoder libx264: no option \"crff\"",
                    hint: "reelmill help transcode"
                )
        )
    }

    @Test("Options that are wrong end with their own code, all of them named")
    func wrongOptions() throws {
        let outcome = try Outcome(["a.mkv", "b.mkv", "-ss", "5", "-filter_complex", "x"])
        #expect(
            outcome.failure
                == Failure(
                    .invalidConfiguration,
                    "-ss is not taken: the whole film is encoded; cut it before, for example with "
                        + "ffmpeg -ss 60 -t 30 -i IN -c copy PIECE\n-filter_complex is not "
                        + "taken: filters have one input and one output here; write -vf or -af",
                    hint: "reelmill help transcode"
                )
        )
    }

    @Test("A profile that is wrong is shown with its line, and one that is not there is not found")
    func wrongProfile() throws {
        let scratch = try Scratch()
        let profile = try scratch.file("p.conf", "[video]\n-crf 99\n")
        let wrong = try Outcome(["a.mkv", "b.mkv", "--profile", "\(profile)"])
        #expect(
            wrong.failure
                == Failure(
                    .invalidConfiguration,
                    "\(profile):2:6: -crf takes a number from 0 to 51 with libx264, not \"99\"\n"
                        + "    2 | -crf 99\n      |      ^^",
                    hint: "reelmill help transcode"
                )
        )
        let missing = try Outcome(["a.mkv", "b.mkv", "--profile", "\(scratch.path)/q.conf"])
        #expect(
            missing.failure
                == Failure(
                    .notFound,
                    "cannot open \(scratch.path)/q.conf: No such file or directory (ENOENT)",
                    hint: "reelmill help transcode"
                )
        )
    }
}
