/// A stretch of a day, on some days of the week, by the clock on the wall of a node.
public struct WeeklyHours: Hashable, Sendable, Codable {
    public enum Day: String, Hashable, Sendable, Codable, CaseIterable {
        case mon, tue, wed, thu, fri, sat, sun
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
}
