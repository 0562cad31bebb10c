import Model
import Testing

/// A film, and the sizes that renditions have of it.
struct FittedLadder: Sendable {
    var width: Int
    var height: Int
    var renditions: [String]
    var sizes: [String]
    var notes = 0
}

@Suite("Ladders of films")
struct LadderFittingTests {
    private static let usual = ["1080", "720", "480", "144"]

    static let films = [
        FittedLadder(
            width: 1_920,
            height: 1_080,
            renditions: usual,
            sizes: ["1920x1080", "1280x720", "854x480", "256x144"]
        ),
        FittedLadder(
            width: 1_280,
            height: 720,
            renditions: usual,
            sizes: ["1280x720", "854x480", "256x144"],
            notes: 1
        ),
        // It stands: the short side is what renditions are called by.
        FittedLadder(
            width: 1_080,
            height: 1_920,
            renditions: usual,
            sizes: ["1080x1920", "720x1280", "480x854", "144x256"]
        ),
        // Wide screen is of its class by its width, and not made larger.
        FittedLadder(
            width: 1_920,
            height: 804,
            renditions: usual,
            sizes: ["1920x804", "1720x720", "1146x480", "344x144"]
        ),
        // A few lines short.
        FittedLadder(
            width: 1_920,
            height: 1_040,
            renditions: ["1080", "480"],
            sizes: ["1920x1040", "886x480"]
        ),
        FittedLadder(
            width: 853,
            height: 479,
            renditions: usual,
            sizes: ["852x478", "256x144"],
            notes: 2
        ),
        // Smaller than all of them.
        FittedLadder(
            width: 160,
            height: 120,
            renditions: usual,
            sizes: ["160x120"],
            notes: 4
        ),
        FittedLadder(
            width: 1_440,
            height: 1_080,
            renditions: ["w1280", "1280x720", "w640"],
            sizes: ["1280x960", "960x720", "640x480"]
        ),
        FittedLadder(
            width: 1_920,
            height: 1_080,
            renditions: ["480", "any", "480"],
            sizes: ["1920x1080", "854x480", "854x480"]
        ),
    ]

    @Test("Renditions have the film's shape, are even and never larger", arguments: films)
    func sizes(_ film: FittedLadder) {
        let ladder = LadderFittingTests.ladder(film.renditions)
        let picture = SharedPicture(width: film.width, height: film.height, filters: nil)
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: 2)
        #expect(fitted.rungs.map { "\($0.width)x\($0.height)" } == film.sizes)
        #expect(fitted.notes.count == film.notes)
    }

    @Test("A rendition is scaled from the next larger one that is like it")
    func cascade() {
        var ladder = LadderFittingTests.ladder(["1080", "720", "480", "144"])
        ladder.renditions[1].video.encoder = "libx265"
        let picture = SharedPicture(width: 1_920, height: 1_080, filters: "hflip")
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: 2)
        #expect(fitted.rungs.map(\.scalesFrom) == [nil, nil, 0, 2])
        #expect(fitted.rungs.allSatisfy { $0.video.filters == nil })
    }

    @Test("A quality is capped by the size; what says more is left as it is")
    func caps() {
        var ladder = LadderFittingTests.ladder(["1080", "480", "144"])
        ladder.renditions[1].video.options = [CodecOption("b", "1M")]
        ladder.renditions[2].video.encoder = "libsvtav1"
        var picture = SharedPicture(width: 1_920, height: 1_080, filters: nil)
        picture.rate = Rational(50, 1)
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: 0)
        let options = fitted.rungs.map { $0.video.options.map { "\($0.name) \($0.value)" } }
        #expect(options == [["maxrate 10500k", "bufsize 15750k"], ["b 1M"], []])
        #expect(fitted.sounds.isEmpty)
    }

    @Test("Renditions of one sound share it")
    func sharedSounds() {
        var ladder = LadderFittingTests.ladder(["1080", "720", "480"])
        for index in 0..<3 { ladder.renditions[index].audio.mode = .encode("aac") }
        let picture = SharedPicture(width: 1_920, height: 1_080, filters: nil)
        let one = LadderFitting.fit(ladder, picture, channelsMax: 2)
        #expect(one.sounds.map(\.name) == ["audio"])
        #expect(one.rungs.map(\.sounds) == [[0], [0], [0]])
        ladder.renditions[2].audio.options = [CodecOption("b", "64k")]
        let two = LadderFitting.fit(ladder, picture, channelsMax: 2)
        #expect(two.sounds.map(\.name) == ["1080", "480"])
        #expect(two.rungs.map(\.sounds) == [[0], [0], [1]])
    }

    @Test("A film in stereo has no surround")
    func channels() {
        var ladder = LadderFittingTests.ladder(["1080"])
        var surround = AudioRecipe()
        surround.mode = .encode("ac3")
        surround.options = [CodecOption("ac", "6")]
        var stereo = AudioRecipe()
        stereo.mode = .encode("aac")
        ladder.sounds = [
            Ladder.Sound(name: "surround", recipe: surround),
            Ladder.Sound(name: "stereo", recipe: stereo),
        ]
        let picture = SharedPicture(width: 1_920, height: 1_080, filters: nil)
        let fitted = LadderFitting.fit(ladder, picture, channelsMax: 2)
        #expect(fitted.sounds.map(\.name) == ["stereo"])
        #expect(fitted.notes.count == 1)
        #expect(LadderFitting.fit(ladder, picture, channelsMax: 6).rungs[0].sounds == [0, 1])
    }

    /// Of heights, widths such as `w640`, both, or `any`.
    private static func ladder(_ sizes: [String]) -> Ladder {
        let renditions = sizes.enumerated().map { place, size in
            var rendition = Ladder.Rendition(
                name: sizes.firstIndex(of: size) == place ? size : "\(size)-\(place)",
                video: VideoRecipe(),
                audio: AudioRecipe()
            )
            let numbers = size.split(separator: "x").compactMap { Int($0) }
            if numbers.count == 2 {
                (rendition.width, rendition.height) = (numbers[0], numbers[1])
            } else if size.hasPrefix("w") {
                rendition.width = Int(size.dropFirst())
            } else {
                rendition.height = Int(size)
            }
            return rendition
        }
        return Ladder(renditions: renditions, segments: nil)
    }
}
