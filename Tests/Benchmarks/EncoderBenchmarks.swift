import Model
import Platform
import TestKit

/// `ffmpeg` against `reelmill transcode`, with the same clip and the same options, in turns.
struct EncoderBenchmarks {
    let place: Path
    let isFull: Bool

    private var runs: Int { isFull ? 3 : 2 }

    func run(_ contenders: [Contender]) throws {
        let clip = try (isFull ? TestMedia.bench1080 : TestMedia.bench720).file()
        let film = isFull ? "60 s of 1080p" : "15 s of 720p"
        print("\n\(film), \(runs) runs each in turns, medians; ff is ffmpeg, rm reelmill")
        var results: [EncoderResult] = []
        for contender in contenders {
            let result = try measure(contender, clip)
            print("  \(contender.name): ffmpeg and reelmill take \(contender.options)")
            results.append(result)
        }
        printSpeed(results)
        printShares(results)
        printAims(results)
    }

    private func measure(_ contender: Contender, _ clip: Path) throws -> EncoderResult {
        let (theirs, ours) = (place / "ffmpeg.mkv", place / "reelmill.mkv")
        var result = EncoderResult(name: contender.name)
        let options = contender.words.map { Array($0.utf8) }
        for _ in 0..<runs {
            let quiet = ["-nostdin", "-v", "error", "-y", "-i"].map { Array($0.utf8) }
            result.ffmpeg.append(
                try MeasuredRun.of(
                    Program.ffmpeg(),
                    quiet + [clip.bytes] + options + [theirs.bytes]
                )
            )
            let plain = ["transcode", "--json", "-q", "-y"].map { Array($0.utf8) }
            result.reelmill.append(
                try MeasuredRun.of(
                    Program.reelmill(),
                    plain + [clip.bytes] + options + [ours.bytes]
                )
            )
        }
        result.bytes = (try size(of: theirs), try size(of: ours))
        result.likeness = (
            try Judge.likeness(of: theirs, to: clip).mean,
            try Judge.likeness(of: ours, to: clip).mean
        )
        return result
    }

    private func size(of file: Path) throws -> Double {
        Double(try Directory.status(of: file).size)
    }

    // MARK: Tables

    private func printSpeed(_ results: [EncoderResult]) {
        var table = Table([
            "", "wall ff s", "rm s", "ratio", "CPU ff s", "rm s", "ratio", "size ff MB", "rm MB",
            "ratio", "SSIM ff", "rm",
        ])
        for result in results {
            table.add(
                [result.name]
                    + cells(result.ffmpegWall, result.reelmillWall, result.wallRatio, 2)
                    + cells(
                        result.ffmpegProcessor,
                        result.reelmillProcessor,
                        result.processorRatio,
                        2
                    )
                    + cells(result.bytes.0 / 1e6, result.bytes.1 / 1e6, result.sizeRatio, 3)
                    + [
                        Figures.decimal(result.likeness.0, digits: 4),
                        Figures.decimal(result.likeness.1, digits: 4),
                    ]
            )
        }
        print("")
        table.print()
    }

    private func cells(_ left: Double, _ right: Double, _ ratio: Double, _ digits: Int) -> [String]
    {
        [left, right].map { Figures.decimal($0, digits: digits) }
            + [Figures.decimal(ratio, digits: 3)]
    }

    private func printShares(_ results: [EncoderResult]) {
        var table = Table([
            "share of encode time", "slices", "split", "join", "packet proof", "these three",
            "parts' proof", "memory ff MB", "rm largest", "rm parent",
        ])
        for result in results {
            let shares = [
                result.share("split"), result.share("join"), result.share("join_proof"),
                result.overhead, result.share("part_proof"),
            ]
            let memory: [UInt64] = [
                result.ffmpeg.map(\.treePeakBytes).max() ?? 0,
                result.reelmill.map(\.treePeakBytes).max() ?? 0,
                result.reelmill.map(\.ownPeakBytes).max() ?? 0,
            ]
            table.add(
                [result.name, Figures.decimal(result.figure("slices"), digits: 0)]
                    + shares.map { Figures.decimal($0 * 100, digits: 2) + "%" }
                    + memory.map { Figures.decimal(Double($0) / 1e6, digits: 0) }
            )
        }
        print("")
        table.print()
    }

    /// What is aimed at, and whether it was met now: for information.
    private func printAims(_ results: [EncoderResult]) {
        print("\naims, and whether this run met them")
        for result in results {
            let likeness = result.likeness.1 - result.likeness.0
            let aims: [(String, Double, Bool)] = [
                ("wall below 1.0 of ffmpeg's", result.wallRatio, result.wallRatio < 1),
                ("size at most 1.03 of ffmpeg's", result.sizeRatio, result.sizeRatio <= 1.03),
                ("SSIM less by at most 0.001", likeness, likeness >= -0.001),
                (
                    "split, join and packet proof below 0.01 of encode time", result.overhead,
                    result.overhead < 0.01
                ),
            ]
            for (aim, figure, isMet) in aims {
                let shown = Figures.decimal(figure, digits: 4)
                print("  \(isMet ? "met    " : "not met") \(result.name): \(aim): \(shown)")
            }
        }
    }
}
