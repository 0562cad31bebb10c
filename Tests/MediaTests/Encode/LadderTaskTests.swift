import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Renditions in one task and in several")
struct LadderTaskTests {
    /// An encoder, its options, and the pixel format that its renditions have.
    struct Way: Sendable, CustomStringConvertible {
        var encoder: String
        var options: [CodecOption]
        var pixelFormat = "yuv420p"

        init(_ encoder: String, _ options: [CodecOption], _ pixelFormat: String = "yuv420p") {
            (self.encoder, self.options, self.pixelFormat) = (encoder, options, pixelFormat)
        }

        var description: String { encoder }
    }

    static let capped = [
        CodecOption("crf", "23"), CodecOption("maxrate", "150k"), CodecOption("bufsize", "300k"),
    ]

    static let ways = [
        Way("libx264", [CodecOption("preset", "veryfast"), CodecOption("g", "{gop}")] + capped),
        Way("libx265", [CodecOption("preset", "ultrafast")] + capped),
        Way("libsvtav1", [CodecOption("preset", "12"), CodecOption("crf", "40")]),
        Way("libvpx-vp9", [CodecOption("cpu-used", "8"), CodecOption("b", "200k")]),
        Way("mpeg2video", [CodecOption("b", "400k"), CodecOption("bf", "2")]),
        Way("mpeg4", [CodecOption("b", "400k"), CodecOption("bf", "2")]),
        Way("prores_ks", [], "yuv422p10le"),
    ]

    @Test("all in one task, one in each, and once more: the same bytes", arguments: ways)
    func sameBytes(way: Way) throws {
        let scratch = try Scratch()
        let sizes = [(160, 120), (120, 90), (96, 72)]
        let ladder = FilmLadder.test(
            sizes,
            way.encoder,
            way.options,
            pixelFormat: way.pixelFormat,
            rates: ["72p": Rational(12, 1)]
        )
        let together = try encode(ladder, only: nil, in: scratch.path / "together")
        for rung in sizes.indices {
            let alone = try encode(ladder, only: rung, in: scratch.path / FileName("r\(rung)"))
            #expect(try bytes(alone[0]) == bytes(together[rung]))
        }
        let again = try encode(ladder, only: nil, in: scratch.path / "again")
        #expect(try again.map(bytes) == together.map(bytes))
        for parts in together { #expect(Set(parts.map(\.parameters.extradata)).count == 1) }
        try LadderEncodingTests().expectSegments(together)
        #expect(together[2].map(\.times.count) == [36, 36])
        #expect(together[2].allSatisfy { $0.frameRate == Rational(12, 1) })
    }

    private func encode(
        _ ladder: FilmLadder,
        only rung: Int?,
        in directory: Path
    ) throws -> [[PartReport]] {
        try Directory.create(directory)
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: directory,
            keys: 3,
            recipe: .test("libx264")
        )
        return try film.encode(ladder, only: rung)
    }

    private func bytes(_ parts: [PartReport]) throws -> [[UInt8]] {
        try parts.map { try OpenFile($0.path, for: .readRegular).readAll(limit: 64 << 20) }
    }

    static let otherWays = [
        Way("libaom-av1", [CodecOption("cpu-used", "8"), CodecOption("usage", "realtime")]),
        Way("libaom-av1", [CodecOption("cpu-used", "8"), CodecOption("crf", "40")]),
        Way("libvpx", [CodecOption("cpu-used", "8"), CodecOption("auto-alt-ref", "0")]),
        Way("libvpx-vp9", [CodecOption("cpu-used", "8"), CodecOption("deadline", "realtime")]),
        Way("libtheora", [CodecOption("b", "200k")]), Way("libxvid", []), Way("ffv1", []),
        Way("mjpeg", [CodecOption("strict", "unofficial")]), Way("mpeg1video", []),
        Way("libx265", [CodecOption("preset", "fast"), CodecOption("x265-params", "bframes=8")]),
        Way("libx264", [CodecOption("preset", "slow"), CodecOption("x264-params", "b-pyramid=2")]),
        Way("libx264rgb", [CodecOption("preset", "fast")], "rgb24"),
        Way("flv", []), Way("h263p", []), Way("msmpeg4", []), Way("wmv2", []),
        Way(
            "librav1e",
            [
                CodecOption("speed", "10")
            ]
        ),
    ]

    @Test("segments begin with key frames, and decode from there", arguments: otherWays)
    func otherEncoders(way: Way) throws {
        guard EncoderCatalogue.installed()[way.encoder] != nil else { return }
        let scratch = try Scratch()
        let ladder = FilmLadder.test(
            [(176, 144), (96, 72)],
            way.encoder,
            way.options,
            pixelFormat: way.pixelFormat
        )
        let reports = try encode(ladder, only: nil, in: scratch.path / "parts")
        try LadderEncodingTests().expectSegments(reports)
        #expect(reports.joined().map(\.times.count) == [72, 72, 72, 72])
    }

    @Test("ten bits and the light of a film in HDR are in every rendition")
    func highDynamicRange() throws {
        let scratch = try Scratch()
        let source = try TestMedia.hdr10.file()
        let options = [CodecOption("preset", "ultrafast")]
        let ladder = FilmLadder.test([(160, 120), (80, 60)], "libx265", options, pixelFormat: nil)
        let batches = try CutFolder(scratch.path).run(source, .test("libx265"), ladder)
        var film = try TestFilm(source, in: scratch.path, recipe: .test("libx265"))
        film.film = batches[0].film
        film.orders = [film.orders[0]]
        film.orders[0].film = film.film
        film.orders[0].slice = batches[0].slices[0]
        film.orders[0].sliceFile = scratch.path / "v000000.nut"
        for part in try film.encode(ladder).joined() {
            let words = try MediaTool.ffprobe.run([
                "-v", "error", "-read_intervals", "%+#1", "-show_entries",
                "frame=pix_fmt,color_transfer:frame_side_data=max_content,max_luminance", "-of",
                "flat", .file(part.path),
            ]).lines.joined(separator: " ")
            #expect(words.contains("yuv420p10le") && words.contains("smpte2084"))
            #expect(words.contains("max_content=1000"))
            #expect(words.contains("max_luminance=\"10000000/10000\""))
        }
    }

