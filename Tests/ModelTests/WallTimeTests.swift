import Model
import Testing

@Suite("Wall time")
struct WallTimeTests {
    /// Checked against date(1): `date -u -d @SECONDS --rfc-3339=seconds`.
    @Test(
        "A moment is written as RFC 3339 in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (951_868_800, "2000-03-01T00:00:00.000Z"),
            (1_709_164_800, "2024-02-29T00:00:00.000Z"),
            (1_735_689_599, "2024-12-31T23:59:59.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.000Z"),
            (-62_135_596_800, "0001-01-01T00:00:00.000Z"),
        ]
    )
    func writes(seconds: Int64, text: String) {
        #expect(WallTime(seconds: seconds).rfc3339 == text)
    }

    @Test("Parts of a second are cut to milliseconds")
    func fractions() {
        let moment = WallTime(seconds: 1, nanoseconds: 999_999_999)
        #expect(moment.rfc3339 == "1970-01-01T00:00:01.999Z")
    }
}
