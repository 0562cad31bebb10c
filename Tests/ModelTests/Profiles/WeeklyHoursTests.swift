import Model
import Testing

@Suite("Hours of a week")
struct WeeklyHoursTests {
    private let night = WeeklyHours(days: [.mon, .fri], begin: 22 * 60, end: 7 * 60)
    private let noon = WeeklyHours(days: [.wed], begin: 12 * 60, end: 13 * 60)
    private let weekend = WeeklyHours(days: [.sat, .sun], begin: 0, end: 0)

    @Test("A night belongs to the day on which it begins")
    func overnight() {
        #expect(!night.isOpen(.mon, 6 * 60))
        #expect(!night.isOpen(.mon, 22 * 60 - 1))
        #expect(night.isOpen(.mon, 22 * 60))
        #expect(night.isOpen(.mon, 1_439))
        #expect(night.isOpen(.tue, 0))
        #expect(night.isOpen(.tue, 7 * 60 - 1))
        #expect(!night.isOpen(.tue, 7 * 60))
        #expect(!night.isOpen(.tue, 23 * 60))
        #expect(night.isOpen(.sat, 0))
    }

    @Test("A day is whole where it begins and ends at midnight")
    func wholeDay() {
        #expect(weekend.isOpen(.sat, 0))
        #expect(weekend.isOpen(.sun, 1_439))
        #expect(!weekend.isOpen(.mon, 0))
        #expect(!weekend.isOpen(.fri, 1_439))
    }

    @Test("The end of a stretch is not in it")
    func end() {
        #expect(noon.isOpen(.wed, 12 * 60))
        #expect(!noon.isOpen(.wed, 13 * 60))
        #expect(!noon.isOpen(.tue, 12 * 60))
    }

    @Test("The next opening may be next week")
    func opening() {
        #expect(noon.minutesToOpening(.wed, 12 * 60 + 5) == 0)
        #expect(noon.minutesToOpening(.wed, 11 * 60) == 60)
        #expect(noon.minutesToOpening(.wed, 13 * 60) == 7 * 1_440 - 60)
        #expect(night.minutesToOpening(.tue, 7 * 60) == 3 * 1_440 + 15 * 60)
        #expect(weekend.minutesToOpening(.mon, 0) == 5 * 1_440)
        #expect(WeeklyHours(days: [], begin: 0, end: 0).minutesToOpening(.mon, 0) == nil)
    }

    @Test("Of several one has to be open, and none at all is always")
    func several() {
        let hours = [noon, weekend]
        #expect(hours.isOpen(.wed, 12 * 60))
        #expect(hours.isOpen(.sun, 5))
        #expect(!hours.isOpen(.wed, 14 * 60))
        #expect(hours.minutesToOpening(.wed, 14 * 60) == 2 * 1_440 + 10 * 60)
        #expect([WeeklyHours]().isOpen(.mon, 0))
        #expect([WeeklyHours]().minutesToOpening(.mon, 0) == 0)
    }

    @Test("Every minute outside is as far from an opening as is said")
    func everyMinute() throws {
        let hours = [night, noon, weekend]
        let days = WeeklyHours.Day.allCases
        for start in 0..<7 * 1_440 {
            let wait = try #require(hours.minutesToOpening(days[start / 1_440], start % 1_440))
            let then = (start + wait) % (7 * 1_440)
            #expect(hours.isOpen(days[then / 1_440], then % 1_440))
            let before = (then + 7 * 1_440 - 1) % (7 * 1_440)
            #expect(wait == 0 || !hours.isOpen(days[before / 1_440], before % 1_440))
        }
    }
}
