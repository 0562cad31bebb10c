internal import Model
internal import Platform

/// Moves jobs on, each by the step that is next for it. It can take long, since results are
/// published and sources seen to: where that is so it runs on a thread of its own, beside the looks
/// of the coordinator.
public struct JobMover: Sendable {
    private let spool: Spool
    private let outlet: any Outlet
    /// Behind which job the next round begins.
    private var last: JobKey?

    public init(_ spool: Spool, _ outlet: any Outlet) {
        self.spool = spool
        self.outlet = outlet
    }

    /// Goes through the jobs, from where the last round ended, for about as long as `budget`.
    ///
    /// - Returns: Jobs that could not be moved on, and why: each is tried again in a later round.
    public mutating func move(for budget: Duration) throws(SpoolError) -> [JobKey: SpoolError] {
        let began = spool.clock.steady
        let keys = try spool.jobKeys()
        let queued = Set(
            try (spool.access.entries(Layout.queue) ?? []).compactMap(QueueEntry.init).map(\.job)
        )
        let start = last.flatMap { last in keys.firstIndex { $0 > last } } ?? 0
        var troubles: [JobKey: SpoolError] = [:]
        for key in keys[start...] + keys[..<start] {
            do throws(SpoolError) {
                let step = try spool.advance(key, outlet)
                if step == .goOn, !queued.contains(key), let order = try spool.order(of: key) {
                    // Whoever took it in died before it had its place.
                    try spool.enqueue(order.entry)
                }
            } catch {
                troubles[key] = error
            }
            last = key
            if spool.clock.steady - began > budget { break }
        }
        return troubles
    }
}
