import Model
import Testing

@testable import Media

/// Streams: 0 picture, 1 deu, 2 eng, 3 eng, 4 subtitles fra, 5 subtitles eng, 6 cover, 7 font.
@Suite("The streams that a recipe chooses")
struct StreamSelectionTests {
    typealias Stream = MediaDescription.Stream

    static func stream(
        _ index: Int,
        _ kind: MediaDescription.Kind,
        _ language: String? = nil,
        codec: String = "x"
    ) -> Stream {
        var stream = Stream(index: index, kind: kind, timeBase: .milliseconds)
        stream.language = language
        stream.codec = codec
        if kind == .video {
            stream.video = .init(picture: PictureProperties(), isCoverArt: false)
        }
        return stream
    }

    static let film: [Stream] = {
        var cover = stream(6, .video, codec: "png")
        cover.video?.isCoverArt = true
        return [
            stream(0, .video, codec: "h264"), stream(1, .audio, "ger", codec: "ac3"),
            stream(2, .audio, "eng", codec: "aac"), stream(3, .audio, "eng", codec: "aac"),
            stream(4, .subtitle, "fra"), stream(5, .subtitle, "eng"), cover,
            stream(7, .attachment),
        ]
    }()

    private func select(
        _ streams: [Stream] = film,
        container: String = "matroska",
        _ change: (inout EncodeRecipe) -> Void
    ) throws(MediaFailure) -> StreamSelection {
        var recipe = EncodeRecipe(container: container)
        change(&recipe)
        let main = streams.first(where: StreamSelection.isFilm)?.index
        return try StreamSelection(streams, mainVideo: main, recipe, path: "/in/film.mkv")
    }

    private func failure(
        _ streams: [Stream] = film,
        container: String = "matroska",
        _ change: (inout EncodeRecipe) -> Void
    ) -> MediaFailure? {
        do throws(MediaFailure) {
            _ = try select(streams, container: container, change)
            return nil
        } catch { return error }
    }

    static func selector(_ text: String) -> StreamSelector {
        var selector = StreamSelector(text)
        var rest = text[...]
        if rest.first == "-" {
            selector.isNegative = true
            rest = rest.dropFirst()
        }
        if rest.last == "?" {
            selector.isOptional = true
            rest = rest.dropLast()
        }
        let kinds: [Substring: MediaDescription.Kind] = [
            "v": .video, "a": .audio, "s": .subtitle, "t": .attachment,
        ]
        var words = rest.split(separator: ":").dropFirst()
        if let kind = words.first.flatMap({ kinds[$0] }) {
            selector.kind = kind
            words = words.dropFirst()
        }
        if words.first == "m" { selector.language = words.last.map(String.init) }
        selector.index = words.first.flatMap { Int($0) }
        return selector
    }

    // MARK: By language

    @Test("all of them, when nothing is said")
    func all() throws {
        let selection = try select { _ in }
        #expect(selection.kept == Array(0...7))
        #expect(selection.picture == 0)
        #expect(selection.reasons.isEmpty && selection.notes.isEmpty)
    }

    @Test("tracks of the languages, in their order, in the places of the tracks")
    func languages() throws {
        let selection = try select {
            $0.streams.audio = .languages(["en", "de"])
            $0.streams.subtitles = .languages(["en"])
        }
        #expect(selection.kept == [0, 2, 3, 1, 5, 6, 7])
        #expect(selection.reasons == [4: "its language is fra, and the profile wants en"])
    }

    @Test("all of them, where none has a language that is wanted")
    func noneOfTheLanguages() throws {
        let selection = try select { $0.streams.audio = .languages(["jpn", "kor"]) }
        #expect(selection.kept == Array(0...7))
        #expect(selection.notes == ["nothing of the sound is in jpn or kor, so all of it is kept"])
    }

    @Test("none of a kind, by the choice or by the recipe")
    func none() throws {
        let selection = try select {
            $0.streams.subtitles = .none
            $0.audio.mode = .drop
        }
        #expect(selection.kept == [0, 6, 7])
        #expect(selection.reasons[1] == "the profile wants no sound")
        #expect(selection.reasons[4] == "the profile wants no subtitles")
        #expect(selection.encodedSounds.isEmpty)
    }

    // MARK: By selectors

    static let selected: [(selectors: [String], kept: [Int], picture: Int?)] = [
        (["0"], Array(0...7), 0),
        (["0:v", "0:a:1", "0:a:0"], [0, 6, 2, 1], 0),
        (["0:2", "0:0"], [2, 0], 0),
        (["0", "-0:s", "-0:a:0"], [0, 2, 3, 6, 7], 0),
        (["0", "-0:a:9"], Array(0...7), 0),
        (["0:v:0", "0:a:m:language:en"], [0, 2, 3], 0),
        (["0:v:0", "0:m:language:fre"], [0, 4], 0),
        (["0:v:0", "0:a:7?", "0:s?"], [0, 4, 5], 0),
        (["0:a:1"], [2], nil),
        (["0:a", "0:s:1", "0:v:1"], [1, 2, 3, 5, 6], nil),
    ]

