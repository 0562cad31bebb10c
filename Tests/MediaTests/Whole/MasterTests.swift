import Model
import TestKit
import Testing

@testable import Media

@Suite("The whole way of a film")
struct MasterTests {
    /// The promise that all else stands on: cut, encoded without loss and joined, a film is what
    /// ffmpeg decodes of it at one go, in the time and in the bits of every frame.
    @Test(
        "split, lossless encode and join give every frame at its time",
        arguments: everything
    )
    func everyFrame(_ media: TestMedia, sliceMilliseconds: Int64) throws {
        let scratch = try Scratch()
        let source = try media.file()
        let lab = FilmLab(
            scratch.path,
            container: "matroska",
            sliceMilliseconds: sliceMilliseconds
        )
        let result = scratch.path / "result.mkv"
        let outcome = Result { () throws(MediaFailure) in try lab.run(source, to: result) }
        if media == .timesJumpBack, case .failure(let failure) = outcome {
            #expect(failure.cause.hasPrefix("the time goes back"))
            return
        }
        let done = try outcome.get()
        let film = done.batches[0].film
        // FFV1 has other forms of the same colours.
        let isConverted = media.facts.codec == "rawvideo" || media == .h264RGB
        let expected = try Judge.frames(
            of: source,
            stream: "\(film.videoStream ?? 0)",
            pixelFormat: isConverted ? "rgb24" : nil
        )
        let found = try Judge.frames(of: result, pixelFormat: isConverted ? "rgb24" : nil)
        let lossless = compare(found, expected)
        #expect(lossless.isEqual, "\(lossless)")
        let complaints = try Judge.decodeErrors(of: result)
        #expect(complaints.isEmpty)
        Table.add(media, sliceMilliseconds, done, lossless)
    }

    /// Cut as often as it can be, and a few films in one piece, which has another way through.
    private static let everything: [(TestMedia, Int64)] =
        TestMedia.all.map { ($0, 400) }
        + [.h264, .hevcMKV, .mpeg2TS, .vp9, .ffv1, .sizeChanges].map { ($0, 60_000) }

    /// Matroska has no times below zero, where priming sound begins, so libavformat may move all
    /// streams together; then the distances count.
    private func compare(
        _ found: Judge.Frames,
        _ expected: Judge.Frames
    ) -> Judge.FrameComparison {
        let absolute = Judge.compare(found, with: expected)
        return absolute.isEqual ? absolute : Judge.compare(found, with: expected, from: .firstFrame)
    }
}

/// What the test run shows.
enum Table {
    static func add(
        _ media: TestMedia,
        _ sliceMilliseconds: Int64,
        _ outcome: FilmLab.Outcome,
        _ comparison: Judge.FrameComparison
    ) {
        var how = "\(outcome.slices.count) slices"
        if case .source(_, let reason) = outcome.slices.last?.origin { how += ", uncut: \(reason)" }
        let name = media.name + String(repeating: " ", count: max(1, 28 - media.name.count))
        print("master: \(name)\(comparison), \(how) (\(sliceMilliseconds) ms)")
    }
}
