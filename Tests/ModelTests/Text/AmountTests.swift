import Model
import Testing

@Suite("Amounts as people read them")
struct AmountTests {
    @Test(
        "Times are short",
        arguments: [
            (0, "0s"), (59.4, "59s"), (59.6, "1m 00s"), (3_599, "59m 59s"), (3_720, "1h 02m"),
            (360_000, "100h 00m"), (-3, "0s"), (.infinity, "?"),
        ] as [(Double, String)]
    )
    func times(seconds: Double, text: String) { #expect(Amount.time(seconds: seconds) == text) }

    @Test(
        "Sizes are in powers of a thousand",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (12_400_000, "12.4 MB"),
            (999_960_000, "1.0 GB"), (5_000_000_000_000_000, "5000.0 TB"),
        ] as [(Int64, String)]
    )
    func sizes(bytes: Int64, text: String) { #expect(Amount.size(bytes) == text) }
}
