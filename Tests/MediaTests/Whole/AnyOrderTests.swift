import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Slices in any order")
struct AnyOrderTests {
    @Test(
        "give the same film",
        arguments: ["libx264", "libx265", "libsvtav1", "libvpx-vp9"]
    )
    func shuffled(encoder: String) throws {
        var films: [[UInt8]] = []
        for seed in [nil, 1, 2] as [UInt64?] {
            let scratch = try Scratch()
            var lab = FilmLab(scratch.path, container: "matroska", sliceMilliseconds: 2_000)
            lab.recipe.video.encoder = encoder
            lab.recipe.video.options = AnyOrderTests.options[encoder] ?? []
            lab.seed = seed
            let result = scratch.path / "result.mkv"
            let done = try lab.run(try TestMedia.h264MKV.file(), to: result)
            #expect(done.slices.count == 3)
            films.append(try OpenFile(result, for: .readRegular).readAll(limit: 64 << 20))
        }
        #expect(films[0].count > 2_000)
        #expect(films.allSatisfy { $0 == films[0] })
    }

    private static let options = [
        "libx264": [CodecOption("crf", "28"), CodecOption("preset", "ultrafast")],
        "libx265": [CodecOption("crf", "30"), CodecOption("preset", "ultrafast")],
        "libsvtav1": [CodecOption("crf", "50"), CodecOption("preset", "12")],
        "libvpx-vp9": [
            CodecOption("crf", "40"), CodecOption("b", "0"), CodecOption("cpu-used", "8"),
        ],
    ]
}
