import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Filtering slices")
struct SliceFilterTests {
    @Test(
        "what is sliced is what ffmpeg makes of the whole film",
        arguments: [
            "scale=96:72", "hflip,crop=100:80:10:10,eq=contrast=1.2:saturation=0.7", "format=gray",
            "nlmeans=s=3", "yadif", "yadif=1", "bwdif", "bwdif=0", "yadif=1,scale=80:60",
            "gblur=2,unsharp", "deband", "pad=200:160:20:20,setsar=4/3", "curves=preset=vintage",
        ],
        [TestMedia.h264OpenGOP]
    )
    func slicesAreTheFilm(filters: String, media: TestMedia) throws {
        let scratch = try Scratch()
        let recipe = EncodeRecipe.test("ffv1", filters: filters)
        let film = try TestFilm(
            try media.file(),
            in: scratch.path,
            keys: 2,
            preRoll: true,
            recipe: recipe
        )
        #expect(film.orders.count == 3)
        let reports = try film.encode()
        let single = try byFFmpeg(film.source, filters, to: scratch.path / "single.mkv")
        #expect(try times(of: reports) == single.nanoseconds(from: .zero))
        let hashes = try reports.flatMap { try Judge.frames(of: $0.path).hashes }
        #expect(hashes == single.hashes)
    }

    @Test(
        "filters with a memory or another rate get the whole film and its own times",
        arguments: [
            "hqdn3d", "fps=30", "select='mod(n,3)'", "framestep=2", "yadif=1:deint=interlaced",
        ]
    )
    func uncutFilters(filters: String) throws {
        let scratch = try Scratch()
        let recipe = EncodeRecipe.test("ffv1", filters: filters)
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            recipe: .test("ffv1")
        )
        let order = film.uncut(recipe, measured: true, part: scratch.path / "part.nut")
        let report = try SliceEncoding.run(order) { _ in }
        let single = try byFFmpeg(film.source, filters, to: scratch.path / "single.mkv")
        #expect(try times(of: [report]) == single.nanoseconds(from: .zero))
        #expect(try Judge.frames(of: report.path).hashes == single.hashes)
    }

    @Test("filters that let nothing through are named")
    func nothingComesOut() throws {
        let scratch = try Scratch()
        let recipe = EncodeRecipe.test("ffv1", filters: "select=0")
        let film = try TestFilm(
            try TestMedia.h264.file(),
            in: scratch.path,
            recipe: .test("ffv1")
        )
        let order = film.uncut(recipe, measured: true, part: scratch.path / "part.nut")
        #expect(
            throws: MediaFailure(.recipe, "filter by select=0", nil, "not one frame comes out")
        ) { try SliceEncoding.run(order) { _ in } }
    }

    @Test("a picture that changes its size in the middle is brought back to the first")
    func sizeChanges() throws {
        let scratch = try Scratch()
        let source = scratch.path / "both.ts"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=24:d=1", "-c:v", "mpeg2video",
            "-g", "12", .file(scratch.path / "a.ts"), "-f", "lavfi", "-i",
            "testsrc2=s=192x96:r=24:d=1", "-map", "1", "-c:v", "mpeg2video", "-g", "12",
            "-output_ts_offset", "1", .file(scratch.path / "b.ts"),
        ])
        let bytes = try ["a.ts", "b.ts"].flatMap { name in
            try OpenFile(scratch.path / FileName(name), for: .readRegular).readAll(limit: 1 << 20)
        }
        let output = try OpenFile.create(source)
        try output.write(bytes)
        try output.close()
        let film = try TestFilm(source, in: scratch.path, isCut: false, recipe: .test("ffv1"))
        for filters in [nil, "hflip"] {
            let recipe = EncodeRecipe.test("ffv1", filters: filters)
            let part = scratch.path / FileName("part-\(filters ?? "none").nut")
            let report = try SliceEncoding.run(film.uncut(recipe, measured: true, part: part)) {
                _ in
            }
            let (before, after) = (try sizes(source), try sizes(part))
            #expect(report.times.count == before.count)
            #expect(Set(before) == ["160,120", "192,96"])
            #expect(Set(after) == ["160,120"])
        }
    }

    @Test("a film that was cut is not filtered by what needs it whole")
    func refusesUncutFilters() throws {
        let scratch = try Scratch()
        let recipe = EncodeRecipe.test("ffv1", filters: "hqdn3d")
        let film = try TestFilm(try TestMedia.h264.file(), in: scratch.path, recipe: recipe)
        #expect(
            throws: MediaFailure(
                .mismatch,
                "encode slice 0",
                nil,
                "the film was cut, but the filter hqdn3d may look at more than one frame"
            )
        ) { try film.encode() }
    }

    /// As the program has it, of every frame that can be decoded.
    private func sizes(_ file: Path) throws -> [String] {
        try MediaTool.ffprobe.runToAnyEnd([
            "-v", "quiet", "-select_streams", "v:0", "-show_entries", "frame=width,height", "-of",
            "csv=p=0", .file(file),
        ]).lines.map { line in line.split(separator: ",").prefix(2).joined(separator: ",") }
    }

    /// Nanoseconds, of the reports; that they are the packets' is proven elsewhere.
    private func times(of reports: [PartReport]) throws -> [Int64] {
        reports.flatMap { report in
            report.times.map { report.timeBase.rescale($0, to: Rational(1, 1_000_000_000)) }
        }
    }

    private func byFFmpeg(_ source: Path, _ filters: String, to file: Path) throws -> Judge.Frames {
        // The times of NUT are exact, those of Matroska would be whole milliseconds.
        let nut = file.parent / "single.nut"
        try MediaTool.ffmpeg.run([
            "-v", "error", "-copyts", "-i", .file(source), "-map", "0:v:0", "-vf", "\(filters)",
            "-fps_mode", "passthrough", "-enc_time_base", "1:110592000", "-c:v", "ffv1",
            "-avoid_negative_ts", "disabled", "-threads", "1", .file(nut),
        ])
        return try Judge.frames(of: nut)
    }
}
