import Model
import TestKit
import Testing

@testable import Media

@Suite("Long films")
struct LongFilmTests {
    /// Rounding at every join would add up to seconds; the concat way of ffmpeg drifts by 37 ms in
    /// 40 slices. All groups of this film show the same, so one part stands for all.
    @Test("an hour at 23.976 in 360 slices keeps every frame's time to a tick")
    func hour() throws {
        let scratch = try Scratch()
        let source = try TestMedia.hour.file()
        var lab = FilmLab(scratch.path, container: "mp4", sliceMilliseconds: 10_000)
        lab.recipe.video.encoder = "mpeg4"
        let batches = try CutFolder(scratch.path).run(source, lab.recipe)
        let slices = batches.flatMap(\.slices)
        #expect(slices.count == 360)
        let first = try lab.encode(slices[0], batches[0].film, source) { _ in }
        let ending = try #require(batches.last?.ending)
        let wanted = try seconds(of: source)
        #expect(wanted.times.count == 86_400)
        for container in ["mp4", "matroska"] {
            var recipe = lab.recipe
            recipe.container = container
            let order = JoinOrder(
                source: source,
                recipe: recipe,
                film: batches[0].film,
                lastDuration: ending.lastDuration,
                parts: try slices.map { try part(of: $0, batches[0].film, like: first) },
                sound: nil,
                result: scratch.path / FileName("hour.\(container)")
            )
            let report = try FilmJoining.run(order) { _ in }
            #expect(report.durationMilliseconds == 3_603_600)
            let found = try seconds(of: order.result)
            #expect(found.times.count == wanted.times.count)
            let worst = zip(found.times, wanted.times).map { abs($0 - $1) }.max() ?? 1
            #expect(worst <= found.tick, "\(container): \(worst) s")
            let last = try #require(found.times.last) - (wanted.times.last ?? 0)
            print(
                "long: an hour in 360 slices, \(container): last frame off by \(last) s, worst "
                    + "\(worst) s, a tick is \(found.tick) s, join \(report.joinMilliseconds) ms"
            )
        }
    }

    /// The first part at another place of the film.
    private func part(
        of slice: SlicePlan,
        _ film: FilmPlan,
        like first: PartReport
    ) throws -> PartReport {
        let planned = try #require(slice.times)
        let times = TimeRuns(planned.map { film.timeBase.rescale($0, to: first.timeBase) })
        var part = first
        part.slice = slice.index
        part.times = times
        part.shift = first.shift + (first.times.first ?? 0) - (times.first ?? 0)
        return part
    }

    /// When frames are shown, from the first one on. Only the times, since there are so many.
    private func seconds(of file: Path) throws -> (times: [Double], tick: Double) {
        let base = try #require(
            try Judge.inventory(of: file).videos.first?["time_base"]?.split(separator: "/").last
                .flatMap { Int64($0) }
        )
        let lines = try MediaTool.ffprobe.run([
            "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts", "-of",
            "csv=p=0", .file(file),
        ]).output.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: ",") }
        let times = lines.map { $0.reduce(Int64(0)) { $0 * 10 + Int64($1) - 48 } }.sorted()
        let start = times.first ?? 0
        return (times.map { Double($0 - start) / Double(base) }, 1 / Double(base))
    }
}
