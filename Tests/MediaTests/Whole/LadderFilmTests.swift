import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Ladders of whole films")
struct LadderFilmTests {
    /// A film, the filters that all renditions share, and a limited rate for the smallest.
    struct Case: Sendable {
        var media: TestMedia
        var filters: String?
        var rate: Rational?
    }

    static let cases = [
        Case(media: .h264OpenGOP), Case(media: .hevc), Case(media: .vp9, rate: Rational(10, 1)),
        Case(media: .mpeg2TS, filters: "bwdif=0"), Case(media: .mpeg2TS, filters: "bwdif=1"),
        Case(media: .film5994, rate: Rational(30, 1)), Case(media: .variableRate),
        Case(media: .variableRateMKV, rate: Rational(15, 1)), Case(media: .sizeChanges),
        Case(media: .cutOffHead), Case(media: .startsAtTenTS),
        Case(media: .h264, filters: "fps=10"),
        Case(media: .h264, filters: "hqdn3d"), Case(media: .midGOPH264), Case(media: .odd444),
    ]

    @Test("cut, counted and encoded, every rendition has its frames", arguments: cases)
    func allFrames(given: Case) throws {
        let scratch = try Scratch()
        let source = try given.media.file()
        var ladder = FilmLadder.test(
            [(160, 120), (80, 60)],
            "libx264",
            LadderEncodingTests.lossless,
            segmentMilliseconds: 400
        )
        ladder.rungs[1].rateMax = given.rate
        var recipe = EncodeRecipe.test("libx264", filters: given.filters)
        recipe.sliceMilliseconds = 1_000
        let batches = try CutFolder(scratch.path).run(source, recipe, ladder)
        var film = try TestFilm(source, in: scratch.path, isCut: false, recipe: recipe)
        film.film = batches[0].film
        film.orders = batches.flatMap(\.slices).map { slice in
            var file: Path?
            if case .file(let name, _) = slice.origin { file = scratch.path / FileName(name) }
            return VideoOrder(
                source: source,
                sliceFile: file,
                film: film.film,
                slice: slice,
                recipe: recipe,
                part: scratch.path / FileName("part\(slice.index).nut")
            )
        }
        let reports = try film.encode(ladder)
        for (rung, parts) in reports.enumerated() {
            let single = try LadderEncodingTests().byFFmpeg(
                source,
                ladder.filters(of: rung, after: given.filters),
                on: parts[0].timeBase,
                to: scratch.path / "single.nut"
            )
            let times = Set(parts.flatMap { part in Array(part.times) })
            var expected = single
            expected.frames = single.frames.filter { times.contains($0.time) }
            #expect(times.count == expected.count)
            if given.rate == nil || rung == 0 { #expect(expected.count == single.count) }
            let hashes = try parts.flatMap { try Judge.frames(of: $0.path).hashes }
            #expect(hashes.count == expected.count)
            let others = zip(hashes, expected.hashes).filter { $0 != $1 }.count
            #expect(others == 0)
            // A recording that begins inside a group has fewer than were planned.
            for (part, order) in zip(parts, film.orders) where order.slice.surelyWholeFrom == nil {
                let planned = order.slice.rungFrames?[rung]
                #expect(planned ?? part.times.count == part.times.count)
            }
        }
        try LadderEncodingTests().expectSegments(reports)
    }
}
