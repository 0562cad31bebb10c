/// Times and sizes as people write them.
public enum Measure {
    /// One or more numbers with their units, the larger first: `90s`, `2h30m`, `500ms`, `7d`.
    public static func duration(_ text: String) -> Duration? {
        var rest = text.utf8[...]
        var milliseconds = 0
        var smallest = Int.max
        while !rest.isEmpty {
            guard let number = takeNumber(&rest) else { return nil }
            let unit = String(decoding: rest.prefix { !isDigit($0) }, as: UTF8.self)
            rest = rest.dropFirst(unit.utf8.count)
            guard let factor = timeUnits[unit], factor < smallest,
                let part = product(number, factor), let sum = sum(milliseconds, part)
            else { return nil }
            (milliseconds, smallest) = (sum, factor)
        }
        return smallest == .max ? nil : .milliseconds(milliseconds)
    }

    /// A number and a power of 1024: `500M`, `20G`, `20GiB`; a bare number counts bytes.
    public static func size(_ text: String) -> Int? {
        var rest = text.utf8[...]
        guard let number = takeNumber(&rest) else { return nil }
        let unit = String(decoding: rest, as: UTF8.self)
        guard let factor = sizeUnits[unit] else { return nil }
        return product(number, factor)
    }

    /// The shortest way to write a time that was read.
    public static func written(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        let whole = timeUnits.filter { milliseconds % Int64($0.value) == 0 }
        guard milliseconds > 0, let unit = whole.max(by: { $0.value < $1.value }) else {
            return "\(milliseconds)ms"
        }
        return "\(milliseconds / Int64(unit.value))\(unit.key)"
    }

    public static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static let timeUnits = [
        "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]

    private static let sizeUnits = [
        "": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40,
        "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
    ]

    private static func takeNumber(_ rest: inout Substring.UTF8View) -> Int? {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private static func product(_ left: Int, _ right: Int) -> Int? {
        let (result, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? nil : result
    }

    private static func sum(_ left: Int, _ right: Int) -> Int? {
        let (result, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : result
    }
}
