import Model
import Platform
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("A job on this machine")
struct LocalTranscodeTests {
    struct Encoder: Sendable, CustomTestStringConvertible {
        var name: String
        var options: [CodecOption]
        var testDescription: String { name }
    }

    static let encoders = [
        Encoder(
            name: "libx264",
            options: [CodecOption("crf", "28"), CodecOption("preset", "ultrafast")]
        ),
        Encoder(
            name: "libx265",
            options: [CodecOption("crf", "30"), CodecOption("preset", "ultrafast")]
        ),
        Encoder(
            name: "libsvtav1",
            options: [CodecOption("crf", "50"), CodecOption("preset", "12")]
        ),
        Encoder(
            name: "libvpx-vp9",
            options: [
                CodecOption("crf", "40"), CodecOption("b", "0"), CodecOption("cpu-used", "8"),
            ]
        ),
    ]

    private func job(_ encoder: Encoder, in directory: Path, slots: Int) throws -> TranscodeJob {
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.encoder = encoder.name
        recipe.video.options = encoder.options
        recipe.audio.mode = .encode("aac")
        recipe.sliceMilliseconds = 2_000
        return TranscodeJob(
            source: try TestMedia.h264OpenGOP.file(),
            result: directory / FileName("result-\(slots).mkv"),
            recipe: recipe,
            slots: slots
        )
    }

    @Test(
        "the result has the same bytes with 1, 2 and 7 slots, and after children were killed",
        arguments: encoders
    )
    func sameBytes(encoder: Encoder) throws {
        let scratch = try Scratch()
        var results: [[UInt8]] = []
        for slots in [1, 2, 7] {
            let job = try job(encoder, in: scratch.path, slots: slots)
            let outcome = try LocalTranscode(job, runner: try BuiltProgram.runner()).run()
            #expect(outcome.slices == 3)
            #expect(outcome.join.frames == 144)
            results.append(try contents(of: job.result))
        }
        let killer = Killer(seed: 5)
        var runner = try BuiltProgram.runner()
        runner.onStart = killer.take
        let job = try job(encoder, in: scratch.path, slots: 3)
        _ = try LocalTranscode(job, runner: runner).run()
        results.append(try contents(of: job.result))
        #expect(killer.kills > 0)
        #expect(results[0].count > 5_000)
        #expect(results.allSatisfy { $0 == results[0] })
        // Neither slices nor parts, whole or half, of whoever was killed.
        let made = ["result-1.mkv", "result-2.mkv", "result-3.mkv", "result-7.mkv"]
        #expect(try scratch.names() == made)
    }

    @Test("a job that is cancelled leaves nothing behind, and nobody running")
    func cancelled() throws {
        let scratch = try Scratch()
        let job = try job(LocalTranscodeTests.encoders[0], in: scratch.path, slots: 2)
        let watched = Watched()
        var runner = try BuiltProgram.runner()
        runner.onStart = watched.take
        let transcode = LocalTranscode(job, runner: runner)
        let thread = try NamedThread("transcode") { () throws(MediaFailure) in
            try transcode.run()
        }
        watched.waitForVideo()
        transcode.cancel()
        do throws(MediaFailure) {
            _ = try thread.join()
            Issue.record("it was done")
        } catch {
            #expect(error.cause == "it was cancelled")
        }
        #expect(try scratch.names() == [])
        for child in watched.children { #expect(try child.wait(upTo: .zero) != nil) }
    }

    @Test("a job whose children always die fails, and leaves nothing behind")
    func alwaysDies() throws {
        let scratch = try Scratch()
        var runner = try BuiltProgram.runner()
        runner.onStart = { _, child in _ = try? child.signal(.kill) }
        let job = try job(LocalTranscodeTests.encoders[0], in: scratch.path, slots: 2)
        let outcome = Result { () throws(MediaFailure) in
            try LocalTranscode(job, runner: runner).run()
        }
        guard case .failure(let failure) = outcome else {
            Issue.record("it was done")
            return
        }
        #expect(failure.kind == .killed)
        #expect(failure.cause == "the child was killed by SIGKILL")
        #expect(try scratch.names() == [])
    }

    @Test("a source that is changed meanwhile is not published")
    func changedSource() throws {
        let scratch = try Scratch()
        let source = scratch.path / "film.mkv"
        let file = try OpenFile.create(source)
        try file.write(try contents(of: try TestMedia.h264MKV.file()))
        try file.close()
        var job = try job(LocalTranscodeTests.encoders[0], in: scratch.path, slots: 1)
        job.source = source
        var runner = try BuiltProgram.runner()
        runner.onStart = { order, _ in
            guard case .join = order else { return }
            // A byte behind the end changes nothing but the file's size.
            let file = try? OpenFile(source, for: .update)
            try? file?.write([0], at: 1 << 20)
        }
        let outcome = Result { () throws(MediaFailure) in
            try LocalTranscode(job, runner: runner).run()
        }
        guard case .failure(let failure) = outcome else {
            Issue.record("it was done")
            return
        }
        #expect(failure.kind == .changed)
        #expect(try scratch.names() == ["film.mkv"])
    }
}

/// Keeps all children, and lets a test wait for one that encodes.
private final class Watched: Sendable {
    private let content = Mutex((children: [ChildProcess](), hasVideo: false))
    private let bell = Bell()

    var children: [ChildProcess] { content.withLock(\.children) }

    func take(_ order: TaskOrder, _ child: ChildProcess) {
        content.withLock { content in
            content.children.append(child)
            if case .video = order { content.hasVideo = true }
        }
        bell.ring()
    }

    func waitForVideo() {
        let deadline = Deadline(after: .seconds(60))
        while !deadline.isOver {
            let count = bell.count
            if content.withLock(\.hasVideo) { return }
            bell.wait(after: count, upTo: .seconds(1))
        }
    }
}
