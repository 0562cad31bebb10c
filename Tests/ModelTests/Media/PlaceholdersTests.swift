import Testing

@testable import Model

@Suite("Placeholders of a recipe")
struct PlaceholdersTests {
    private let film = FilmFacts(rate: Rational(24_000, 1_001), width: 1_920, height: 804)

    private func recipe(_ options: [CodecOption], filters: String? = nil) -> EncodeRecipe {
        var recipe = EncodeRecipe(container: "matroska")
        recipe.video.options = options
        recipe.video.filters = filters
        return recipe
    }

    @Test("become the film's group of two seconds, its rate and its size")
    func values() {
        let given = recipe(
            [CodecOption("g", "{gop}"), CodecOption("x265-params", "keyint={gop}:fps={fps}")],
            filters: "drawbox=w={width}:h={height}"
        )
        let resolved = given.resolved(for: film)
        #expect(
            resolved.video.options == [
                CodecOption("g", "48"), CodecOption("x265-params", "keyint=48:fps=24000/1001"),
            ]
        )
        #expect(resolved.video.filters == "drawbox=w=1920:h=804")
    }

    static let groups: [(Rational?, String)] = [
        (Rational(25, 1), "50"), (Rational(24_000, 1_001), "48"), (Rational(30_000, 1_001), "60"),
        (Rational(60_000, 1_001), "120"), (Rational(12, 1), "24"), (Rational(50, 2), "50"),
        (Rational(1, 10), "1"), (Rational(0, 1), "50"), (nil, "50"),
    ]

    @Test("a group has two seconds of frames, at any rate", arguments: groups)
    func group(rate: Rational?, frames: String) {
        let film = FilmFacts(rate: rate, width: 2, height: 2)
        let resolved = recipe([CodecOption("g", "{gop}")]).resolved(for: film)
        #expect(resolved.video.options[0].value == frames)
    }

    static let filters: [(String, String)] = [
        ("fps=12", "24"), ("scale=-2:720,fps=30000/1001", "60"), ("fps=fps=10:round=up", "20"),
        ("fps=50,fps=25", "50"), ("fps=23.976", "48"), ("fps={fps}", "48"), ("fps=ntsc", "48"),
        ("[in]fps=12[out]", "48"), ("scale=-2:720", "48"), ("fps=0", "48"), ("fps=1/0", "48"),
    ]

    @Test("a plain fps filter says the rate of what is encoded", arguments: filters)
    func filtered(filters: String, frames: String) {
        let resolved = recipe([CodecOption("g", "{gop}")], filters: filters).resolved(for: film)
        #expect(resolved.video.options[0].value == frames)
    }

    @Test("other words in braces are left as they are")
    func others() {
        let given = recipe([CodecOption("metadata", "{gopher} {GOP} {} {fps")])
        #expect(given.resolved(for: film) == given)
    }

    @Test("the size is the one that players show")
    func turned() {
        var picture = PictureProperties()
        (picture.width, picture.height) = (1_920, 1_080)
        func facts(_ rotation: Double?) -> FilmFacts {
            FilmFacts(
                FilmPlan(
                    videoStream: 0,
                    codec: "h264",
                    timeBase: .milliseconds,
                    startMicroseconds: 0,
                    shift: 0,
                    frameRate: nil,
                    averageRate: Rational(24, 1),
                    threads: 1,
                    picture: picture,
                    rotation: rotation
                )
            )
        }
        #expect(facts(nil) == FilmFacts(rate: Rational(24, 1), width: 1_920, height: 1_080))
        #expect(facts(180) == facts(nil))
        #expect(facts(-90) == FilmFacts(rate: Rational(24, 1), width: 1_080, height: 1_920))
        #expect(facts(90) == facts(-90))
    }
}
