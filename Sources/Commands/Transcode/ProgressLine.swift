internal import Model

/// How far a transcode is, as one line.
enum ProgressLine {
    /// The parts that fit; what matters least is left out first.
    static func text(_ progress: TranscodeProgress, columns: Int) -> String {
        var parts = parts(progress)
        while parts.count > 1, line(parts).count > columns {
            let last = parts.indices.max { parts[$0].rank < parts[$1].rank }
            parts.remove(at: last ?? 0)
        }
        return String(line(parts).prefix(max(0, columns)))
    }

    private struct Part {
        /// The lower, the longer it stays.
        let rank: Int
        let text: String
    }

    private static func line(_ parts: [Part]) -> String {
        parts.map(\.text).joined(separator: "  ")
    }

    private static func parts(_ progress: TranscodeProgress) -> [Part] {
        var parts: [Part] = []
        if let percent = progress.percent, percent.isFinite {
            let shown = Figures.decimal(min(max(percent, 0), 100), digits: 1)
            parts.append(Part(rank: 0, text: "\(shown)%"))
        }
        if !progress.stage.isEmpty { parts.append(Part(rank: 1, text: progress.stage)) }
        if isShown(progress.framesPerSecond) {
            let rate = Figures.decimal(progress.framesPerSecond, digits: 1)
            parts.append(Part(rank: 4, text: "\(rate) fps"))
        }
        if isShown(progress.speed) {
            parts.append(Part(rank: 3, text: Amount.speed(progress.speed)))
        }
        if let left = progress.secondsLeft, left.isFinite, left >= 0 {
            parts.append(Part(rank: 2, text: "left \(Amount.time(seconds: left))"))
        }
        if progress.slicesTotal != nil || progress.slicesDone > 0 {
            let total = progress.slicesTotal.map { "/\($0)" } ?? ""
            parts.append(Part(rank: 5, text: "slices \(progress.slicesDone)\(total)"))
        }
        if progress.renditions.contains(where: { $0.bytes > 0 }) {
            let sizes = progress.renditions.map { "\($0.name) \(Amount.size($0.bytes))" }
            parts.append(Part(rank: 7, text: sizes.joined(separator: ", ")))
        }
        if progress.bytes > 0 { parts.append(Part(rank: 6, text: Amount.size(progress.bytes))) }
        return parts
    }

    /// What is not known yet is nothing.
    private static func isShown(_ rate: Double) -> Bool { rate.isFinite && rate > 0 }
}
