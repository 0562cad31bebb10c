import Model
import Testing

@Suite("Figures")
struct FiguresTests {
    @Test("Thousands are set apart")
    func groups() {
        let shown: [(Int64, String)] = [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"),
            (-12_345, "-12,345"), (.min, "-9,223,372,036,854,775,808"),
        ]
        for (number, text) in shown { #expect(Figures.grouped(number) == text) }
    }

    @Test("Fractions are rounded to the digits asked for")
    func decimals() {
        let shown: [(Double, Int, String)] = [
            (10.44, 1, "10.4"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (-2.5, 2, "-2.50"),
            (23.976_02, 3, "23.976"), (7.6, 0, "8"), (.nan, 1, "?"), (1e300, 1, "?"),
        ]
        for (number, digits, text) in shown {
            #expect(Figures.decimal(number, digits: digits) == text)
        }
    }

    @Test("Seconds are shown as on a clock")
    func clocks() {
        let shown: [(Double, String)] = [
            (0, "0:00.000"), (5.32, "0:05.320"), (65, "1:05.000"), (59.999_9, "1:00.000"),
            (3_723, "1:02:03.000"), (-0.5, "-0:00.500"), (.infinity, "?"),
        ]
        for (seconds, text) in shown { #expect(Figures.clock(seconds: seconds) == text) }
    }
}
