public import Model

/// How a job ended: `history/<xx>/<name>`, made by link() and the only mark that it has.
public struct HistoryRecord: Hashable, Sendable, Codable {
    public var schema = 1
    public var order: JobOrder
    public var outcome: Outcome
    /// The merge that decided it.
    public var decidedBy: Attempt
    /// Who wrote this, and when by its wall clock.
    public var writer: String
    public var time: String
    /// The same in milliseconds since 1970.
    public var ended: Int64
    /// Why it failed or was cancelled.
    public var reason: String?
    public var result: StagedResult?
    public var report: TaskEvent?

    public enum Outcome: String, Hashable, Sendable, Codable { case done, failed, cancelled }

    public init(
        order: JobOrder,
        outcome: Outcome,
        decidedBy: Attempt,
        writer: Holder,
        time: WallTime
    ) {
        self.order = order
        self.outcome = outcome
        self.decidedBy = decidedBy
        self.writer = writer.text
        self.time = time.rfc3339
        ended = time.milliseconds
    }

    /// Of a film that was made in several sizes.
    public var renditions: [PackageReport.Rendition]? {
        if case .packaged(let made) = report { made.renditions } else { nil }
    }

    public var name: RecordName {
        RecordName(order.key, generation: decidedBy.generation, outcome: outcome)
    }
}
