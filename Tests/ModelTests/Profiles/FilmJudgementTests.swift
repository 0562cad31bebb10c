import Model
import Testing

@Suite("Conditions of a film")
struct FilmJudgementTests {
    private func film(_ change: (inout MediaDescription) -> Void = { _ in }) -> MediaDescription {
        var film = MediaDescription(
            container: .init(
                name: "mov,mp4,m4a",
                longName: "QuickTime / MOV",
                startMicroseconds: 0,
                durationMicroseconds: 90_500_000,
                bytes: 45_000_000,
                bitRate: nil,
                tags: [:]
            )
        )
        var picture = PictureProperties()
        (picture.width, picture.height, picture.pixelFormat) = (1_920, 1_080, "yuv420p10le")
        var video = MediaDescription.Stream(index: 0, kind: .video, timeBase: .milliseconds)
        video.codec = "hevc"
        video.video = .init(picture: picture, isCoverArt: false)
        video.video?.frameRate = Rational(30_000, 1_001)
        var audio = MediaDescription.Stream(index: 1, kind: .audio, timeBase: .milliseconds)
        audio.codec = "aac"
        film.streams = [video, audio]
        film.mainVideo = 0
        change(&film)
        return film
    }

    private func judge(
        _ terms: FilmCondition.Term...,
        film: MediaDescription
    ) -> FilmJudgement {
        FilmCondition(alternatives: [terms]).judge(film)
    }

    @Test("All terms of one alternative have to hold, and what was found is told")
    func holds() {
        let judgement = judge(
            .init(.videoCodec, .equal, .words(["h264", "hevc"])),
            .init(.height, .atMost, .number(1_080)),
            .init(.bitRate, .less, .number(6e6)),
            .init(.bitDepth, .equal, .number(10)),
            .init(.container, .equal, .words(["mp4"])),
            film: film()
        )
        #expect(judgement.holds)
        #expect(
            judgement.reason
                == "video_codec is hevc, height is 1080, bitrate is 3.978M, bit_depth is 10, "
                + "container is mov,mp4,m4a"
        )
    }

    @Test("What stands against each alternative is told")
    func fails() {
        let condition = FilmCondition(alternatives: [
            [
                .init(.videoCodec, .equal, .words(["hevc"])),
                .init(.height, .less, .number(1_080)),
            ],
            [.init(.duration, .greater, .number(3_600))],
            [.init(.videoCodec, .unequal, .words(["hevc"]))],
        ])
        let judgement = condition.judge(film())
        #expect(!judgement.holds)
        #expect(
            judgement.reason
                == "height is 1080, not <1080; duration is 90.5s, not >3600s; video_codec is hevc, "
                + "not !=hevc"
        )
    }

    @Test("What is not known never holds, not even as a difference")
    func unknown() {
        let bare = film {
            ($0.mainVideo, $0.streams) = (nil, [])
            ($0.container.bytes, $0.container.durationMicroseconds) = (nil, nil)
        }
        for property in FilmCondition.Property.allCases where property != .container {
            let isWord = property == .videoCodec || property == .audioCodec
            let value: FilmCondition.Value = isWord ? .words(["x"]) : .number(0)
            for comparison in FilmCondition.Comparison.allCases {
                let judgement = judge(.init(property, comparison, value), film: bare)
                #expect(!judgement.holds)
                #expect(judgement.reason.hasPrefix("\(property.rawValue) is not known, not "))
            }
        }
    }

    @Test("With several tracks of sound each has to be one of them, or none of them")
    func tracks() {
        let two = film { film in
            var other = film.streams[1]
            (other.index, other.codec) = (2, "ac3")
            film.streams.append(other)
        }
        #expect(judge(.init(.audioCodec, .equal, .words(["aac", "ac3"])), film: two).holds)
        #expect(!judge(.init(.audioCodec, .equal, .words(["aac"])), film: two).holds)
        #expect(!judge(.init(.audioCodec, .unequal, .words(["aac"])), film: two).holds)
        #expect(judge(.init(.audioCodec, .unequal, .words(["dts"])), film: two).holds)
    }

    @Test(
        "The depth is in the name of the pixel format",
        arguments: [
            ("yuv420p", 8), ("yuv420p10le", 10), ("yuv444p12be", 12), ("p010le", 10), ("nv12", 8),
            ("nv24", 8), ("gbrp16le", 16), ("gray10le", 10), ("rgb24", 8), ("rgb48le", 16),
            ("x2rgb10le", 10), ("y210le", 10), ("yuvj420p", 8), ("monob", 8), ("xv36le", 12),
        ]
    )
    func depth(format: String, bits: Int) {
        let film = film { $0.streams[0].video?.picture.pixelFormat = format }
        #expect(judge(.init(.bitDepth, .equal, .number(Double(bits))), film: film).holds)
    }
}
