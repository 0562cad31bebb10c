import Model
import Testing

@Suite("Reading times")
struct WallTimeReadingTests {
    private static let moments: [Int64] = [
        -62_135_596_800, -1, 0, 951_782_400, 1_709_164_800, 1_795_262_229, 4_107_542_399,
    ]

    @Test("what was written is read back, to the millisecond", arguments: moments)
    func back(_ seconds: Int64) {
        let time = WallTime(seconds: seconds, nanoseconds: 250_000_000)
        #expect(WallTime(rfc3339: time.rfc3339) == time)
    }

    private static let wrong = [
        "", "2026-11-20", "2026-11-20 22:14:05Z", "2026-11-20T22:14:05", "2026-13-20T22:14:05Z",
        "2026-11-20T22:14:05.Z", "2026-11-20T2a:14:05Z", "2026-11-20T22:14:05+01:00",
        "2026-11-20T22:14:05.1234567890Z",
    ]

    @Test("what is no such time is none", arguments: wrong)
    func none(_ text: String) { #expect(WallTime(rfc3339: text) == nil) }

    @Test("a fraction may be missing or of any length")
    func fraction() {
        let plain = WallTime(rfc3339: "1970-01-01T00:00:01Z")
        #expect(plain == WallTime(seconds: 1))
        let fine = WallTime(rfc3339: "1970-01-01T00:00:01.5Z")
        #expect(fine == WallTime(seconds: 1, nanoseconds: 500_000_000))
    }
}
