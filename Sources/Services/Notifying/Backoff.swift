internal import Platform

/// When something that failed is tried again, and for how long.
struct Backoff: Hashable, Sendable {
    private(set) var failures = 0
    private var until: MonotonicTime?

    /// - Returns: How long nothing is tried now.
    mutating func failed(at now: MonotonicTime) -> Duration {
        failures += 1
        let pause = min(Backoff.first * (1 << min(failures - 1, 16)), Backoff.longest)
        until = now + pause
        return pause
    }

    mutating func wentWell() { self = Backoff() }

    func isOver(at now: MonotonicTime) -> Bool { until.map { $0 <= now } ?? true }

    static let first = Duration.seconds(5)
    static let longest = Duration.seconds(900)
}
