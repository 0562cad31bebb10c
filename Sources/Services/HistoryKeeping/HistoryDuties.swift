internal import History
internal import Model
internal import Platform
internal import Spool

/// What is due with a coordinator's history, and when.
struct HistoryDuties {
    private let site: Site
    private let keeper: HistoryKeeper
    private var reports: FailureReports
    private var sweep: StagingSweep
    private var isProven = false
    private var reportsAreDue = true
    private var snapshotIsDue = false
    private var recordsTaken: MonotonicTime?
    private var swept: MonotonicTime?
    private var snapshotMade: MonotonicTime?
    private var eventsDropped: MonotonicTime?

    init(_ site: Site, _ keeper: HistoryKeeper) {
        self.site = site
        self.keeper = keeper
        reports = FailureReports(site)
        sweep = StagingSweep(site)
    }

    mutating func round(_ isWanted: () -> Bool) throws(HistoryKeepingError) {
        let now = MonotonicTime.now
        // Who records something says so. All of them are listed now and then all the same, for
        // what a person does by hand.
        let news = try keeper.takeEvents(isWanted)
        if news || isDue(recordsTaken, HistoryDuties.listingPause, now) {
            let changed = try keeper.takeRecords(isWanted)
            recordsTaken = now
            reportsAreDue = reportsAreDue || changed || news
            snapshotIsDue = snapshotIsDue || changed
        }
        if !isProven, isWanted() { isProven = try keeper.prove() }
        let database = try keeper.database()
        if isDue(eventsDropped, HistoryDuties.day, now) {
            try drop(database)
            eventsDropped = now
        }
        if reportsAreDue, isWanted() {
            reportsAreDue = try !reports.settle(database)
        }
        if isDue(swept, HistoryDuties.sweepPause, now), isWanted() {
            sweepOnce()
            swept = now
        }
        try makeSnapshot(database, now)
    }

    private func isDue(_ last: MonotonicTime?, _ pause: Duration, _ now: MonotonicTime) -> Bool {
        guard let last else { return true }
        return now - last >= pause
    }

    private func drop(_ database: HistoryDatabase) throws(HistoryKeepingError) {
        let oldest = WallTime.now.seconds - HistoryDuties.eventDays * 86_400
        try Keeping.database { () throws(HistoryError) in
            try database.dropEvents(before: WallTime(seconds: oldest).rfc3339)
        }
    }

    private mutating func sweepOnce() {
        do throws(SystemError) {
            try sweep.look()
            site.journal.end("staging", "what is left over in the output can be removed again")
        } catch {
            let folder = site.folders.output.appending(MediaFolders.staging)
            site.journal.begin(
                "staging",
                .warning,
                "what is left over in \(Quoted.path(folder)) cannot be removed for now: \(error)"
            )
        }
    }

    private mutating func makeSnapshot(
        _ database: HistoryDatabase,
        _ now: MonotonicTime
    ) throws(HistoryKeepingError) {
        guard let made = snapshotMade else {
            snapshotMade = now
            return
        }
        guard snapshotIsDue, now - made >= HistoryDuties.snapshotPause else { return }
        snapshotMade = now
        try SnapshotFile(site, try HistoryPlace(site)).publish(database)
        snapshotIsDue = false
    }

    private static let listingPause = Duration.seconds(60)
    private static let sweepPause = Duration.seconds(60)
    private static let snapshotPause = Duration.seconds(3_600)
    private static let day = Duration.seconds(86_400)
    /// So long events are kept in the database; in the spool they stay.
    static let eventDays: Int64 = 90
}
