import Model
import Testing

@Suite("Times and sizes")
struct MeasureTests {
    @Test(
        "Times are numbers with units, the larger first",
        arguments: [
            ("90s", 90_000), ("5m", 300_000), ("2h30m", 9_000_000), ("500ms", 500),
            ("1d2h3m4s5ms", 93_784_005), ("0s", 0), ("", nil), ("5", nil), ("m5", nil),
            ("5 m", nil), ("30m2h", nil), ("1h1h", nil), ("-5s", nil), ("5S", nil), ("1.5h", nil),
            ("99999999999999999d", nil), ("9223372036854775807ms1ms", nil), ("5y", nil),
            ("9223372036854775s9223ms", nil),
        ] as [(String, Int?)]
    )
    func durations(text: String, milliseconds: Int?) {
        #expect(Measure.duration(text) == milliseconds.map { .milliseconds($0) })
    }

    @Test(
        "A time is written as it can be read",
        arguments: ["90s", "5m", "2h", "7d", "1500ms"]
    )
    func writtenDurations(text: String) throws {
        let duration = try #require(Measure.duration(text))
        #expect(Measure.written(duration) == text)
    }

    @Test(
        "Sizes are numbers with a power of 1024",
        arguments: [
            ("0", 0), ("17", 17), ("17B", 17), ("4K", 4_096), ("500M", 524_288_000),
            ("20G", 21_474_836_480), ("20GiB", 21_474_836_480), ("1T", 1_099_511_627_776),
            ("", nil), ("G", nil), ("1.5G", nil), ("-1", nil), ("1GB", nil), ("9999999999T", nil),
        ] as [(String, Int?)]
    )
    func sizes(text: String, bytes: Int?) {
        #expect(Measure.size(text) == bytes)
    }
}
