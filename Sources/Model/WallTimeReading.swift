/// Times that were written by somebody.
extension WallTime {
    /// RFC 3339 in UTC, such as `2026-11-20T22:14:05.250Z`; nil where it is anything else.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
            bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"),
            let year = WallTime.number(bytes[0..<4]), let month = WallTime.number(bytes[5..<7]),
            let day = WallTime.number(bytes[8..<10]), let hour = WallTime.number(bytes[11..<13]),
            let minute = WallTime.number(bytes[14..<16]),
            let second = WallTime.number(bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        guard let nanoseconds = WallTime.fraction(bytes[19..<bytes.count - 1]) else { return nil }
        let days = WallTime.daysSinceEpoch(year: Int64(year), month: month, day: day)
        let seconds = days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy(Measure.isDigit) else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// Of `.250` or of nothing.
    private static func fraction(_ text: ArraySlice<UInt8>) -> Int32? {
        guard let first = text.first else { return 0 }
        let digits = text.dropFirst()
        guard first == UInt8(ascii: "."), (1...9).contains(digits.count),
            let number = number(digits)
        else { return nil }
        return Int32((0..<(9 - digits.count)).reduce(number) { value, _ in value * 10 })
    }

    /// In years that begin on the first of March, so that the leap day is the last of one.
    private static func daysSinceEpoch(year: Int64, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let marchMonth = Int64(month > 2 ? month - 3 : month + 9)
        let dayOfYear = (153 * marchMonth + 2) / 5 + Int64(day) - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