    @Test("60 frames a second become 30 and 15, and segments begin together all the same")
    func limitedRates() throws {
        let scratch = try Scratch()
        let ladder = FilmLadder.test(
            [(160, 120), (120, 90), (80, 60)],
            "libx264",
            LadderEncodingTests.lossless,
            rates: ["90p": Rational(30, 1), "60p": Rational(15, 1)],
            segmentMilliseconds: 1_500
        )
        let film = try TestFilm(
            try TestMedia.film5994.file(),
            in: scratch.path,
            keys: 5,
            rate: Rational(60_000, 1_001),
            recipe: .test("libx264")
        )
        let reports = try film.encode(ladder)
        try LadderEncodingTests().expectSegments(reports)
        #expect(reports[0].reduce(0) { $0 + $1.times.count } == 360)
        for (rung, divisor) in [(1, 2), (2, 4)] {
            let times = reports[rung].flatMap { Array($0.times) }
            let steps = zip(times, times.dropFirst()).map { $1 - $0 }
            let usual = steps.filter { $0 == steps[0] }.count
            // Where a segment has an odd number of frames its last one stands closer.
            let segments = reports[rung].reduce(0) { $0 + ($1.segments?.count ?? 0) }
            #expect(usual >= steps.count - segments)
            #expect(reports[rung][0].frameRate == Rational(60_000 / Int64(divisor), 1_001))
        }
    }

    @Test("one rendition that fails ends the others, and its reason is told")
    func failingRung() throws {
        let scratch = try Scratch()
        var ladder = FilmLadder.test([(160, 120), (80, 60)], "libx264", [])
        ladder.rungs[1].video.options = [CodecOption("preset", "swift")]
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            recipe: .test("libx264")
        )
        let failure = #expect(throws: MediaFailure.self) { try film.encode(ladder) }
        #expect(failure?.kind == .recipe)
        #expect(failure?.description.contains("libx264") == true)
    }

    @Test("a disk that is full for one rendition ends all of them, and is told")
    func fullDisk() throws {
        let scratch = try Scratch()
        let options = [CodecOption("preset", "ultrafast"), CodecOption("qp", "0")]
        let ladder = FilmLadder.test([(320, 240), (160, 120), (80, 60)], "libx264", options)
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            keys: nil,
            recipe: .test("libx264")
        )
        for place in 0..<3 {
            var order = film.orders[0]
            let rungs = (0..<3).map { rung in
                VideoOrder.RungWork(
                    rung: rung,
                    part: rung == place ? "/dev/full" : scratch.path / FileName("rung\(rung).nut")
                )
            }
            order.ladder = VideoOrder.LadderWork(ladder, rungs)
            let failure = #expect(throws: MediaFailure.self) {
                try LadderEncoding.run(order) { _ in }
            }
            #expect(failure?.kind == .storage, "\(place): \(failure.map { "\($0)" } ?? "none")")
            #expect(failure?.path == "/dev/full")
        }
    }

    @Test("progress is told of all renditions together")
    func progress() throws {
        let scratch = try Scratch()
        let ladder = FilmLadder.test([(160, 120), (80, 60)], "libx264", [])
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            keys: nil,
            recipe: .test("libx264")
        )
        var order = film.orders[0]
        let rungs = (0..<2).map { rung in
            VideoOrder.RungWork(rung: rung, part: scratch.path / FileName("rung\(rung).nut"))
        }
        order.ladder = VideoOrder.LadderWork(ladder, rungs)
        var told: [TaskProgress] = []
        let reports = try LadderEncoding.run(order) { event in
            if case .progress(let progress) = event { told.append(progress) }
        }
        #expect(told.first?.stage == .encoding)
        #expect(Set(told.map(\.framesTotal)).isSubset(of: [nil, 144]))
        #expect(told.allSatisfy { $0.bytes <= reports.reduce(0) { $0 + $1.bytes } })
        #expect(reports.map(\.rung) == [0, 1])
    }

    @Test("a slice that decodes to other frames than planned fails as such")
    func decodeFailureWins() throws {
        let scratch = try Scratch()
        let ladder = FilmLadder.test([(160, 120), (80, 60)], "libx264", [])
        var film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            recipe: .test("libx264")
        )
        film.orders = [film.orders[1]]
        let times = Array(film.orders[0].slice.times ?? TimeRuns())
        film.orders[0].slice.times = TimeRuns(times.dropLast())
        let failure = #expect(throws: MediaFailure.self) { try film.encode(ladder) }
        #expect(failure?.kind == .mismatch)
        #expect(failure?.attempt == "decode slice 1")
    }

    @Test("a plan that counts other frames of a rendition fails")
    func otherCount() throws {
        let scratch = try Scratch()
        let ladder = FilmLadder.test([(160, 120), (80, 60)], "libx264", [])
        var film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            recipe: .test("libx264")
        )
        film.orders = [film.orders[0]]
        film.orders[0].slice.rungFrames = [24, 23]
        let failure = #expect(throws: MediaFailure.self) { try film.encode(ladder) }
        #expect(failure?.attempt == "encode 60p of slice 0")
        #expect(failure?.cause == "it has 24 frames instead of the 23 that were planned")
    }
}
