/// A moment on somebody's wall clock: for people and records, never to measure or to compare hosts.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z, leap seconds left out as POSIX does.
    public let seconds: Int64
    public let nanoseconds: Int32

    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition(
            (0..<1_000_000_000).contains(nanoseconds),
            "nanoseconds are a part of a second"
        )
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    public static func < (left: WallTime, right: WallTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// Since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64 { seconds * 1_000 + Int64(nanoseconds / 1_000_000) }

    /// RFC 3339 in UTC with milliseconds, for example `2026-11-20T22:14:05.250Z`.
    public var rfc3339: String {
        let days = floorDivide(seconds, 86_400)
        let second = Int(seconds - days * 86_400)
        let date = WallTime.civilDate(daysSinceEpoch: days)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
        let milliseconds = padded(Int(nanoseconds) / 1_000_000, to: 3)
        return "\(padded(Int(date.year), to: 4))-\(padded(date.month, to: 2))-"
            + "\(padded(date.day, to: 2))T\(time.joined(separator: ":")).\(milliseconds)Z"
    }

    /// The proleptic Gregorian calendar, counted in eras of 400 years that begin on the first of
    /// March, so that the leap day is the last day of a year and needs no case of its own.
    private static func civilDate(daysSinceEpoch: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * marchMonth + 2) / 5) + 1
        let month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

private func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let quotient = dividend / divisor
    return dividend % divisor < 0 ? quotient - 1 : quotient
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
