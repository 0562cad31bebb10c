/// An entry of the history for other programs.
public struct HistoryLine: Hashable, Sendable, Codable {
    public var id: String
    public var record: String
    public var outcome: String
    public var path: String
    public var path_b64: String?
    public var sourceBytes: Int64
    public var result: String?
    public var result_b64: String?
    public var resultBytes: Int64?
    /// What part of its size the result does without; nil where there is none.
    public var saved: Double?
    public var profile: String?
    public var profileDigest: String?
    public var queued: String
    public var ended: String
    public var filmSeconds: Double?
    public var frames: Int64?
    public var reason: String?
    public var isRemoved: Bool

    public init(_ entry: HistoryEntry) {
        (id, record, outcome) = (entry.id, entry.record, entry.outcome.rawValue)
        (path, path_b64) = ReadableBytes.repaired(entry.source.bytes)
        if let place = entry.result { (result, result_b64) = ReadableBytes.repaired(place.bytes) }
        (sourceBytes, resultBytes) = (entry.sourceBytes, entry.resultBytes)
        saved = entry.saved
        (profile, profileDigest) = (entry.profile, entry.profileDigest)
        (queued, ended) = (entry.began.rfc3339, entry.finished.rfc3339)
        filmSeconds = entry.filmMilliseconds.map { Double($0) / 1_000 }
        (frames, reason, isRemoved) = (entry.frames, entry.reason, entry.isRemoved)
    }
}

extension HistoryEntry {
    /// As listings show it.
    public var shortID: String { String(id.prefix(8)) }
    public var finished: WallTime { WallTime(milliseconds: ended) }
    public var began: WallTime { WallTime(milliseconds: queued) }

    /// What part of its size the result does without; nil where there is none.
    public var saved: Double? {
        guard outcome == .done, let resultBytes, sourceBytes > 0 else { return nil }
        return 1 - Double(resultBytes) / Double(sourceBytes)
    }
}

/// Some of the entries that were asked for, the latest first.
public struct HistoryPage: Hashable, Sendable, Codable {
    public var entries: [HistoryLine]
    /// How many there are that were asked for, as far as they were counted.
    public var matching: Int
    /// False where there may be more of them than were counted.
    public var isMatchingAll: Bool
    /// How many there are at all.
    public var total: Int
    public var offset: Int

    public init(
        entries: [HistoryLine],
        matching: Int,
        isMatchingAll: Bool = true,
        total: Int,
        offset: Int
    ) {
        (self.entries, self.matching, self.total) = (entries, matching, total)
        (self.isMatchingAll, self.offset) = (isMatchingAll, offset)
    }
}

/// What becomes of a source when its record is taken back.
public struct ForecastLine: Hashable, Sendable, Codable {
    public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
        case unchanged, changed, missing, unknown
    }

    public var source: Source
    public var isProfileChanged: Bool
    /// Whether it is encoded again when it is seen next.
    public var isDoneAgain: Bool
    public var text: String

    public init(source: Source, isProfileChanged: Bool, isDoneAgain: Bool, text: String) {
        (self.source, self.isProfileChanged) = (source, isProfileChanged)
        (self.isDoneAgain, self.text) = (isDoneAgain, text)
    }
}

public struct HistoryDetail: Hashable, Sendable, Codable {
    public var entry: HistoryLine
    /// Of an entry that holds: what happens when it is removed.
    public var forecast: ForecastLine?
    /// Who decided how it ended.
    public var decidedBy: String?
    /// Of a film that was made in several sizes; nil where that was not, or is not known any more.
    public var renditions: [PackageReport.Rendition]?
    /// Earlier and later entries of the same source, the latest first, without this one.
    public var others: [HistoryLine]
    public var actions: [ActionLine]

    public init(
        entry: HistoryLine,
        forecast: ForecastLine?,
        decidedBy: String?,
        others: [HistoryLine],
        actions: [ActionLine]
    ) {
        (self.entry, self.forecast, self.decidedBy) = (entry, forecast, decidedBy)
        (self.others, self.actions) = (others, actions)
    }
}

/// What was done with entries.
public struct HistoryChanges: Hashable, Sendable, Codable {
    public var action: String
    public var isDryRun: Bool
    public var entries: [Row]

    public struct Row: Hashable, Sendable, Codable {
        public var entry: HistoryLine
        /// `unchanged`, `changed`, `missing` or `unknown`; nil where nobody asked.
        public var source: String?
        public var isProfileChanged: Bool?

        public init(entry: HistoryLine, source: String?, isProfileChanged: Bool?) {
            (self.entry, self.source) = (entry, source)
            self.isProfileChanged = isProfileChanged
        }
    }

    public init(action: String, isDryRun: Bool = false, entries: [Row]) {
        (self.action, self.isDryRun, self.entries) = (action, isDryRun, entries)
    }
}

extension WallTime {
    public init(milliseconds: Int64) {
        let seconds = Int64((Double(milliseconds) / 1_000).rounded(.down))
        self.init(
            seconds: seconds,
            nanoseconds: Int32(clamping: (milliseconds - seconds * 1_000) * 1_000_000)
        )
    }
}
