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
        if progress.bytes > 0 { parts.append(Part(rank: 6, text: Amount.size(progress.bytes))) }
        return parts
    }

    /// What is not known yet is nothing.
    private static func isShown(_ rate: Double) -> Bool { rate.isFinite && rate > 0 }
}

/// Amounts as people read them.
enum Amount {
    /// For example `12.4 MB`, in powers of 1000 as file managers show them.
    static func size(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB"] where value >= 999.95 {
            (value, unit) = (value / 1_000, next)
        }
        return "\(Figures.decimal(value, digits: unit == "B" ? 0 : 1)) \(unit)"
    }

    /// For example `45s`, `2m 05s`, `1h 02m`.
    static func time(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "?" }
        let whole = Int(max(0, seconds).rounded())
        let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
        if hours > 0 { return "\(hours)h \(padded(minutes))m" }
        return minutes > 0 ? "\(minutes)m \(padded(whole % 60))s" : "\(whole)s"
    }

    /// For example `1.31x`.
    static func speed(_ factor: Double) -> String {
        "\(Figures.decimal(factor, digits: factor < 9.995 ? 2 : 1))x"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
