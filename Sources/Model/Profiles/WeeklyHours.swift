/// A stretch of a day, on some days of the week, by the clock on the wall of a node.
public struct WeeklyHours: Hashable, Sendable, Codable {
    public enum Day: String, Hashable, Sendable, Codable, CaseIterable {
        case mon, tue, wed, thu, fri, sat, sun

        fileprivate var index: Int { Day.allCases.firstIndex(of: self) ?? 0 }

        fileprivate var dayBefore: Day { Day.allCases[(index + 6) % 7] }
    }

    /// On which days it begins; all of them when the profile names none.
    public var days: Set<Day>
    /// In minutes since midnight. It ends on the next day where `end` is not after `begin`; both 0
    /// is the whole day.
    public var begin: Int
    public var end: Int

    public init(days: Set<Day>, begin: Int, end: Int) {
        self.days = days
        self.begin = begin
        self.end = end
    }

    public static let minutesOfDay = 1_440
    private static let minutesOfWeek = 7 * minutesOfDay

    /// - Parameter minute: since midnight of `day`.
    public func isOpen(_ day: Day, _ minute: Int) -> Bool {
        if end > begin { return days.contains(day) && (begin..<end).contains(minute) }
        return (days.contains(day) && minute >= begin)
            || (days.contains(day.dayBefore) && minute < end)
    }

    /// In how many minutes it begins next; 0 while it is open, nil where it has no days.
    public func minutesToOpening(_ day: Day, _ minute: Int) -> Int? {
        if isOpen(day, minute) { return 0 }
        let now = day.index * WeeklyHours.minutesOfDay + minute
        return days.map { opening in
            let then = opening.index * WeeklyHours.minutesOfDay + begin
            return (then - now + WeeklyHours.minutesOfWeek) % WeeklyHours.minutesOfWeek
        }.min()
    }
}

/// Several stretches: one of them has to be open, and none at all is always.
extension [WeeklyHours] {
    public func isOpen(_ day: WeeklyHours.Day, _ minute: Int) -> Bool {
        isEmpty || contains { $0.isOpen(day, minute) }
    }

    public func minutesToOpening(_ day: WeeklyHours.Day, _ minute: Int) -> Int? {
        isEmpty ? 0 : compactMap { $0.minutesToOpening(day, minute) }.min()
    }
}
