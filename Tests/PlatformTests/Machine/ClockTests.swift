import Model
@testable import Platform
import Testing

@Suite("Clocks")
struct ClockTests {
    @Test("The clocks go forward, and the boot clock is not behind the monotonic one")
    func forward() {
        let monotonic = MonotonicTime.now
        let boot = BootTime.now
        #expect(MonotonicTime.now >= monotonic)
        #expect(BootTime.now >= boot)
        #expect(boot.nanoseconds >= monotonic.nanoseconds)
        #expect(monotonic.nanoseconds > 0)
    }

    @Test("The wall clock shows a year in which this program exists")
    func wall() { #expect(WallTime.now > WallTime(seconds: 1_700_000_000)) }

    @Test("Moments differ by durations")
    func difference() {
        let moment = MonotonicTime(nanoseconds: 5_000_000_000)
        let later = moment + .milliseconds(1_500)
        #expect(later.nanoseconds == 6_500_000_000)
        #expect(later - moment == .milliseconds(1_500))
        #expect(moment - later == .milliseconds(-1_500))
        #expect(moment < later)
    }

    @Test("Very long durations stop at the end of what can be counted")
    func saturation() {
        #expect((MonotonicTime.now + .seconds(Int64.max)).nanoseconds == .max)
        #expect((MonotonicTime(nanoseconds: -1) + .seconds(Int64.min)).nanoseconds == .min)
        #expect(MonotonicTime(nanoseconds: .max) - MonotonicTime(nanoseconds: .min) > .zero)
    }
}

@Suite("Deadlines")
struct DeadlineTests {
    @Test("A deadline of no time is over, one of much time is not, none never is")
    func isOver() {
        #expect(Deadline(after: .zero).isOver)
        #expect(Deadline(after: .seconds(-5)).isOver)
        #expect(!Deadline(after: .seconds(3_600)).isOver)
        #expect(!Deadline(after: .seconds(Int64.max)).isOver)
        #expect(!Deadline.never.isOver)
    }

    @Test("What remains is not below zero")
    func remaining() throws {
        #expect(Deadline(after: .seconds(-5)).remaining == .zero)
        #expect(Deadline.never.remaining == nil)
        let remaining = try #require(Deadline(after: .seconds(3_600)).remaining)
        #expect(remaining > .seconds(3_000) && remaining <= .seconds(3_600))
    }

    @Test("The time for poll is rounded up, bounded, and -1 without an end")
    func poll() {
        #expect(Deadline.never.pollMilliseconds == -1)
        #expect(Deadline(after: .zero).pollMilliseconds == 0)
        #expect(Deadline(after: .seconds(Int64.max)).pollMilliseconds == .max)
        let day = Deadline(after: .seconds(86_400)).pollMilliseconds
        #expect(day > 86_000_000 && day <= 86_400_001)
        let brief = Deadline(at: .now + .seconds(3_600)).pollMilliseconds
        #expect(brief > 0)
    }
}
