import Model
import Platform
import TestKit
import Testing

@testable import Services

@Suite("Ladders in children")
struct LadderTasksTests {
    @Test("Parts of all renditions and sounds are made, and are on the disk when they are told")
    func ladder() throws {
        let scratch = try Scratch()
        let runner = try BuiltProgram.runner()
        let source = try TestMedia.h264.file()
        var recipe = EncodeRecipe(container: "mp4")
        recipe.sliceMilliseconds = 5_000
        let options = [CodecOption("preset", "ultrafast")]
        let ladder = FilmLadder.test([(160, 120), (80, 60)], "libx264", options)
        let slices = scratch.path / "slices"
        try Directory.create(slices)
        var split = SplitOrder(source: source, recipe: recipe, directory: slices)
        split.ladder = ladder
        var batches: [SliceBatch] = []
        let last = try runner.run(.split(split), cancellation: Cancellation()) { event in
            if case .batch(let batch) = event { batches.append(batch) }
        }
        guard case .batch = last, let film = batches.first?.film else {
            throw Unexpected(event: last)
        }
        #expect(batches.flatMap(\.slices).allSatisfy { $0.rungFrames?.count == 2 })
        let slice = try #require(batches.first?.slices.first)
        var video = VideoOrder(
            source: source,
            sliceFile: slices / "v000000.nut",
            film: film,
            slice: slice,
            recipe: recipe,
            part: scratch.path / "unused.nut"
        )
        let rungs = [0, 1].map { rung in
            VideoOrder.RungWork(rung: rung, part: scratch.path / FileName("a.r\(rung).nut"))
        }
        video.ladder = VideoOrder.LadderWork(ladder, rungs)
        let made = try runner.run(.video(video), cancellation: Cancellation()) { _ in }
        guard case .parts(let parts) = made else { throw Unexpected(event: made) }
        #expect(parts.map(\.path) == rungs.map(\.part))
        #expect(parts.map(\.times.count) == slice.rungFrames)
        #expect(parts.map(\.rung) == [0, 1])
        try sounds(source, recipe, scratch.path, runner)
        let names = ["a.r0.nut", "a.r1.nut", "a.s0.nut", "a.s1.nut", "slices"]
        #expect(try scratch.names() == names)
    }

    private func sounds(
        _ source: Path,
        _ recipe: EncodeRecipe,
        _ directory: Path,
        _ runner: TaskRunner
    ) throws {
        var audio = AudioOrder(source: source, recipe: recipe, part: directory / "unused.nut")
        audio.sounds = ["64k", "32k"].enumerated().map { index, rate in
            var recipe = AudioRecipe()
            recipe.mode = .encode("aac")
            recipe.options = [CodecOption("b", rate)]
            let part = directory / FileName("a.s\(index).nut")
            return AudioOrder.SoundWork(recipe: recipe, part: part)
        }
        let made = try runner.run(.audio(audio), cancellation: Cancellation()) { _ in }
        guard case .sounds(let reports) = made else { throw Unexpected(event: made) }
        #expect(reports.map(\.path) == audio.sounds?.map(\.part))
        #expect(reports.allSatisfy { $0.tracks.count == 1 })
    }

    private struct Unexpected: Error { let event: TaskEvent }
}
