import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Slices of real films")
struct SliceCuttingTests {
    /// Cut at nearly every place there is: the frames of all slices, each within its interval, are
    /// those that ffmpeg decodes of the film at one go. The test of the whole way does the same for
    /// every fixture.
    @Test(
        "slices hold every frame exactly once",
        arguments: [
            TestMedia.h264OpenGOP, .h264MKV, .hevc, .hevcRADL, .mpeg2TS, .av1, .vp9, .mpeg4,
            .variableRateMKV, .cutOffHead, .timesJumpBack, .sizeChanges, .midGOPH264, .midGOPHEVC,
            .midGOPMPEG2,
        ]
    )
    func everyFrame(_ media: TestMedia) throws {
        let scratch = try Scratch()
        let source = try media.file()
        let cut = CutFolder(scratch.path)
        let outcome = Result { () throws(MediaFailure) in
            var recipe = EncodeRecipe(container: "matroska")
            recipe.sliceMilliseconds = 400
            return try cut.run(source, recipe)
        }
        if media == .timesJumpBack, case .failure(let failure) = outcome {
            #expect(failure.cause.hasPrefix("the time goes back"))
            return
        }
        let batches = try outcome.get()
        let film = try #require(batches.first?.film)
        let all = try Judge.frames(of: source, stream: "\(film.videoStream ?? 0)")
        let slices = batches.flatMap(\.slices)
        #expect(zip(slices, slices.dropFirst()).allSatisfy { $0.end == $1.start })
        var frames: [Judge.Frame] = []
        for slice in slices {
            frames += try cut.frames(of: slice, film, all)
            if let times = slice.times {
                let missing = Set(times).subtracting(frames.map(\.time))
                let excused = missing.filter { $0 < slice.surelyWholeFrom ?? .min }
                #expect(missing == excused, "slice \(slice.index)")
            }
        }
        let expected = all.from(theFirstOf: frames.count, in: media)
        #expect(frames.map(\.time) == expected.times)
        #expect(frames.map(\.hash) == expected.hashes)
        if media.facts.isCuttable == true { #expect(slices.count > 1) }
    }
}

/// Cuts into a directory, as a splitter does but for making it durable.
struct CutFolder: SliceOutput {
    private let directory: Path
    private let taken = Taken()

    private final class Taken {
        var batches: [SliceBatch] = []
    }

    init(_ directory: Path) { self.directory = directory }

    func remove(_ name: FileName) throws(MediaFailure) {
        do throws(SystemError) {
            try Directory.removeFile(directory / name)
        } catch {
            throw MediaFailure(.storage, "remove", directory / name, "\(error)")
        }
    }

    func complete(_ batch: SliceBatch) throws(MediaFailure) { taken.batches.append(batch) }
    func progress(_ progress: TaskProgress) {}

    func run(
        _ source: Path,
        _ recipe: EncodeRecipe,
        _ ladder: FilmLadder? = nil
    ) throws(MediaFailure) -> [SliceBatch] {
        var order = SplitOrder(source: source, recipe: recipe, directory: directory)
        order.ladder = ladder
        try SliceCutting.run(order, to: self)
        return taken.batches
    }

    /// What ffmpeg decodes of the slice, within its interval and on the source's time line.
    func frames(
        of slice: SlicePlan,
        _ film: FilmPlan,
        _ whole: Judge.Frames
    ) throws -> [Judge.Frame] {
        guard case .file(let name, _) = slice.origin else {
            return whole.frames.filter { $0.time >= slice.start || slice.index == 0 }
        }
        let frames = try Judge.frames(of: directory / FileName(name))
        return frames.frames.map { frame in
            let time = frames.timeBase.rescale(frame.time, to: film.timeBase)
            return Judge.Frame(time: time - film.shift, duration: 0, hash: frame.hash)
        }.filter { $0.time >= slice.start && $0.time < slice.end }
    }
}
