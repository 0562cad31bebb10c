import Model
import TestKit
import Testing

@testable import Media

@Suite("Encoding a slice")
struct SliceEncodingTests {
    @Test(
        "lossless parts of all slices are the film, frame for frame",
        arguments: [TestMedia.h264, .h264OpenGOP, .h264MKV],
        [
            EncodeRecipe.test("ffv1"),
            .test("libx264", [CodecOption("qp", "0"), CodecOption("preset", "ultrafast")]),
            .test("libx264", [CodecOption("qp", "0"), CodecOption("preset", "veryfast")]),
        ]
    )
    func losslessPartsAreTheFilm(media: TestMedia, recipe: EncodeRecipe) throws {
        let scratch = try Scratch()
        let film = try TestFilm(try media.file(), in: scratch.path, recipe: recipe)
        #expect(film.orders.count > 3)
        let reports = try film.encode()
        let frames = try TestFilm.frames(of: reports, in: film.film.timeBase)
        #expect(try frames == TestFilm.frames(of: film.source))
        #expect(Set(reports.map(\.parameters.extradata)).count == 1)
        #expect(reports.allSatisfy { $0.damage.isEmpty && $0.dropped.isEmpty })
        #expect(reports.map(\.times.count) == film.orders.map { $0.slice.times?.count })
    }
}
