import FoundationEssentials
import Model
import Testing

@Suite("Times in other time bases")
struct RationalTests {
    private static let milliseconds = Rational(1, 1_000)
    private static let mpeg = Rational(1, 90_000)
    /// A frame at 23.976 frames a second.
    private static let film = Rational(1_001, 24_000)

    @Test(
        "Known times come out right, halves away from zero",
        arguments: [
            (film, milliseconds, 1, 42), (film, milliseconds, 24, 1_001), (film, mpeg, 1, 3_754),
            (film, mpeg, 2, 7_508), (film, mpeg, 3, 11_261), (mpeg, milliseconds, 45, 1),
            (mpeg, milliseconds, 44, 0), (mpeg, milliseconds, 135, 2), (mpeg, milliseconds, 0, 0),
            (mpeg, milliseconds, -45, -1), (mpeg, milliseconds, -44, 0),
            (mpeg, milliseconds, -135, -2), (mpeg, milliseconds, -136, -2),
            (mpeg, .microseconds, 1, 11), (.microseconds, mpeg, 11, 1),
        ] as [(Rational, Rational, Int64, Int64)]
    )
    func nearest(from: Rational, to: Rational, time: Int64, expected: Int64) {
        #expect(from.rescale(time, to: to) == expected)
    }

    @Test(
        "Rounded down is towards the past and up towards the future, also before zero",
        arguments: [
            (-91, -2, -1), (-90, -1, -1), (-89, -1, 0), (-1, -1, 0), (0, 0, 0), (1, 0, 1),
            (89, 0, 1), (90, 1, 1), (91, 1, 2),
        ] as [(Int64, Int64, Int64)]
    )
    func directed(time: Int64, down: Int64, up: Int64) {
        let (from, to) = (RationalTests.mpeg, RationalTests.milliseconds)
        #expect(from.rescale(time, to: to, .down) == down)
        #expect(from.rescale(time, to: to, .up) == up)
    }

    /// Factors and times whose product needs more than 64 bits.
    @Test("Products wider than 64 bits are exact")
    func wide() {
        let nanoseconds = Rational(1, 1_000_000_000)
        let rate = Rational(1_001, 1_200_000)
        // A day in nanoseconds, and a hundred years.
        let day: Int64 = 86_400_000_000_000
        #expect(nanoseconds.rescale(day, to: RationalTests.film) == 2_071_528)
        #expect(nanoseconds.rescale(day * 36_525, to: rate) == 3_783_128_871_129)
        #expect(nanoseconds.rescale(-day * 36_525, to: rate, .down) == -3_783_128_871_129)
        #expect(nanoseconds.rescale(Int64.max, to: nanoseconds) == .max)
        #expect(nanoseconds.rescale(-Int64.max, to: nanoseconds, .up) == -Int64.max)
        let coarse = Rational(Int64(Int32.max), 1)
        let fine = Rational(Int64(Int32.max) - 1, Int64(Int32.max))
        // (2^31 - 1)^2 / (2^31 - 2) = 2^31 + 1 / (2^31 - 2)
        #expect(coarse.rescale(1, to: fine) == 1 << 31)
        #expect(coarse.rescale(1, to: fine, .up) == 1 << 31 + 1)
    }

    @Test("An hour of frames in milliseconds does not drift, and comes back")
    func hour() {
        for frame: Int64 in 0...86_400 {
            let time = RationalTests.film.rescale(frame, to: RationalTests.milliseconds)
            let error = abs(time * 24 - frame * 1_001)
            let back = RationalTests.milliseconds.rescale(time, to: RationalTests.film)
            if error > 12 || back != frame { Issue.record("frame \(frame): \(time), \(back)") }
        }
    }

    @Test("A span in milliseconds takes as many ticks as it needs to be over")
    func ticks() {
        #expect(RationalTests.film.ticks(inMilliseconds: 1_001) == 24)
        #expect(RationalTests.film.ticks(inMilliseconds: 1_002) == 25)
        #expect(RationalTests.mpeg.ticks(inMilliseconds: 10_000) == 900_000)
        #expect(RationalTests.mpeg.ticks(inMilliseconds: 0) == 0)
    }

    @Test("What a fraction is")
    func values() {
        #expect(RationalTests.film.inverse == Rational(24_000, 1_001))
        #expect("\(RationalTests.film)" == "1001/24000")
        #expect(Rational(1, 4).value == 0.25 && Rational(1, 4).seconds(-3) == -0.75)
        #expect(Rational(1, 4).isPositive)
        for other in [Rational(0, 1), Rational(-1, 4), Rational(1, 0), Rational(1, -4)] {
            #expect(!other.isPositive)
        }
    }

    @Test("A fraction is written as two numbers and read again")
    func coding() throws {
        let written = try JSONEncoder().encode(RationalTests.film)
        #expect(String(decoding: written, as: UTF8.self) == "[1001,24000]")
        let read = try JSONDecoder().decode(Rational.self, from: written)
        #expect(read == RationalTests.film)
    }

    @Test(
        "What is no fraction is refused",
        arguments: ["[1,0]", "[1]", "[]", "{}", "[1.5,2]", "[1,9223372036854775808]", "\"1/2\""]
    )
    func refused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Rational.self, from: Data(text.utf8))
        }
    }

    @Test("a time that no tick can count is the farthest there is, on its side of zero")
    func saturates() {
        let hours = Rational(3_600, 1)
        #expect(hours.rescale(.max, to: .microseconds) == .max)
        #expect(hours.rescale(.min, to: .microseconds) == -.max)
        #expect(hours.rescale(-.max, to: .microseconds, .down) == -.max)
    }
}
