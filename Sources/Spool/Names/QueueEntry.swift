/// Where a job stands in the order of work: `4995-1763719200250-film_0123456789abcdef.0`, so that
/// `ls` lists what comes next first.
public struct QueueEntry: Hashable, Sendable, Comparable {
    /// 0 to 9,999; what is lower comes first.
    public let rank: Int
    /// Milliseconds since 1970 by the wall clock of whoever took the job in.
    public let arrival: Int64
    public let job: JobKey

    public init(rank: Int, arrival: Int64, job: JobKey) {
        self.rank = min(max(rank, 0), QueueEntry.rankMax)
        self.arrival = min(max(arrival, 0), QueueEntry.arrivalMax)
        self.job = job
    }

    /// - Parameter priority: -4,000 to 4,000; what is higher comes first.
    public init(priority: Int, arrival: Int64, job: JobKey) {
        let inReach = min(max(priority, -4_000), 4_000)
        self.init(rank: QueueEntry.usual - inReach, arrival: arrival, job: job)
    }

    public init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let rank = Int(parts[0]), let arrival = Int64(parts[1]),
            let job = JobKey(String(parts[2]))
        else { return nil }
        self.init(rank: rank, arrival: arrival, job: job)
        guard self.text == text else { return nil }
    }

    public var text: String {
        "\(QueueEntry.padded(String(rank), 4))-\(QueueEntry.padded(String(arrival), 13))-\(job)"
    }

    /// Before all others, and behind all others.
    public func bumped() -> QueueEntry { QueueEntry(rank: 0, arrival: arrival, job: job) }
    public func deferred() -> QueueEntry {
        QueueEntry(rank: QueueEntry.rankMax, arrival: arrival, job: job)
    }

    public static func < (left: QueueEntry, right: QueueEntry) -> Bool {
        (left.rank, left.arrival, left.job) < (right.rank, right.arrival, right.job)
    }

    private static let usual = 5_000
    private static let rankMax = 9_999
    private static let arrivalMax: Int64 = 9_999_999_999_999

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
