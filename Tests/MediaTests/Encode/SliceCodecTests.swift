import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Slices of other codecs, rates and kinds")
struct SliceCodecTests {
    @Test(
        "lossless parts are the film",
        arguments: [
            (.hevc, Rational(24, 1), 2),
            (.mpeg2TS, Rational(25, 1), 4),
            (.vp9, Rational(24, 1), 1),
            (.mpeg4, Rational(24, 1), 3),
            (.ffv1, Rational(24, 1), 16),
            (.variableRateMKV, nil, 2),
            (.h264TS, Rational(24, 1), 2),
        ] as [(TestMedia, Rational?, Int)]
    )
    func otherCodecs(media: TestMedia, rate: Rational?, keys: Int) throws {
        let scratch = try Scratch()
        let options = [CodecOption("qp", "0"), CodecOption("preset", "ultrafast")]
        for recipe in [EncodeRecipe.test("ffv1"), .test("libx264", options)] {
            let directory = scratch.path / FileName(recipe.video.encoder)
            try Directory.create(directory)
            let film = try TestFilm(
                try media.file(),
                in: directory,
                keys: keys,
                rate: rate,
                recipe: recipe
            )
            #expect(film.orders.count > 1)
            let frames = try TestFilm.frames(of: try film.encode(), in: film.film.timeBase)
            #expect(try frames == TestFilm.frames(of: film.source))
        }
    }

    @Test("ten bits stay ten bits, in x265 too")
    func tenBits() throws {
        let scratch = try Scratch()
        let source = scratch.path / "ten.mkv"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=24:d=2", "-pix_fmt",
            "yuv420p10le", "-c:v", "ffv1", "-g", "1", .file(source),
        ])
        let options = [
            CodecOption("preset", "ultrafast"), CodecOption("x265-params", "lossless=1"),
        ]
        let recipe = EncodeRecipe.test("libx265", options)
        let film = try TestFilm(source, in: scratch.path, keys: 16, recipe: recipe)
        let reports = try film.encode()
        let frames = try TestFilm.frames(of: reports, in: film.film.timeBase)
        #expect(try frames == TestFilm.frames(of: source))
        #expect(Set(reports.map(\.parameters.extradata)).count == 1)
    }

    @Test("a pixel format that the encoder lacks becomes the nearest it has, as with ffmpeg")
    func nearestFormat() throws {
        let scratch = try Scratch()
        let source = scratch.path / "argb.mkv"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=24:d=1", "-pix_fmt",
            "gbrp", "-c:v", "ffv1", "-g", "1", .file(source),
        ])
        let options = [CodecOption("qp", "0"), CodecOption("preset", "ultrafast")]
        let recipe = EncodeRecipe.test("libx264", options)
        let film = try TestFilm(source, in: scratch.path, keys: 12, recipe: recipe)
        let frames = try TestFilm.frames(of: try film.encode(), in: film.film.timeBase)
        let other = scratch.path / "ffmpeg.mkv"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-i", .file(source), "-c:v", "libx264", "-qp", "0", "-preset",
            "ultrafast", "-copyts", .file(other),
        ])
        #expect(try frames == TestFilm.frames(of: other))
    }

    @Test("the source itself, uncut or from a packet in the middle on, gives the same frames")
    func uncut() throws {
        let scratch = try Scratch()
        let recipe = EncodeRecipe.test("ffv1")
        let film = try TestFilm(
            try TestMedia.h264OpenGOP.file(),
            in: scratch.path,
            recipe: recipe
        )
        let all = try TestFilm.frames(of: film.source)
        for isMeasured in [false, true] {
            let part = scratch.path / FileName("uncut-\(isMeasured).nut")
            let order = film.uncut(recipe, measured: isMeasured, part: part)
            let report = try SliceEncoding.run(order) { _ in }
            #expect(try TestFilm.frames(of: [report], in: film.film.timeBase) == all)
        }
        var order = film.uncut(
            recipe,
            firstPacket: film.firstPackets[2],
            part: scratch.path / "middle.nut"
        )
        order.slice.start = film.orders[2].slice.start
        order.slice.times = TimeRuns(film.orders[2...].flatMap { $0.slice.times.map(Array.init)! })
        let report = try SliceEncoding.run(order) { _ in }
        let frames = try TestFilm.frames(of: [report], in: film.film.timeBase)
        #expect(frames == all.filter { $0.time >= order.slice.start })
    }

    @Test(
        "two runs give the same bytes",
        arguments: [
            EncodeRecipe.test("libx264", [CodecOption("preset", "veryfast")]),
            .test("libx264", [CodecOption("maxrate", "200k"), CodecOption("bufsize", "200k")]),
            .test("libx265", [CodecOption("preset", "ultrafast"), CodecOption("crf", "30")]),
            .test("libvpx-vp9", [CodecOption("cpu-used", "8"), CodecOption("b", "200k")]),
            .test("libsvtav1", [CodecOption("preset", "12")]),
            .test("mpeg2video", [CodecOption("b", "400k"), CodecOption("bf", "2")]),
            .test("mpeg4", [CodecOption("b", "400k"), CodecOption("bf", "2")]),
            .test("prores_ks"), .test("mjpeg"),
        ]
    )
    func twoRunsAreEqual(recipe: EncodeRecipe) throws {
        let scratch = try Scratch()
        var bytes: [[UInt8]] = []
        for run in 0..<2 {
            let directory = scratch.path / FileName("\(run)")
            try Directory.create(directory)
            let film = try TestFilm(
                try TestMedia.h264.file(),
                in: directory,
                keys: 3,
                recipe: recipe
            )
            let reports = try film.encode()
            #expect(Set(reports.map(\.parameters.extradata)).count == 1)
            bytes += try reports.map { report in
                try OpenFile(report.path, for: .readRegular).readAll(limit: 64 << 20)
            }
        }
        #expect(bytes.count == 4)
        #expect(bytes[..<2] == bytes[2...])
    }
}
