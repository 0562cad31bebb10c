public import Model
internal import Platform
public import Profiles
internal import Spool

/// What becomes of a source when its record is taken back.
public struct HistoryForecast: Sendable {
    public typealias Source = ForecastLine.Source

    public let source: Source
    public let hasOtherProfile: Bool

    /// Whether it is encoded again when it is seen next.
    public var isDoneAgain: Bool { source != .missing }

    public init(_ entry: HistoryEntry, _ input: Path?, _ catalogue: inout ProfileCatalogue) {
        guard let input, (try? Directory.target(of: input).kind) == .directory,
            let record = Spool.record(inDocument: entry.document)
        else {
            (source, hasOtherProfile) = (.unknown, false)
            return
        }
        let path = input.appending(entry.source)
        switch SourceCheck.state(of: record.order.source, at: path) {
        case .same: source = .unchanged
        case .changed: source = .changed
        case .missing: source = .missing
        case .unknown: source = .unknown
        }
        guard let digest = entry.profileDigest,
            let profile = catalogue.profile(forFilm: path).resolved.profile
        else {
            hasOtherProfile = false
            return
        }
        hasOtherProfile = profile.digest != digest
    }

    public func text(_ entry: HistoryEntry) -> String {
        let profile = hasOtherProfile ? "; its profile was changed since" : ""
        switch source {
        case .unchanged where entry.outcome == .failed:
            return "the source is there, unchanged since it failed\(profile)"
        case .unchanged: return "the source is there, unchanged since\(profile)"
        case .changed: return "the source was changed since, and is another job already\(profile)"
        case .missing: return "the source is gone: the entry is removed, nothing is scheduled"
        case .unknown: return "its source cannot be looked at from here"
        }
    }

    public func line(_ entry: HistoryEntry) -> ForecastLine {
        ForecastLine(
            source: source,
            isProfileChanged: hasOtherProfile,
            isDoneAgain: isDoneAgain,
            text: text(entry)
        )
    }
}
