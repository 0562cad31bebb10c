import CFFmpeg
import CLibav
import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("What lies beside the pictures")
struct PicturePropertiesTests {
    /// A short film made by ffmpeg, in one slice.
    private func film(
        _ words: String,
        in scratch: Path,
        picture: PictureProperties = PictureProperties(),
        rate: Rational? = Rational(24, 1),
        recipe: EncodeRecipe
    ) throws -> TestFilm {
        let source = scratch / "source.mkv"
        try MediaTool.ffmpeg.run(
            ["-v", "error"] + words.split(separator: " ").map { ToolWord($0) } + [.file(source)]
        )
        return try TestFilm(
            source,
            in: scratch,
            keys: nil,
            picture: picture,
            rate: rate,
            recipe: recipe
        )
    }

    private func probe(_ file: Path, _ entries: String) throws -> String {
        try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "v:0", "-show_entries", "\(entries)",
            "-read_intervals", "%+#1", "-of", "compact=nk=0:p=0", .file(file),
        ]).text
    }

    private var hdr10: PictureProperties {
        var picture = PictureProperties()
        picture.colorRange = "tv"
        picture.colorPrimaries = "bt2020"
        picture.colorTransfer = "smpte2084"
        picture.colorSpace = "bt2020nc"
        picture.masteringDisplay = MasteringDisplay(
            red: [Rational(34_000, 50_000), Rational(16_000, 50_000)],
            green: [Rational(13_250, 50_000), Rational(34_500, 50_000)],
            blue: [Rational(7_500, 50_000), Rational(3_000, 50_000)],
            white: [Rational(15_635, 50_000), Rational(16_450, 50_000)],
            luminanceMin: Rational(50, 10_000),
            luminanceMax: Rational(1_000, 1)
        )
        picture.contentLight = ContentLight(contentMax: 1_000, frameAverageMax: 400)
        return picture
    }

    private let lavfi = "-f lavfi -i testsrc2=s=160x120:r=24:d=0.5"

    @Test(
        "HDR10 data of the plan is in what x264, x265 and SVT-AV1 make",
        arguments: [
            ("libx265", "yuv420p10le"), ("libx264", "yuv420p10le"), ("libsvtav1", "yuv420p10le"),
        ]
    )
    func hdr10Data(encoder: String, format: String) throws {
        let scratch = try Scratch()
        let film = try film(
            "\(lavfi) -pix_fmt yuv420p10le -c:v ffv1",
            in: scratch.path,
            picture: hdr10,
            recipe: .test(encoder, [], pixelFormat: format)
        )
        let report = try #require(film.encode().first)
        #expect(report.dropped.isEmpty)
        let text = try probe(
            report.path,
            "stream=color_range,color_space,color_transfer,color_primaries"
        )
        #expect(text.contains("color_transfer=smpte2084"), "\(text)")
        #expect(text.contains("color_primaries=bt2020"), "\(text)")
        try checkHDR10(report.path, encoder)
    }

    /// FFmpeg 5.1 shows the units of H.264 only when it traces them.
    private func checkHDR10(_ part: Path, _ encoder: String) throws {
        if encoder == "libsvtav1" {
            let text = try probe(part, "frame=side_data_list:frame_side_data")
            #expect(
                text.contains("max_content=1000") && text.contains("max_average=400"),
                "\(text)"
            )
            #expect(text.contains("max_luminance=256000/256"), "\(text)")
            return
        }
        let lines = try MediaTool.ffmpeg.run([
            "-i", .file(part), "-c", "copy", "-frames:v", "1", "-bsf:v", "trace_headers", "-f",
            "null", "-",
        ]).errorLines
        func values(_ name: String) -> [String] {
            lines.filter { $0.contains(" \(name)") }
                .compactMap { $0.split(separator: " ").last.map(String.init) }
        }
        #expect(values("max_content_light_level").first == "1000")
        #expect(values("max_pic_average_light_level").first == "400")
        #expect(values("display_primaries_x[").prefix(3) == ["13250", "7500", "34000"])
        #expect(values("white_point_y").first == "16450")
        #expect(values("max_display_mastering_luminance").first == "10000000")
        #expect(values("min_display_mastering_luminance").first == "50")
    }

    @Test("an encoder that cannot take HDR10 data drops it by name, and a film in SDR has none")
    func hdr10Dropped() throws {
        let scratch = try Scratch()
        var film = try film(
            "\(lavfi) -pix_fmt yuv420p10le -c:v ffv1",
            in: scratch.path,
            picture: hdr10,
            recipe: .test("ffv1")
        )
        let report = try SliceEncoding.run(film.orders[0]) { _ in }
        #expect(report.dropped == ["HDR10 mastering data (ffv1 has no option for it)"])
        film.orders[0].film.picture.colorTransfer = "bt709"
        film.orders[0].part = scratch.path / "second.nut"
        #expect(try SliceEncoding.run(film.orders[0]) { _ in }.dropped.isEmpty)
    }

    @Test("colour and pixel shape of the plan reach the encoder where the packets say nothing")
    func coloursOfThePlan() throws {
        let scratch = try Scratch()
        var picture = PictureProperties()
        picture.colorRange = "tv"
        picture.colorPrimaries = "smpte170m"
        picture.colorTransfer = "smpte170m"
        picture.colorSpace = "smpte170m"
        picture.sampleAspectRatio = Rational(64, 45)
        let film = try film(
            "\(lavfi) -pix_fmt yuv420p -c:v mpeg4",
            in: scratch.path,
            picture: picture,
            recipe: .test("libx264")
        )
        let report = try #require(film.encode().first)
        let text = try probe(
            report.path,
            """
            stream=color_range,color_space,color_transfer,color_primaries\
            ,sample_aspect_ratio
            """
        )
        for word in [
            "color_range=tv", "color_space=smpte170m", "color_transfer=smpte170m",
            "color_primaries=smpte170m", "sample_aspect_ratio=64:45",
        ] { #expect(text.contains(word), "\(text)") }
    }

    @Test(
        "interlaced pictures are coded as such, unless a filter deinterlaces them",
        arguments: [
            ("libx264", nil, "1"), ("mpeg2video", nil, "1"), ("libx264", "yadif", "0"),
        ] as [(String, String?, String)]
    )
    func interlaced(encoder: String, filters: String?, flag: String) throws {
        let scratch = try Scratch()
        var picture = PictureProperties()
        picture.fieldOrder = "tt"
        let film = try film(
            """
            -f lavfi -i testsrc2=s=160x128:r=48:d=1 -vf interlace -c:v libx264 -flags +ildct+ilme \
            -x264-params tff=1
            """,
            in: scratch.path,
            picture: picture,
            recipe: .test(encoder, [], filters: filters)
        )
        let report = try #require(film.encode().first)
        let text = try probe(report.path, "frame=interlaced_frame,top_field_first")
        #expect(text.contains("interlaced_frame=\(flag)"), "\(text)")
        #expect(text.contains("top_field_first=\(flag)"), "\(text)")
    }

    @Test(
        "a film of no constant rate keeps every time, with each kind of encoder",
        arguments: [
            "libx264", "libx265", "mpeg4", "libvpx-vp9", "libsvtav1", "mpeg2video",
        ]
    )
    func variableRate(encoder: String) throws {
        let scratch = try Scratch()
        let film = try TestFilm(
            try TestMedia.variableRateMKV.file(),
            in: scratch.path,
            keys: 3,
            rate: nil,
            recipe: .test(encoder)
        )
        let reports = try film.encode()
        let times = try TestFilm.frames(of: reports, in: film.film.timeBase).map(\.time)
        #expect(try times == Judge.frames(of: film.source).times)
        #expect(Set(reports.map(\.parameters.extradata)).count == 1)
    }

    @Test("progress names its stage and reaches all frames at most; B-frames are delayed by two")
    func progressAndDelay() throws {
        let scratch = try Scratch()
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            keys: nil,
            recipe: .test("libx264", [CodecOption("x264-params", "b-pyramid=normal")])
        )
        var stages: [TaskProgress.Stage] = []
        let report = try SliceEncoding.run(film.orders[0]) { event in
            guard case .progress(let progress) = event else { return }
            stages.append(progress.stage)
            #expect(progress.framesTotal == 144)
            #expect(progress.frames <= 144)
            #expect(progress.outputMilliseconds <= 6_000)
        }
        #expect(stages.first == .encoding)
        #expect(stages.contains(.proving))
        #expect(report.reorderDelay == 2)
        let size = try Directory.status(of: report.path).size
        #expect(report.bytes == size)
    }

    @Test("closed captions that an encoder cannot take are named")
    func closedCaptions() throws {
        let frame = try Frame()
        var side = SideData()
        av_frame_new_side_data(frame.handle, AV_FRAME_DATA_A53_CC, 3)
        av_frame_new_side_data(frame.handle, AV_FRAME_DATA_DYNAMIC_HDR_PLUS, 8)
        let (x264, ffv1) = (try Encoder(named: "libx264"), try Encoder(named: "ffv1"))
        side.take(from: frame, for: x264)
        let plus = "HDR10+ data (it is not carried over)"
        #expect(side.dropped(by: x264) == [plus])
        #expect(side.dropped(by: ffv1) == [plus, "closed captions (ffv1 has no a53cc option)"])
        #expect(av_frame_get_side_data(frame.handle, AV_FRAME_DATA_A53_CC) != nil)
        #expect(av_frame_get_side_data(frame.handle, AV_FRAME_DATA_DYNAMIC_HDR_PLUS) == nil)
    }
}
