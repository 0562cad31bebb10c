import Model
import Testing

@Suite("Segments of ladders")
struct SegmentGridTests {
    private static func slice(_ start: Int64, _ end: Int64, isKnown: Bool = true) -> SlicePlan {
        SlicePlan(
            index: 0,
            start: start,
            end: end,
            times: isKnown ? TimeRuns([start]) : nil,
            surelyWholeFrom: nil,
            origin: .file(name: "a", bytes: 1)
        )
    }

    private static let ticks = Rational(1, 90_000)

    @Test("A slice is parted evenly, without a short rest")
    func even() {
        // 50 s in segments of 4 s: 13 of 3.85 s.
        let grid = SegmentGrid(
            SegmentGridTests.slice(90_000, 51 * 90_000),
            timeBase: SegmentGridTests.ticks,
            milliseconds: 4_000
        )
        #expect(grid.segment(at: 0, SegmentGridTests.ticks) == 0)
        #expect(grid.segment(at: 90_000, SegmentGridTests.ticks) == 0)
        #expect(grid.segment(at: 436_153, SegmentGridTests.ticks) == 0)
        #expect(grid.segment(at: 436_154, SegmentGridTests.ticks) == 1)
        #expect(grid.segment(at: 51 * 90_000 - 1, SegmentGridTests.ticks) == 12)
        #expect(grid.segment(at: 99 * 90_000, SegmentGridTests.ticks) == 12)
    }

    @Test("A slice that is a little longer than its segments has not one more")
    func slack() {
        let grid = SegmentGrid(
            SegmentGridTests.slice(0, 48_048 * 90),
            timeBase: SegmentGridTests.ticks,
            milliseconds: 4_000
        )
        #expect(grid.segment(at: 48_048 * 90 - 1, SegmentGridTests.ticks) == 11)
    }

    @Test("Another clock asks for the same")
    func clocks() {
        let grid = SegmentGrid(
            SegmentGridTests.slice(0, 8 * 90_000),
            timeBase: SegmentGridTests.ticks,
            milliseconds: 4_000
        )
        #expect(grid.segment(at: 3_999, .milliseconds) == 0)
        #expect(grid.segment(at: 4_000, .milliseconds) == 1)
        #expect(grid.segment(at: .max, .microseconds) == 1)
    }

    @Test("Where only decoding tells of the frames segments have the wanted length")
    func unknown() {
        let grid = SegmentGrid(
            SegmentGridTests.slice(90_000, .max, isKnown: false),
            timeBase: SegmentGridTests.ticks,
            milliseconds: 4_000
        )
        #expect(grid.segment(at: 5 * 90_000 - 1, SegmentGridTests.ticks) == 0)
        #expect(grid.segment(at: 5 * 90_000, SegmentGridTests.ticks) == 1)
        #expect(grid.segment(at: 4_001 * 90_000, SegmentGridTests.ticks) == 1_000)
    }

    @Test("A limited rate keeps every second frame, and what begins a segment")
    func rates() {
        var frames = RungFrames(rateMax: Rational(30, 1))
        let kept = (0..<8).filter {
            frames.has(Int64($0) * 1_501, SegmentGridTests.ticks, beginsSegment: $0 == 3)
        }
        #expect(kept == [0, 2, 3, 5, 7])
        let halves = RungFrames.rate(of: Rational(60_000, 1_001), atMost: Rational(30, 1))
        #expect(halves == Rational(60_000, 2_002))
        #expect(RungFrames.rate(of: Rational(25, 1), atMost: Rational(24, 1)) == Rational(25, 1))
        #expect(RungFrames.rate(of: Rational(50, 1), atMost: Rational(24, 1)) == Rational(50, 2))
    }

    @Test("Times that are rounded to milliseconds are kept as those that are not")
    func milliseconds() {
        var frames = RungFrames(rateMax: Rational(30, 1))
        let times: [Int64] = [0, 17, 33, 50, 67, 83, 100]
        let kept = times.filter { frames.has($0, .milliseconds, beginsSegment: false) }
        #expect(kept == [0, 33, 67, 100])
    }
}
