/// Amounts as people read them.
public enum Amount {
    /// For example `12.4 MB`, in powers of 1000 as file managers show them.
    public static func size(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB"] where value >= 999.95 {
            (value, unit) = (value / 1_000, next)
        }
        return "\(Figures.decimal(value, digits: unit == "B" ? 0 : 1)) \(unit)"
    }

    /// For example `45s`, `2m 05s`, `1h 02m`.
    public static func time(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "?" }
        let whole = Int(max(0, seconds).rounded())
        let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
        if hours > 0 { return "\(hours)h \(padded(minutes))m" }
        return minutes > 0 ? "\(minutes)m \(padded(whole % 60))s" : "\(whole)s"
    }

    /// For example `2 s`, `3 min`, `2 h`, `4 d`.
    public static func age(seconds: Double) -> String {
        let whole = Int(max(0, min(seconds, 1e9)).rounded())
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7_200: return "\(whole / 60) min"
        case ..<172_800: return "\(whole / 3_600) h"
        default: return "\(whole / 86_400) d"
        }
    }

    /// For example `1.31x`.
    public static func speed(_ factor: Double) -> String {
        "\(Figures.decimal(factor, digits: factor < 9.995 ? 2 : 1))x"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
