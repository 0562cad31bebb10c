/// What was done, summed up.
public struct HistoryStatistics: Hashable, Sendable, Codable {
    public var total = Sum()
    /// By the name of the profile, the most films first; those without one are under "".
    public var profiles: [Named] = []
    /// By the month that they ended in, in UTC, as `2026-11`, the latest first.
    public var months: [Named] = []

    public init() {}

    public struct Named: Hashable, Sendable, Codable {
        public var name: String
        public var sum: Sum

        public init(name: String, sum: Sum) {
            self.name = name
            self.sum = sum
        }
    }

    public struct Sum: Hashable, Sendable, Codable {
        public var done = 0
        public var failed = 0
        public var cancelled = 0
        /// Of the films that were done.
        public var sourceBytes: Int64 = 0
        public var resultBytes: Int64 = 0
        public var filmMilliseconds: Int64 = 0
        public var frames: Int64 = 0

        public init() {}

        public var savedBytes: Int64 { sourceBytes - resultBytes }
    }
}
