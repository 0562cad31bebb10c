import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Encoding the renditions of a ladder")
struct LadderEncodingTests {
    static let lossless = [CodecOption("qp", "0"), CodecOption("preset", "ultrafast")]

    /// A film and what is made of it.
    struct Case: Sendable {
        var media: TestMedia
        var sizes: [(width: Int, height: Int)]
        var rate: Rational?
        var keys = 2
        var filters: String?
        var preRoll = false
    }

    static let cases = [
        Case(
            media: .film23976,
            sizes: [(160, 120), (96, 72), (64, 48)],
            rate: Rational(24_000, 1_001)
        ),
        Case(media: .film2997, sizes: [(128, 96), (80, 60)], rate: Rational(30_000, 1_001)),
        Case(media: .variableRateMKV, sizes: [(160, 120), (80, 60)], rate: nil),
        Case(media: .odd420, sizes: [(160, 118), (80, 60)], rate: Rational(24, 1)),
        Case(
            media: .h264,
            sizes: [(120, 160), (60, 80)],
            rate: Rational(24, 1),
            filters: "transpose=clock"
        ),
        Case(
            media: .h264,
            sizes: [(160, 120), (80, 60)],
            rate: Rational(24, 1),
            filters: "bwdif=0",
            preRoll: true
        ),
    ]

    @Test("every rendition is what ffmpeg makes with the same scalers", arguments: cases)
    func renditionsAreFFmpegs(given: Case) throws {
        let scratch = try Scratch()
        let ladder = FilmLadder.test(given.sizes, "libx264", LadderEncodingTests.lossless)
        let film = try TestFilm(
            try given.media.file(),
            in: scratch.path,
            keys: given.keys,
            preRoll: given.preRoll,
            rate: given.rate,
            recipe: .test("libx264", filters: given.filters)
        )
        #expect(film.orders.count > 1)
        let reports = try film.encode(ladder)
        for (rung, parts) in reports.enumerated() {
            let single = try byFFmpeg(
                film.source,
                ladder.filters(of: rung, after: given.filters),
                on: film.film.timeBase,
                to: scratch.path / "single.nut"
            )
            #expect(try times(of: parts) == single.nanoseconds(from: .zero))
            let hashes = try parts.flatMap { try Judge.frames(of: $0.path).hashes }
            #expect(hashes == single.hashes)
            #expect(parts.allSatisfy { $0.rung == rung && $0.damage.isEmpty })
            #expect(Set(parts.map(\.parameters.extradata)).count == 1)
        }
        try expectSegments(reports)
    }

    /// All renditions have key frames at the same times, by ffprobe.
    func expectSegments(_ reports: [[PartReport]]) throws {
        let starts = reports.map { parts in parts.map(TestFilm.segmentStarts) }
        #expect(Set(starts).count == 1)
        #expect(starts[0].contains { $0.count > 1 })
        for part in reports.joined() {
            let packets = try Judge.packets(of: part.path)
            let keys = Set(packets.filter(\.isKey).compactMap(\.pts))
            let times = Array(part.times)
            for place in try #require(part.segments) {
                #expect(keys.contains(times[place] + part.shift))
            }
        }
    }

    /// Nanoseconds, of the reports; that they are the packets' is proven elsewhere.
    private func times(of reports: [PartReport]) throws -> [Int64] {
        reports.flatMap { report in
            report.times.map { report.timeBase.rescale($0, to: Rational(1, 1_000_000_000)) }
        }
    }

    /// The frames that plain ffmpeg makes of a film.
    func byFFmpeg(
        _ source: Path,
        _ filters: String,
        on clock: Rational,
        to nut: Path
    ) throws -> Judge.Frames {
        try MediaTool.ffmpeg.run([
            "-v", "error", "-y", "-copyts", "-i", .file(source), "-map", "0:v:0", "-vf",
            "\(filters)", "-fps_mode", "passthrough", "-enc_time_base",
            "\(clock)", "-c:v", "ffv1", "-avoid_negative_ts", "disabled", "-threads", "1",
            .file(nut),
        ])
        return try Judge.frames(of: nut)
    }
}

extension TestFilm {
    /// Encodes all renditions of every slice in one task each; the parts of each rendition.
    func encode(_ ladder: FilmLadder, only rung: Int? = nil) throws -> [[PartReport]] {
        let wanted = rung.map { [$0] } ?? Array(ladder.rungs.indices)
        var reports: [[PartReport]] = wanted.map { _ in [] }
        for given in orders {
            var order = given
            let rungs = wanted.map { rung in
                let name = FileName("part-\(given.slice.index).r\(rung).nut")
                return VideoOrder.RungWork(rung: rung, part: given.part.parent / name)
            }
            order.ladder = VideoOrder.LadderWork(ladder, rungs)
            let parts = try LadderEncoding.run(order) { _ in }
            for (place, part) in parts.enumerated() { reports[place].append(part) }
        }
        return reports
    }

    /// In nanoseconds, on the source's time line.
    static func segmentStarts(_ part: PartReport) -> [Int64] {
        let times = Array(part.times)
        return (part.segments ?? []).map {
            part.timeBase.rescale(times[$0], to: Rational(1, 1_000_000_000))
        }
    }
}
