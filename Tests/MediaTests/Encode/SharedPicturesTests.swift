import Model
import Testing

@testable import Media

/// A film as it is probed, and what its pictures are behind the filters of its renditions.
struct SharedFilm: Sendable {
    var width = 1_920
    var height = 1_080
    var shape: Rational?
    var fields: String?
    var rotation: Double?
    var own: String?
    var size: String
    var filters: String?
}

@Suite("Pictures before they are scaled")
struct SharedPicturesTests {
    private static let bwdif = "bwdif=mode=send_frame:deint=interlaced"

    static let films = [
        SharedFilm(size: "1920x1080"),
        SharedFilm(width: 720, height: 576, shape: Rational(64, 45), size: "1024x576"),
        SharedFilm(fields: "tt", size: "1920x1080", filters: bwdif),
        SharedFilm(fields: "tt", own: "yadif", size: "1920x1080", filters: "yadif"),
        SharedFilm(fields: "progressive", size: "1920x1080"),
        SharedFilm(rotation: 90, size: "1080x1920", filters: "transpose=cclock"),
        SharedFilm(rotation: -90, size: "1080x1920", filters: "transpose=clock"),
        SharedFilm(rotation: 180, size: "1920x1080", filters: "hflip,vflip"),
        SharedFilm(rotation: 12, size: "1920x1080"),
        // Black bars above and below; a film that is turned is cropped as it is seen.
        SharedFilm(own: "crop=iw:804", size: "1920x804", filters: "crop=iw:804"),
        SharedFilm(
            rotation: -90,
            own: "crop=1080:1440",
            size: "1080x1440",
            filters: "transpose=clock,crop=1080:1440"
        ),
        SharedFilm(own: "scale={height}:-2", size: "1080x608", filters: "scale={height}:-2"),
    ]

    @Test("They are upright, progressive and have square pixels", arguments: films)
    func shapes(_ film: SharedFilm) throws {
        var recipe = VideoRecipe()
        recipe.filters = film.own
        let shared = try SharedPictures.of(SharedPicturesTests.description(film), recipe)
        #expect("\(shared.width)x\(shared.height)" == film.size)
        #expect(shared.filters == film.filters)
        #expect(
            shared.isTurned
                == (film.filters?.contains("transpose") ?? false
                    || film.filters?.contains("vflip") ?? false)
        )
    }

    @Test("Their rate is that of the filters")
    func rates() throws {
        var recipe = VideoRecipe()
        let film = SharedPicturesTests.description(SharedFilm(size: ""))
        #expect(try SharedPictures.of(film, recipe).rate == Rational(25, 1))
        recipe.filters = "fps=30"
        #expect(try SharedPictures.of(film, recipe).rate == Rational(30, 1))
    }

    @Test("A filter that there is not is named, and so is a film without a picture")
    func refusals() throws {
        var recipe = VideoRecipe()
        let film = SharedPicturesTests.description(SharedFilm(size: ""))
        recipe.filters = "sharpenn"
        #expect(throws: MediaFailure.self) { try SharedPictures.of(film, recipe) }
        var sound = film
        sound.mainVideo = nil
        #expect(throws: MediaFailure.self) { try SharedPictures.of(sound, VideoRecipe()) }
    }

    private static func description(_ film: SharedFilm) -> MediaDescription {
        var picture = PictureProperties()
        (picture.width, picture.height) = (film.width, film.height)
        picture.pixelFormat = "yuv420p"
        picture.sampleAspectRatio = film.shape
        picture.fieldOrder = film.fields
        var video = MediaDescription.Video(picture: picture, isCoverArt: false)
        video.frameRate = Rational(25, 1)
        video.rotation = film.rotation
        var stream = MediaDescription.Stream(
            index: 0,
            kind: .video,
            timeBase: Rational(1, 90_000)
        )
        stream.video = video
        let container = MediaDescription.Container(
            name: "matroska",
            longName: "",
            startMicroseconds: 0,
            durationMicroseconds: nil,
            bytes: nil,
            bitRate: nil,
            tags: [:]
        )
        var description = MediaDescription(container: container)
        description.streams = [stream]
        description.mainVideo = 0
        return description
    }
}
