import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("A job that encodes no picture")
struct UncutTests {
    private func job(
        _ source: Path,
        _ name: FileName,
        container: String,
        in directory: Path,
        _ change: (inout EncodeRecipe) -> Void
    ) -> TranscodeJob {
        var recipe = EncodeRecipe(container: container)
        change(&recipe)
        return TranscodeJob(
            source: source,
            result: directory / name,
            recipe: recipe,
            slots: 2
        )
    }

    @Test("copies the picture, and comes to the same bytes again when children were killed")
    func copied() throws {
        let scratch = try Scratch()
        var results: [[UInt8]] = []
        let killer = Killer(seed: 3)
        for (name, isKilled) in [("a.mp4", false), ("b.mp4", true)] {
            let job = job(
                try TestMedia.h264MKV.file(),
                FileName(name),
                container: "mp4",
                in: scratch.path
            ) {
                $0.video.mode = .copy
                $0.audio.mode = .encode("aac")
            }
            var runner = try BuiltProgram.runner()
            if isKilled { runner.onStart = killer.take }
            let transcode = LocalTranscode(job, runner: runner)
            let outcome = try transcode.run()
            #expect(outcome.slices == 0)
            #expect(outcome.uncutReason == nil)
            #expect(outcome.join.frames == 144)
            // Matroska rounds the frames' durations to milliseconds.
            #expect((5_999...6_000).contains(outcome.join.durationMilliseconds))
            #expect(transcode.state.isCut)
            results.append(try contents(of: job.result))
        }
        #expect(killer.kills > 0)
        #expect(results[0] == results[1])
        #expect(try scratch.names() == ["a.mp4", "b.mp4"])
    }

    @Test("takes the sound alone, of a film and of a file that has nothing else")
    func soundAlone() throws {
        let scratch = try Scratch()
        for media in [TestMedia.h264, .soundOnly] {
            let job = job(
                try media.file(),
                FileName("\(media.name).opus"),
                container: "opus",
                in: scratch.path
            ) {
                $0.video.mode = .drop
                $0.audio.mode = .encode("libopus")
            }
            let outcome = try LocalTranscode(job, runner: try BuiltProgram.runner()).run()
            #expect(outcome.join.frames == 0)
            let seconds = media == .h264 ? 6.0 : 3.0
            let found = Double(outcome.join.durationMilliseconds) / 1_000
            #expect(abs(found - seconds) < 0.1)
            #expect(try Judge.inventory(of: job.result).streams.count == 1)
        }
    }

    @Test("that cannot be done fails at once, and leaves nothing behind")
    func refused() throws {
        let scratch = try Scratch()
        let source = try TestMedia.soundOnly.file()
        let job = job(source, "a.mkv", container: "matroska", in: scratch.path) {
            $0.video.mode = .copy
        }
        let runner = try BuiltProgram.runner()
        let outcome = Result { () throws(MediaFailure) in
            try LocalTranscode(job, runner: runner).run()
        }
        guard case .failure(let failure) = outcome else {
            Issue.record("it was done")
            return
        }
        #expect(failure.cause == "it has no video stream")
        #expect(
            failure.remedy == "-vn takes its sound alone, for example into a file that ends in .mka"
        )
        #expect(try scratch.names() == [])
    }

    @Test("that is cancelled while it joins leaves nothing behind")
    func cancelled() throws {
        let scratch = try Scratch()
        let job = job(
            try TestMedia.h264MKV.file(),
            "a.mp4",
            container: "mp4",
            in: scratch.path
        ) { $0.video.mode = .copy }
        var runner = try BuiltProgram.runner()
        let stopping = Stopping()
        runner.onStart = { order, _ in
            if case .join = order { stopping.transcode?.cancel() }
        }
        let transcode = LocalTranscode(job, runner: runner)
        stopping.transcode = transcode
        let outcome = Result { () throws(MediaFailure) in try transcode.run() }
        guard case .failure(let failure) = outcome else {
            Issue.record("it was done")
            return
        }
        #expect(failure.cause == "it was cancelled")
        #expect(try scratch.names() == [])
    }
}

/// Knows the job that its own children may end.
// Safety: it is set once, before the job runs.
private final class Stopping: @unchecked Sendable {
    var transcode: LocalTranscode?
}
