import Model
import Platform
import Synchronization
import TestKit
import Testing

@testable import Services

@Suite("A ladder on this machine")
struct LocalLadderTests {
    private func job(in directory: Path, slots: Int) throws -> TranscodeJob {
        var recipe = EncodeRecipe(container: "mp4")
        recipe.sliceMilliseconds = 2_000
        let renditions = [120, 60].map { height in
            var video = VideoRecipe()
            video.encoder = "libx264"
            video.options = [CodecOption("crf", "28"), CodecOption("preset", "ultrafast")]
            var audio = AudioRecipe()
            audio.mode = .encode("aac")
            var rendition = Ladder.Rendition(name: "\(height)p", video: video, audio: audio)
            rendition.height = height
            return rendition
        }
        var segments = Ladder.Segments()
        (segments.milliseconds, segments.hasDASH) = (1_000, true)
        var job = TranscodeJob(
            source: try TestMedia.h264OpenGOP.file(),
            result: directory / "film.hls",
            recipe: recipe,
            slots: slots
        )
        job.ladder = Ladder(renditions: renditions, segments: segments)
        return job
    }

    private func files(of directory: Path) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for entry in try Directory.entries(of: directory) {
            files["\(entry.name)"] = try contents(of: directory / entry.name)
        }
        return files
    }

    private func failure(of job: TranscodeJob, _ runner: TaskRunner) -> MediaFailure? {
        do throws(MediaFailure) {
            _ = try LocalTranscode(job, runner: runner).run()
            return nil
        } catch {
            return error
        }
    }

    /// Which tasks encoded pictures, by slice and rendition.
    private final class Orders: Sendable {
        private let content = Mutex<Set<[Int]>>([])
        var rungs: Set<[Int]> { content.withLock(\.self) }

        func take(_ order: TaskOrder, _ child: ChildProcess) {
            guard case .video(let video) = order else { return }
            content.withLock { _ = $0.insert(video.ladder?.rungs.map(\.rung) ?? []) }
        }
    }

    @Test("A task for all renditions, one for each and killed children give the same bytes")
    func sameBytes() throws {
        var results: [[String: [UInt8]]] = []
        let killer = Killer(seed: 7)
        let changes: [(inout TranscodeJob) -> [[Int]]] = [
            { _ in [[0, 1]] },
            {
                $0.ladder?.isSplit = true
                return [[0], [1]]
            },
            // A megabyte is too little for anything.
            {
                $0.memory = 1 << 20
                return [[0], [1]]
            },
        ]
        for (index, change) in changes.enumerated() {
            let scratch = try Scratch()
            var job = try job(in: scratch.path, slots: index + 1)
            let wanted = change(&job)
            let orders = Orders()
            var runner = try BuiltProgram.runner()
            runner.onStart = orders.take
            let outcome = try LocalTranscode(job, runner: runner).run()
            #expect(orders.rungs == Set(wanted))
            #expect(outcome.slices == 3)
            #expect(outcome.join.frames == 144)
            #expect(outcome.renditions.map(\.name) == ["120p", "60p"])
            #expect(outcome.renditions.map(\.frames) == [144, 144])
            #expect(try scratch.names() == ["film.hls"])
            results.append(try files(of: job.result))
        }
        let scratch = try Scratch()
        let job = try job(in: scratch.path, slots: 2)
        var runner = try BuiltProgram.runner()
        runner.onStart = killer.take
        _ = try LocalTranscode(job, runner: runner).run()
        #expect(killer.kills > 0)
        #expect(try scratch.names() == ["film.hls"])
        results.append(try files(of: job.result))
        #expect(results[0]["master.m3u8"] != nil && results[0]["film-60p.mp4"] != nil)
        for result in results { #expect(result == results[0]) }
    }

    @Test("How far it is is told of every rendition")
    func state() throws {
        let scratch = try Scratch()
        var job = try job(in: scratch.path, slots: 2)
        job.ladder?.isSplit = true
        let transcode = LocalTranscode(job, runner: try BuiltProgram.runner())
        #expect(transcode.state.renditions.isEmpty)
        let outcome = try transcode.run()
        let state = transcode.state
        #expect(state.renditions.map(\.name) == ["120p", "60p"])
        #expect(state.renditions.map(\.frames) == [144, 144])
        #expect(state.renditions.map(\.slicesDone) == [3, 3])
        #expect(state.renditions.reduce(0) { $0 + $1.bytes } == state.bytes)
        #expect((state.slicesDone, state.slicesKnown, state.frames) == (3, 3, 144))
        // The last frame of each slice has no length here.
        #expect((5_500...6_000).contains(state.doneMilliseconds))
        #expect(outcome.damage.isEmpty)
    }

    @Test("A job that is cancelled leaves nothing behind, and an earlier result as it was")
    func cancelled() throws {
        let scratch = try Scratch()
        var job = try job(in: scratch.path, slots: 2)
        try Directory.create(job.result)
        try OpenFile.create(job.result / "film-120p.mp4").write(Array("old".utf8))
        job.overwrites = true
        for stage in ["probe", "video", "package"] {
            let transcode = Mutex<LocalTranscode?>(nil)
            var runner = try BuiltProgram.runner()
            runner.onStart = { order, _ in
                let now =
                    switch order {
                    case .probe: "probe"
                    case .video: "video"
                    case .package: "package"
                    default: ""
                    }
                if now == stage { transcode.withLock { $0?.cancel() } }
            }
            let made = LocalTranscode(job, runner: runner)
            transcode.withLock { $0 = made }
            #expect(throws: MediaFailure.self) { try made.run() }
            #expect(made.isCancelled)
            #expect(try scratch.names() == ["film.hls"])
            let kept = try files(of: job.result).mapValues { String(decoding: $0, as: UTF8.self) }
            #expect(kept == ["film-120p.mp4": "old"])
            transcode.withLock { $0 = nil }
        }
    }

    @Test("Damage is told once, not once for every rendition", arguments: [false, true])
    func damage(isSplit: Bool) throws {
        let scratch = try Scratch()
        var bytes = try TestMedia.h264MKV.bytes()
        Damage.overwriting(500, of: &bytes, seed: 1)
        let source = scratch.path / "film.mkv"
        let file = try OpenFile.create(source)
        try file.write(bytes)
        try file.close()
        var job = try job(in: scratch.path, slots: 2)
        job.source = source
        job.ladder?.isSplit = isSplit
        var single = job
        single.ladder = nil
        single.recipe.audio.mode = .drop
        single.result = scratch.path / "film.mp4"
        let runner = try BuiltProgram.runner()
        let wanted = try LocalTranscode(single, runner: runner).run().damage
        let found = try LocalTranscode(job, runner: runner).run().damage
        #expect(!wanted.isEmpty)
        #expect(found.map(\.concealed) == wanted.map(\.concealed))
        #expect(found.map(\.missing) == wanted.map(\.missing))
    }

    @Test("A source that is changed meanwhile is not published")
    func changedSource() throws {
        let scratch = try Scratch()
        var job = try job(in: scratch.path, slots: 1)
        let source = scratch.path / "film.mp4"
        let file = try OpenFile.create(source)
        try file.write(try contents(of: job.source))
        try file.close()
        job.source = source
        var runner = try BuiltProgram.runner()
        runner.onStart = { order, _ in
            guard case .package = order else { return }
            // A byte behind the end changes nothing but the file's size.
            let file = try? OpenFile(source, for: .update)
            try? file?.write([0], at: 1 << 20)
        }
        #expect(failure(of: job, runner)?.kind == .changed)
        #expect(try scratch.names() == ["film.mp4"])
    }

    @Test("An earlier result is exchanged as a whole, whichever way the file system has")
    func overwritten() throws {
        for faults in [[], [Fault.fails("renameat2", .invalidArgument, times: 2)]] {
            let scratch = try Scratch()
            var job = try job(in: scratch.path, slots: 2)
            job.overwrites = true
            try Directory.create(job.result)
            try OpenFile.create(job.result / "film-1080p.mp4").write(Array("old".utf8))
            try OpenFile.create(job.result / ".DS_Store").write(Array("x".utf8))
            let room = try WorkRoom(for: job)
            try room.stageDirectory()
            try OpenFile.create(room.staged / "film-120p.mp4").write(Array("new".utf8))
            let source = try SourceIdentity(job.source)
            try Faults.with(faults) {
                try room.publish(directoryAs: job.result, of: source, overwrites: true)
                #expect((Faults.met > 0) == !faults.isEmpty)
            }
            room.remove()
            #expect(try files(of: job.result).keys.sorted() == ["film-120p.mp4"])
            #expect(try scratch.names() == ["film.hls"])
        }
    }

    @Test("What came there meanwhile stays, and so does the result, which the message names")
    func cameMeanwhile() throws {
        for (name, overwrites) in [("film-120p.mp4", false), ("notes.txt", true)] {
            let scratch = try Scratch()
            var job = try job(in: scratch.path, slots: 2)
            job.overwrites = overwrites
            let place = job.result
            var runner = try BuiltProgram.runner()
            runner.onStart = { order, _ in
                guard case .package = order else { return }
                try? Directory.create(place)
                let file = try? OpenFile.create(place / FileName(name))
                try? file?.write(Array("mine".utf8))
            }
            let found = self.failure(of: job, runner)
            let failure = try #require(found)
            #expect(failure.kind == .storage)
            #expect(
                failure.cause
                    == (overwrites
                        ? "there is \"notes.txt\" in it, which no ladder of its name has"
                        : "File exists (EEXIST)")
            )
            let kept = try files(of: place).mapValues { String(decoding: $0, as: UTF8.self) }
            #expect(kept == [name: "mine"])
            let names = try scratch.names().filter { $0 != "film.hls" }
            try #require(names.count == 1)
            let staged = scratch.path / FileName(names[0])
            #expect(
                failure.remedy
                    == "it is whole; give it a name that is free: mv -T \(staged) \(place)"
            )
            #expect(try files(of: staged).keys.contains("master.m3u8"))
        }
    }
}
