internal import Model
internal import Platform
internal import Spool

/// Which jobs are open and which are on record: listed once for many files, and for most looks in
/// three listings.
struct SpoolBook: Sendable {
    private(set) var open: [JobID: JobKey] = [:]
    /// The last life's.
    private(set) var records: [JobID: RecordName] = [:]
    private(set) var removed: Set<RecordName> = []
    private var wholeAt: Duration?

    /// Somebody may take a record away by hand, which shows in its folder alone.
    private static let wholeEvery = Duration.seconds(300)

    /// - Returns: Jobs that were open and are not, or that have another record or none.
    mutating func refresh(
        _ spool: Spool,
        at now: Duration,
        isMissingAllowed: Bool
    ) throws(SpoolError) -> Set<JobID> {
        let (openBefore, recordsBefore) = (open, records)
        // A job moves from open to recorded: listed in this order it is rather seen twice.
        let keys: [JobKey]
        do throws(SpoolError) {
            keys = try spool.openJobs()
        } catch {
            guard isMissingAllowed, case .storage(let cause) = error, cause.errno == .noSuchFile
            else { throw error }
            return []
        }
        let removedNow = Set(try spool.removedRecordNames())
        var folders: Set<String>?
        if let wholeAt, now - wholeAt < SpoolBook.wholeEvery {
            let closed = Set(openBefore.values).subtracting(keys).map(\.job.folder)
            let changed = removedNow.symmetricDifference(removed).map(\.key.job.folder)
            folders = Set(closed + changed)
        }
        var found: [RecordName] = []
        if folders != [] { found = try spool.recordedJobs(in: folders, removed: removedNow) }
        open = Dictionary(keys.map { ($0.job, $0) }, uniquingKeysWith: max)
        removed = removedNow
        if let folders {
            records = records.filter { !folders.contains($0.key.folder) }
        } else {
            (records, wholeAt) = ([:], now)
        }
        for record in found { add(record) }
        var moved = Set(openBefore.keys).symmetricDifference(open.keys)
        guard folders != [] else { return moved }
        for (job, record) in recordsBefore where records[job] != record { moved.insert(job) }
        for job in records.keys where recordsBefore[job] == nil { moved.insert(job) }
        return moved
    }

    private mutating func add(_ record: RecordName) {
        if let other = records[record.key.job], other.key.life > record.key.life { return }
        records[record.key.job] = record
    }

    mutating func note(open key: JobKey) { open[key.job] = key }
    mutating func note(record: RecordName) { add(record) }
    mutating func forget(record: RecordName) { records[record.key.job] = nil }

    func isKnown(_ job: JobID) -> Bool { open[job] != nil || records[job] != nil }

    /// Those that are to be worked on.
    var atWork: [JobKey] { open.values.filter { records[$0.job] == nil } }

    var jobs: Set<JobID> { Set(open.keys).union(records.keys) }
}
