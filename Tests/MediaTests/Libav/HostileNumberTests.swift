import CFFmpeg
import Model
import Testing

@testable import Media

@Suite("Numbers that no film has")
struct HostileNumberTests {
    @Test(
        "times at the ends of 64 bits are as good as none",
        arguments: [
            (Int64.min + 1, 1, 1_000), (.max, 1, 1_000_000_000), (1 << 60, 1, Int32.max),
            (1 << 32, 1, 1), (-1 << 40, 1_001, 24_000),
        ] as [(Int64, Int32, Int32)]
    )
    func impossible(time: Int64, numerator: Int32, denominator: Int32) throws {
        let packet = try Packet()
        packet.presentation = time
        packet.decoding = time
        packet.handle.pointee.duration = time
        packet.dropImpossibleTimes(AVRational(num: numerator, den: denominator))
        #expect(packet.presentation == nil)
        #expect(packet.decoding == nil)
        #expect(packet.duration == 0)
    }

    @Test("a recording that counts from 1970 keeps its times")
    func sinceTheEpoch() throws {
        let packet = try Packet()
        let time: Int64 = 1_800_000_000 * 90_000
        packet.presentation = time
        packet.decoding = -90_000
        packet.dropImpossibleTimes(AVRational(num: 1, den: 90_000))
        #expect(packet.presentation == time)
        #expect(packet.decoding == -90_000)
    }

    @Test("a chapter at the end of 64 bits stays there")
    func clock() {
        let base = Rational(1, 1_000_000_000)
        let early = OutputClock(startMicroseconds: -1_000_000)
        #expect(early.time(.max, base, in: base) == .max)
        let late = OutputClock(startMicroseconds: 1_000_000)
        #expect(late.time(.min, base, in: base) == .min)
    }

    @Test("light below zero, as libav reads 32 bits, is no description of a display")
    func display() {
        var display = MasteringDisplay(
            red: [Rational(34_000, 50_000), Rational(16_000, 50_000)],
            green: [Rational(13_250, 50_000), Rational(34_500, 50_000)],
            blue: [Rational(7_500, 50_000), Rational(3_000, 50_000)],
            white: [Rational(15_635, 50_000), Rational(16_450, 50_000)],
            luminanceMin: Rational(1, 10_000),
            luminanceMax: Rational(1_000, 1)
        )
        #expect(display.isPossible)
        display.luminanceMax = Rational(-1, 10_000)
        #expect(!display.isPossible)
        display.luminanceMax = Rational(1, 0)
        #expect(!display.isPossible)
    }
}
