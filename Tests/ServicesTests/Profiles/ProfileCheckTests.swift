import Model
import Platform
import Profiles
import Services
import TestKit
import Testing

/// A profile of some lines, called `a.conf`.
func readProfile(_ text: String) throws -> ReadProfile {
    try ProfileReading.read([ProfileSource(.file("a.conf"), Array(text.utf8))], name: "a")
}

@Suite("Checking profiles by the libraries", .timeLimit(.minutes(10)))
struct ProfileCheckTests {
    @Test("Mistakes are told with their places, beside what is only not here")
    func both() throws {
        let check = ProfileCheck(runner: try BuiltProgram.runner())
        let profile = try readProfile(
            """
            container = mkv
            [video]
            -c:v libx265 -x265-params crff=20:aq-mode=3
            -vf scale_npp=1280:720
            [audio]
            -c:a libfdk_aac -b:a 128k
            """
        )
        #expect(check.knownResult(of: profile) == nil)
        let result = try check.result(of: profile)
        #expect(
            result.wrong.map(\.description) == [
                """
                a.conf:3:27: -x265-params: the encoder libx265 has no setting "crff"; did you mean \
                "crf"?
                    3 | -c:v libx265 -x265-params crff=20:aq-mode=3
                      |                           ^^^^
                """
            ]
        )
        #expect(
            result.lacking.map(\.description) == [
                """
                a.conf:4:5: this machine's libavfilter was built without the filter scale_npp; \
                ffmpeg -filters
                    4 | -vf scale_npp=1280:720
                      |     ^^^^^^^^^
                """,
                """
                a.conf:6:6: this machine's libavcodec has no encoder libfdk_aac; it needs an \
                FFmpeg that was built with it
                    6 | -c:a libfdk_aac -b:a 128k
                      |      ^^^^^^^^^^
                """,
            ]
        )
        #expect(!result.isPossibleHere)
        #expect(check.knownResult(of: profile) == result)
        check.keep(digests: [])
        #expect(check.knownResult(of: profile) == nil)
    }

    @Test("A profile that was answered is not asked about again")
    func cached() throws {
        var runner = try BuiltProgram.runner()
        let profile = try readProfile("container = mkv")
        let check = ProfileCheck(runner: runner)
        #expect(try check.result(of: profile).isPossibleHere)
        runner.program = "/nonexistent"
        #expect(try check.result(of: profile).isPossibleHere)
        let other = ProfileCheck(runner: runner)
        #expect(throws: MediaFailure.self) { _ = try other.result(of: profile) }
    }

    @Test("A child that breaks down makes the profile wrong, not the program")
    func crash() throws {
        try Signals.ignoreBrokenPipes()
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = ["-c", "kill -SEGV $$"]
        let check = ProfileCheck(runner: runner)
        let result = try check.result(of: try readProfile("[video]\n-c:v libx264"))
        #expect(
            result.wrong.map(\.description) == [
                """
                a.conf:2:1: the libraries break down when they try it
                    2 | -c:v libx264
                      | ^^^^
                """
            ]
        )
    }

    @Test("A child that is killed from outside says nothing of the profile, which is asked again")
    func killed() throws {
        try Signals.ignoreBrokenPipes()
        var runner = TaskRunner(program: "/bin/sh")
        runner.arguments = ["-c", "kill -KILL $$"]
        let check = ProfileCheck(runner: runner)
        let profile = try readProfile("[video]\n-c:v libx264")
        #expect(throws: MediaFailure.self) { _ = try check.result(of: profile) }
        #expect(check.knownResult(of: profile) == nil)
    }

    @Test("Every shipped profile is right", arguments: Shipped.names)
    func shipped(name: String) throws {
        let source = try #require(Shipped.source(name))
        let profile = try ProfileReading.read([source], name: name)
        let result = try ProfileCheck(runner: try BuiltProgram.runner()).result(of: profile)
        #expect(result.wrong.map(\.description) == [])
        if name != "h264-raspberry-pi" { #expect(result.lacking.map(\.description) == []) }
    }
}

@Suite("Trying profiles", .timeLimit(.minutes(20)))
struct ProfileTrialTests {
    private func attempts(
        _ profile: EncodingProfile,
        in folder: Path
    ) throws -> [ProfileTrial.Attempt] {
        var attempts: [ProfileTrial.Attempt] = []
        let trial = ProfileTrial(runner: try BuiltProgram.runner())
        try trial.run(profile, in: folder) { attempts.append($0) }
        return attempts
    }

    @Test("A second of film is made, told and removed")
    func whole() throws {
        let scratch = try Scratch()
        let profile = try readProfile(
            """
            container = mp4
            [video]
            -c:v libx264 -preset ultrafast -crf 30 -vf scale=-2:360
            [audio]
            -c:a aac -b:a 96k
            """
        )
        let attempts = try attempts(profile.profile, in: scratch.path)
        let attempt = try #require(attempts.first)
        #expect(attempts.count == 1)
        #expect(attempt.rendition == nil)
        #expect(!attempt.isFailed, "\(attempt.warnings)")
        guard case .made(let made) = attempt.outcome else {
            Issue.record("\(attempt.outcome)")
            return
        }
        #expect(made.frames == 25)
        let kinds = made.media.streams.map(\.kind)
        #expect(kinds == [.video, .audio, .audio, .subtitle])
        #expect(made.media.streams[0].video?.picture.height == 360)
        #expect(made.media.streams[1].language == "eng")
        #expect(made.media.streams[2].language == "deu")
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("Each rendition of a ladder is made in its own size")
    func ladder() throws {
        let scratch = try Scratch()
        let profile = try readProfile(
            """
            container = hls
            [video]
            -c:v libx264 -preset ultrafast
            [audio]
            -c:a aac
            [rendition 480p]
            height = 480
            [rendition 144p]
            height = 144
            """
        )
        let attempts = try attempts(profile.profile, in: scratch.path)
        #expect(attempts.map(\.rendition) == ["480p", "144p"])
        let heights = attempts.map { attempt -> Int? in
            guard case .made(let made) = attempt.outcome else { return nil }
            return made.media.streams.first?.video?.picture.height
        }
        #expect(heights == [480, 144])
    }

    @Test("A profile that cannot be followed fails with the reason and leaves nothing")
    func failing() throws {
        let scratch = try Scratch()
        let profile = try readProfile("container = webm\n[video]\n-c:v libx264")
        let attempt = try #require(try attempts(profile.profile, in: scratch.path).first)
        #expect(attempt.isFailed)
        guard case .failed(let failure) = attempt.outcome else {
            Issue.record("\(attempt.outcome)")
            return
        }
        #expect(
            "\(failure)" == """
                cannot encode with these options: webm cannot hold h264 (libx264); it holds vp8, \
                vp9 and av1
                """
        )
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("A trial that is cancelled leaves nothing")
    func cancelled() throws {
        let scratch = try Scratch()
        let trial = ProfileTrial(runner: try BuiltProgram.runner())
        trial.cancel()
        let profile = try readProfile("container = mkv")
        var told = 0
        #expect(throws: MediaFailure.self) {
            try trial.run(profile.profile, in: scratch.path) { _ in told += 1 }
        }
        #expect(told == 0)
        #expect(try Directory.entries(of: scratch.path).isEmpty)
    }

    @Test("Lines that say that something was not understood are alarms")
    func alarms() {
        #expect(ProfileTrial.isAlarm("libx264: Error parsing option 'crff = 20'."))
        #expect(ProfileTrial.isAlarm("libx265: Unknown option: crff."))
        #expect(!ProfileTrial.isAlarm("matroska: Starting new cluster"))
    }
}