    @Test("what ffmpeg's selectors say, in their order", arguments: selected)
    func selectors(_ selectors: [String], kept: [Int], picture: Int?) throws {
        let selection = try select {
            $0.streams.selectors = selectors.map(StreamSelectionTests.selector)
        }
        #expect(selection.kept == kept)
        #expect(selection.picture == picture)
        let left = Set(0...7).subtracting(kept)
        #expect(Set(selection.reasons.keys) == left)
        #expect(selection.reasons.values.allSatisfy { $0 == "no -map takes it" })
    }

    private let list =
        "stream 0 (video, h264), stream 1 (audio, ac3, ger), stream 2 (audio, aac, eng), stream 3 "
        + "(audio, aac, eng), stream 4 (subtitle, x, fra), stream 5 (subtitle, x, eng), stream 6 "
        + "(video, png), stream 7 (attachment, x)"

    @Test("a selector that takes nothing is told with what there is")
    func takesNothing() {
        let failure = failure {
            $0.streams.selectors = ["0:v:0", "0:a:3"].map(StreamSelectionTests.selector)
        }
        #expect(failure?.kind == .recipe)
        #expect(
            failure?.description == "cannot choose the streams of /in/film.mkv: -map 0:a:3 takes "
                + "none; it has \(list)"
        )
        #expect(failure?.remedy == "-map '0:a:3?' does without where there is none")
    }

    @Test("so is one that takes a stream again, and choices of nothing at all")
    func otherMistakes() {
        let again = failure {
            $0.streams.selectors = ["0:a", "0:2"].map(StreamSelectionTests.selector)
        }
        #expect(
            again?.cause
                == "-map 0:2 takes stream 2 again, which -map 0:a takes; a stream is in the "
                + "result once"
        )
        let nothing = failure {
            $0.streams.selectors = ["0:a:8?"].map(StreamSelectionTests.selector)
        }
        #expect(nothing?.cause == "no -map takes any; it has \(list)")
    }

    @Test("a second picture is refused where one is encoded, and kept where they are copied")
    func secondPicture() throws {
        let streams = [
            StreamSelectionTests.stream(0, .video), StreamSelectionTests.stream(1, .video),
        ]
        let refused = failure(streams) {
            $0.streams.selectors = [StreamSelectionTests.selector("0:v")]
        }
        #expect(
            refused?.cause == "-map 0:v takes a second picture (stream 1 beside stream 0), and one "
                + "is encoded; it has stream 0 (video, x), stream 1 (video, x)"
        )
        #expect(refused?.remedy == "leave one out, for example with -map -0:1")
        let second = try select(streams) {
            $0.streams.selectors = [StreamSelectionTests.selector("0:v:1")]
        }
        #expect(second.picture == 1)
        let copied = try select(streams) {
            $0.video.mode = .copy
            $0.streams.selectors = [StreamSelectionTests.selector("0:v")]
        }
        #expect(copied.picture == 0)
        #expect(copied.kept == [0, 1])
    }

    // MARK: Sound alone

    @Test("sound, covers and files, where no picture is wanted")
    func soundAlone() throws {
        let selection = try select {
            $0.video.mode = .drop
            $0.audio.mode = .encode("libopus")
        }
        #expect(selection.picture == nil)
        #expect(selection.kept == [1, 2, 3, 6, 7])
        #expect(selection.encodedSounds == [1, 2, 3])
        #expect(selection.reasons[0] == "the profile wants no picture")
        #expect(selection.reasons[4] == "the result is sound alone")
    }

    static let single: [(change: @Sendable (inout EncodeRecipe) -> Void, track: Int)] = [
        ({ _ in }, 3),
        ({ $0.streams.audio = .languages(["en"]) }, 2),
        ({ $0.streams.defaultAudio = "deu" }, 1),
        ({ $0.streams.selectors = [StreamSelectionTests.selector("0:a")] }, 1),
    ]

    @Test(
        "one track, where the container holds one: the default, or the first chosen",
        arguments: 0..<4
    )
    func oneTrack(_ index: Int) throws {
        var streams = StreamSelectionTests.film
        streams[3].isDefault = true
        let (change, track) = StreamSelectionTests.single[index]
        let selection = try select(streams, container: "mp3") {
            $0.video.mode = .drop
            change(&$0)
        }
        #expect(selection.kept.filter { (1...3).contains($0) } == [track])
        for other in [1, 2, 3] where other != track {
            let reason = selection.reasons[other]
            let isNamed = reason == "mp3 holds one track, which is stream \(track)"
            #expect(isNamed || reason?.hasPrefix("its language is ") == true)
        }
    }

    @Test("a source without a picture is refused with the way out, and one without sound too")
    func nothingThere() {
        let sound = [StreamSelectionTests.stream(0, .audio)]
        let picture = failure(sound) { _ in }
        #expect(picture?.description == "cannot transcode /in/film.mkv: it has no video stream")
        #expect(
            picture?.remedy
                == "-vn takes its sound alone, for example into a file that ends in .mka"
        )
        let silent = failure([StreamSelectionTests.stream(0, .video)]) { $0.video.mode = .drop }
        #expect(silent?.cause == "no picture is wanted, and it has no sound")
        let neither = failure {
            $0.video.mode = .drop
            $0.audio.mode = .drop
        }
        #expect(neither?.cause == "neither a picture nor sound of it is wanted")
    }
}
