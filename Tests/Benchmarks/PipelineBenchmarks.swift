import Model
import Platform
import TestKit

/// `reelmill run` on one film, from start to end, against `ffmpeg` with the same film and the same
/// options, in turns.
struct PipelineBenchmarks {
    let place: Path
    private static let runs = 3

    func run() throws {
        let film = try PipelineBed.film(in: place)
        print(
            "\n\(film.text), \(Self.runs) runs each in turns, medians: "
                + "\(PipelineBed.medium)"
        )
        let cores = try Machine().cores().whole
        var theirs: [MeasuredRun] = []
        var ours: [MeasuredRun] = []
        var bytes = (0.0, 0.0)
        for _ in 0..<Self.runs {
            let (plain, whole) = (try ffmpeg(film.path), try reelmill(film.path, slots: nil))
            theirs.append(plain.run)
            ours.append(whole.run)
            bytes = (plain.bytes, whole.bytes)
        }
        printComparison(theirs, ours, bytes)
        var walls = [(slots: cores, seconds: median(ours.map(\.wallSeconds)))]
        // 1, 2, 4 … and as many as there are cores.
        for slots in sequence(first: 1, next: { $0 * 2 }).prefix(while: { $0 < cores }) {
            let runs = try (0..<Self.runs).map { _ in
                try reelmill(film.path, slots: slots).run.wallSeconds
            }
            walls.insert((slots, median(runs)), at: walls.count - 1)
        }
        printSlots(walls)
    }

    // MARK: Runs

    private func ffmpeg(_ film: Path) throws -> (run: MeasuredRun, bytes: Double) {
        let result = place / "ffmpeg.mkv"
        let words = ["-nostdin", "-v", "error", "-y", "-i"].map { Array($0.utf8) } + [film.bytes]
        let options = PipelineBed.medium.split(separator: " ").map { Array($0.utf8) }
        let run = try MeasuredRun.of(Program.ffmpeg(), words + options + [result.bytes])
        return (run, Double(try Directory.status(of: result).size))
    }

    private func reelmill(_ film: Path, slots: Int?) throws -> (run: MeasuredRun, bytes: Double) {
        let bed = try PipelineBed(place / UniqueName.hidden(), PipelineBed.medium)
        defer { try? Directory.removeTree(bed.root) }
        try Directory.link(film, to: bed.input / "film.mkv")
        let more = slots.map { ["--slots", "\($0)"] } ?? []
        let words = bed.words("run", "bench", ["--settle", "0s", "--quiet"] + more)
        let run = try MeasuredRun.of(Program.reelmill(), words)
        return (run, Double(try Directory.status(of: bed.output / "film.mkv").size))
    }

    private func median(_ figures: [Double]) -> Double { EncoderResult.median(figures) }

    // MARK: Tables

    private func printComparison(
        _ theirs: [MeasuredRun],
        _ ours: [MeasuredRun],
        _ bytes: (Double, Double)
    ) {
        var table = Table(["", "ffmpeg", "reelmill", "ratio"])
        let rows: [(String, Double, Double)] = [
            ("wall s", median(theirs.map(\.wallSeconds)), median(ours.map(\.wallSeconds))),
            (
                "processor s", median(theirs.map(\.processorSeconds)),
                median(ours.map(\.processorSeconds))
            ),
            ("size MB", bytes.0 / 1e6, bytes.1 / 1e6),
            (
                "largest process MB", Double(theirs.map(\.treePeakBytes).max() ?? 0) / 1e6,
                Double(ours.map(\.treePeakBytes).max() ?? 0) / 1e6
            ),
        ]
        for (name, left, right) in rows {
            let cells = [left, right].map { Figures.decimal($0, digits: 1) }
            table.add([name] + cells + [Figures.decimal(right / left, digits: 3)])
        }
        print("")
        table.print()
        for (name, runs) in [("ffmpeg", theirs), ("reelmill", ours)] {
            let walls = runs.map { Figures.decimal($0.wallSeconds, digits: 1) }
            print("  wall of \(name): \(walls.joined(separator: ", ")) s")
        }
    }

    private func printSlots(_ walls: [(slots: Int, seconds: Double)]) {
        var table = Table(["slots", "wall s", "times as fast as one"])
        for (slots, seconds) in walls {
            table.add([
                "\(slots)", Figures.decimal(seconds, digits: 1),
                Figures.decimal(walls[0].seconds / seconds, digits: 2),
            ])
        }
        print("")
        table.print()
    }
}
