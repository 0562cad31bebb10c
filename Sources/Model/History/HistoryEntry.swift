/// How one job ended, as the history keeps it.
public struct HistoryEntry: Hashable, Sendable, Codable {
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case done, failed, cancelled
    }

    /// What its record in the spool is called; no two are.
    public var record: String
    /// The 16 digits that tell its source from all others.
    public var id: String
    public var outcome: Outcome
    /// Below the input.
    public var source: Path
    public var sourceBytes: Int64
    /// Below the output; nil where nothing was made.
    public var result: Path?
    public var resultBytes: Int64?
    public var profile: String?
    /// Of all that the profile said.
    public var profileDigest: String?
    /// In milliseconds since 1970, by the wall clocks of those who took it in and who ended it.
    public var queued: Int64
    public var ended: Int64
    public var filmMilliseconds: Int64?
    public var frames: Int64?
    /// Why it failed or was cancelled.
    public var reason: String?
    /// Taken back: its source is done again when it is seen next.
    public var isRemoved = false
    /// The record itself, for what is not in here.
    public var document: [UInt8]

    public init(
        record: String,
        id: String,
        outcome: Outcome,
        source: Path,
        sourceBytes: Int64,
        queued: Int64,
        ended: Int64,
        document: [UInt8]
    ) {
        self.record = record
        self.id = id
        self.outcome = outcome
        self.source = source
        self.sourceBytes = sourceBytes
        self.queued = queued
        self.ended = ended
        self.document = document
    }
}

/// Something that happened in the cluster, as the history keeps it.
public struct HistoryEvent: Hashable, Sendable, Codable {
    /// Who told it; the numbers count from 1 for each.
    public var holder: String
    public var sequence: UInt64
    /// RFC 3339, by its holder's wall clock.
    public var time: String
    /// For example `job.published`.
    public var kind: String
    public var job: String?
    public var attempt: String?
    public var detail: String?

    public init(holder: String, sequence: UInt64, time: String, kind: String) {
        self.holder = holder
        self.sequence = sequence
        self.time = time
        self.kind = kind
    }
}
