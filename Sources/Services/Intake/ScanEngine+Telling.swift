internal import Model
internal import Platform
internal import Spool

extension ScanEngine {
    /// What the last look at everything came to, for whoever asks how things are.
    func summary(_ ended: WallTime, _ elapsed: Duration) -> ScanSummary {
        var counts: [String: Int] = [:]
        var shown: [(path: Path, state: Sighting.State)] = []
        book.forEach { path, entry in
            counts[entry.state.name, default: 0] += 1
            if entry.state.isWorthShowing { shown.append((path, entry.state)) }
        }
        shown.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        return ScanSummary(
            mode: mode?.kind.rawValue ?? WatchMode.Kind.poll.rawValue,
            modeReason: mode?.reason ?? "the input was not found yet",
            lastScan: ended,
            durationMilliseconds: elapsed.milliseconds,
            counts: counts,
            sightings: shown.prefix(ScanEngine.shownMax).map {
                ScanSummary.Sighted(path: $0.path, state: $0.state.name, text: $0.state.lastingText)
            }
        )
    }

    /// A file that was not there with the first look at everything. What was there before may have
    /// been told by an earlier coordinator.
    func tellSeen(_ path: Path, isKnown: Bool) {
        guard knowsAll, !isKnown, !settings.isDry else { return }
        site.spool.report(.fileSeen, "\(path)")
    }

    /// - Parameter text: What the profile says, or what stands for it.
    mutating func tellInvalid(_ text: String, _ message: String) {
        guard !settings.isDry, toldProfiles.insert(text).inserted else { return }
        site.spool.report(.profileInvalid, message)
        site.journal.tell(.warning, message, ["event": Event.Kind.profileInvalid.rawValue])
    }

    /// So many lines are more than anybody reads.
    private static let shownMax = 200

    func report(_ began: WallTime, _ elapsed: Duration, _ troubles: [String]) -> ScanReport {
        let sightings = book.sightings.filter { isCovered($0.path) }
        return ScanReport(
            mode: mode
                ?? WatchMode(
                    kind: .poll,
                    reason: "the input was not found yet",
                    interval: settings.interval ?? .seconds(10),
                    settle: settleTime
                ),
            began: began,
            elapsed: elapsed,
            counts: Dictionary(sightings.map { ($0.state.name, 1) }, uniquingKeysWith: +),
            sightings: sightings,
            troubles: troubles
        )
    }

    /// How many files become something else soon.
    var passing: Int {
        restless.reduce(0) { $0 + (book[$1]?.state.isPassing ?? false ? 1 : 0) }
    }
}
