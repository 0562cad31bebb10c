import Model
import Testing

@testable import Media

@Suite("The times of copied pictures")
struct PictureTimesTests {
    @Test("are the source's own, where it has all of them")
    func own() {
        var times = PictureTimes(CopiedPicture(stream: 0), step: 40)
        let first = times.next(80, 0)
        #expect(first?.presentation == 80)
        #expect(first?.decoding == 0)
        #expect(times.next(nil, 40) == nil)
    }

    /// I P B b b P B b b, as with a pyramid of two levels: two run ahead.
    @Test("else decoding rises, is never late, and keeps one distance")
    func made() {
        var picture = CopiedPicture(stream: 0)
        picture.hasDecodingTimes = false
        picture.reorderDelay = 2
        picture.firstTime = 0
        var times = PictureTimes(picture, step: 40)
        let shown: [Int64] = [0, 160, 80, 40, 120, 320, 240, 200, 280]
        let made = shown.compactMap { times.next($0, nil) }
        #expect(made.map(\.presentation) == shown)
        #expect(made.map(\.decoding) == [-80, -40, 0, 40, 80, 120, 160, 200, 240])
        #expect(made.allSatisfy { $0.decoding <= $0.presentation })
    }
}

@Suite("What is kept of a stream's times")
struct TimeTrailTests {
    @Test("gives every time again, near ones and far ones")
    func all() {
        let times: [Int64] = [-5, 10, 3, 1 << 40, 1 << 40 + 1, -(1 << 50), 7]
        var trail = TimeTrail()
        times.forEach { trail.add($0) }
        #expect(Array(trail) == times)
        #expect(trail.count == times.count)
        trail.add(nil)
        #expect(Array(trail) == times + [7])
        #expect(Array(TimeTrail()) == [])
    }
}
