import CommandLine
@testable import Commands
import Model
import Platform
import Profiles
import Services
import TestKit
import Testing

@Suite("What profiles check and try say")
struct ProfilesCheckTests {
    @Test("Mistakes of the text are told for every profile, with the films that wait")
    func wrongText() throws {
        let scratch = try Scratch()
        let root = "\(scratch.path)"
        for folder in ["input/a", "input/b"] {
            try Directory.createAll(scratch.path.appending(Path(folder)))
        }
        let files = [
            ("input/a/profile.conf", "hours = never\n"), ("input/b/profile.conf", "[vidio]\n"),
            ("input/a/1.mkv", ""), ("input/b/2.mkv", ""), ("input/b/3.mkv", ""),
        ]
        for (place, content) in files {
            let file = try scratch.file("file", content)
            try Directory.rename(file, to: scratch.path.appending(Path(place)))
        }
        let run = Run("profiles check --root \(root) \(root)/input/a \(root)/input/b")
        #expect(run.code == .invalidConfiguration)
        #expect(
            run.output.replacing(root, with: "ROOT") == """
                ROOT/input/a/profile.conf: wrong, and 1 film waits
                  ROOT/input/a/profile.conf:1:9: hours takes days from mon to sun, not "never"
                      1 | hours = never
                        |         ^^^^^
                ROOT/input/b/profile.conf: wrong, and 2 films wait
                  ROOT/input/b/profile.conf:1:1: unknown heading "[vidio]"; did you mean "[video]"?
                      1 | [vidio]
                        | ^^^^^^^
                2 profiles: 2 wrong

                """
        )
    }

    @Test("A profile of the program that is none is not found")
    func unknown() {
        let run = Run("profiles check builtin:defalt")
        #expect(run.code == .notFound)
        #expect(run.errors.contains("did you mean \"builtin:default\"?"), "\(run.errors)")
        #expect(Run("profiles try builtin:defalt").code == .notFound)
    }

    @Test("An attempt is told with its streams, notes and warnings")
    func attempt() {
        var answer = TriedProfile(origin: .builtin("a"))
        answer.attempts = [
            .init(
                rendition: "144p",
                outcome: .failed(MediaFailure(.recipe, "open it", nil, "why", remedy: "do this")),
                warnings: ["x264: Error parsing option"],
                elapsedMilliseconds: 1_234
            )
        ]
        #expect(answer.isWrong)
        #expect(
            TryText.text(answer) == """
                builtin:a [144p]: cannot open it: why; do this
                  warning: x264: Error parsing option

                """
        )
        answer.attempts = []
        answer.lacking = [ConfigurationProblem("no card")]
        #expect(!answer.isWrong)
        #expect(TryText.text(answer) == "builtin:a: not for this machine\n  no card\n")
    }
}
