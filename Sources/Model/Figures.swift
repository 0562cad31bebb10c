/// Numbers as people read them.
public enum Figures {
    /// For example `1,234,567`.
    public static func grouped(_ number: Int64) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.append(String(digits.suffix(3)))
            digits.removeLast(3)
        }
        groups.append(digits)
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// With so many digits behind the point, for example `10.4`.
    public static func decimal(_ number: Double, digits: Int) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return "?" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int64((abs(number) * scale).rounded())
        let sign = number < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let text = String(repeating: "0", count: max(0, digits + 1 - String(whole).count))
        let all = text + String(whole)
        return sign + all.dropLast(digits) + "." + all.suffix(digits)
    }

    /// Seconds as a clock shows them: `0:12.345`, `1:02:03.000`.
    public static func clock(seconds: Double) -> String {
        guard seconds.isFinite, abs(seconds) < 1e12 else { return "?" }
        let milliseconds = Int64((abs(seconds) * 1_000).rounded())
        let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        let rest = decimal(Double(milliseconds % 60_000) / 1_000, digits: 3)
        let padded = (rest.count < 6 ? "0" : "") + rest
        let sign = seconds < 0 && milliseconds > 0 ? "-" : ""
        guard hours > 0 else { return "\(sign)\(minutes):\(padded)" }
        return "\(sign)\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(padded)"
    }
}
