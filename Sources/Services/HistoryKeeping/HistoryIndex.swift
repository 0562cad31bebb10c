internal import History
internal import Model
internal import Platform
internal import Spool

/// Brings a database up to what lies in the spool. It remembers only what spares reading.
struct HistoryIndex {
    /// Which opening of the database all of this is about.
    private var opening = 0
    /// How far the events of each are read.
    private var offsets: [Holder: UInt64] = [:]
    /// The last event of each that the database has; nil until it was asked.
    private var known: [String: UInt64]?
    /// Of whom everything was read when they were gone already.
    private var silent: Set<Holder> = []
    /// Records that cannot be read, each told once.
    private var unreadable: Set<RecordName> = []

    /// Forgets what was so of another database.
    mutating func serve(_ opening: Int) {
        guard opening != self.opening else { return }
        (self.opening, offsets, known, silent, proof) = (opening, [:], nil, [], Proof())
    }

    /// - Returns: Whether anything about the records has changed.
    mutating func takeRecords(
        _ site: Site,
        into database: HistoryDatabase,
        isWanted: () -> Bool
    ) throws(HistoryKeepingError) -> Bool {
        let spool = site.spool
        let (present, removed) = try Keeping.spool { () throws(SpoolError) in
            // First and last: a record that is taken back goes the one way, and one that is put
            // back the other, and neither must be seen nowhere.
            let before = try spool.recordNames()
            let removed = try spool.removedNames()
            return (before.union(try spool.recordNames()), removed)
        }
        let missing = try Keeping.database { () throws(HistoryError) in
            try database.reconcile(
                present: Set(present.map(\.text)),
                removed: Set(removed.map(\.text))
            )
        }
        var entries: [HistoryEntry] = []
        for name in missing.compactMap(RecordName.init) {
            guard isWanted() else { break }
            if let entry = try entry(name, removed.contains(name), site) { entries.append(entry) }
            guard entries.count == HistoryIndex.entriesAtOnce else { continue }
            try Keeping.database { () throws(HistoryError) in try database.take(entries) }
            entries = []
        }
        try Keeping.database { () throws(HistoryError) in try database.take(entries) }
        return !missing.isEmpty
    }

    /// Holds some more entries against their records in the spool, and takes those anew that are
    /// not what it says: SQLite finds pages that are damaged, and not what is in them.
    ///
    /// - Returns: Whether all of them were seen.
    mutating func prove(
        _ site: Site,
        _ database: HistoryDatabase
    ) throws(HistoryKeepingError) -> Bool {
        var filter = HistoryFilter()
        filter.isOfRemoved = proof.isOfRemoved
        let page = try Keeping.database { () throws(HistoryError) in
            if proof == Proof() { try database.proveIndexes() }
            return try database.entries(
                filter,
                limit: HistoryIndex.provenAtOnce,
                offset: proof.offset
            )
        }
        var mended: [HistoryEntry] = []
        for entry in page {
            guard let name = RecordName(entry.record),
                let record = try self.entry(name, entry.isRemoved, site), record != entry
            else { continue }
            mended.append(record)
        }
        if !mended.isEmpty {
            try Keeping.database { () throws(HistoryError) in try database.take(mended) }
            site.journal.tell(
                .warning,
                "\(mended.count) entries of the history's database were not what their records "
                    + "say, and were read again; its disk may be failing"
            )
        }
        proof.offset += page.count
        guard page.count < HistoryIndex.provenAtOnce else { return false }
        let isOver = proof.isOfRemoved
        proof = isOver ? Proof() : Proof(isOfRemoved: true)
        return isOver
    }

    /// How far the entries were held against their records.
    private struct Proof: Hashable {
        var isOfRemoved = false
        var offset = 0
    }

    private var proof = Proof()

    /// With each round: a hundred thousand within an hour, and no load on the server.
    private static let provenAtOnce = 200

    /// One transaction waits for the disk once.
    private static let entriesAtOnce = 500

    private mutating func entry(
        _ name: RecordName,
        _ isRemoved: Bool,
        _ site: Site
    ) throws(HistoryKeepingError) -> HistoryEntry? {
        do throws(SpoolError) {
            guard let found = try site.spool.document(of: name) else { return nil }
            unreadable.remove(name)
            var entry = HistoryEntry(found.record, name, found.bytes)
            entry.isRemoved = isRemoved
            return entry
        } catch {
            guard case .unreadable = error else { throw .spool(error) }
            if unreadable.insert(name).inserted {
                site.journal.tell(.warning, "\(error); the history goes on without it")
            }
            return nil
        }
    }

    /// - Returns: Whether one of them tells of a record.
    mutating func takeEvents(
        _ site: Site,
        into database: HistoryDatabase,
        isWanted: () -> Bool
    ) throws(HistoryKeepingError) -> Bool {
        let (living, writers) = try Keeping.spool { () throws(SpoolError) in
            // Before the files: who is gone by now writes no more.
            (try site.spool.holders(), try site.spool.eventWriters())
        }
        if known == nil {
            known = try Keeping.database { () throws(HistoryError) in try database.lastSequences() }
        }
        var tellsOfRecord = false
        for holder in writers where !silent.contains(holder) {
            guard isWanted() else { break }
            let news = try takeEvents(of: holder, site, into: database, isWanted)
            tellsOfRecord = tellsOfRecord || news
            if !living.contains(holder), isWanted() { silent.insert(holder) }
        }
        return tellsOfRecord
    }

    private mutating func takeEvents(
        of holder: Holder,
        _ site: Site,
        into database: HistoryDatabase,
        _ isWanted: () -> Bool
    ) throws(HistoryKeepingError) -> Bool {
        let bytes = try Keeping.spool { () throws(SpoolError) in
            try site.spool.eventBytes(of: holder)
        }
        let last = known?[holder.text] ?? 0
        var offset = try offset(holder, bytes, last, site)
        var tellsOfRecord = false
        while offset < bytes, isWanted() {
            let read = try Keeping.spool { () throws(SpoolError) in
                try site.spool.readEvents(of: holder, from: offset)
            }
            guard read.next > offset else { break }
            let new = read.events.filter { $0.sequence > last }
            _ = try Keeping.database { () throws(HistoryError) in
                try database.take(new.map { HistoryEvent($0) })
            }
            tellsOfRecord = tellsOfRecord || new.contains(where: \.tellsOfRecord)
            offset = read.next
        }
        offsets[holder] = offset
        return tellsOfRecord
    }

    /// Where to go on. Of a file that was read to its end by an earlier process its last lines say
    /// so, and the files of nodes that are long gone need not be read again.
    private func offset(
        _ holder: Holder,
        _ bytes: UInt64,
        _ known: UInt64,
        _ site: Site
    ) throws(HistoryKeepingError) -> UInt64 {
        if let offset = offsets[holder], offset <= bytes { return offset }
        guard known > 0, bytes > HistoryIndex.tailBytes else { return 0 }
        let tail = try Keeping.spool { () throws(SpoolError) in
            try site.spool.readEvents(of: holder, from: bytes - HistoryIndex.tailBytes)
        }
        guard let end = tail.events.last?.sequence, end <= known else { return 0 }
        return tail.next
    }

    /// Of some lines.
    private static let tailBytes: UInt64 = 8_192
}

extension Event {
    fileprivate var tellsOfRecord: Bool {
        [.historyRecorded, .historyRemoved, .jobRetried].contains(kind)
    }
}

extension HistoryEvent {
    init(_ event: Event) {
        self.init(
            holder: event.holder,
            sequence: event.sequence,
            time: event.time,
            kind: event.kind.rawValue
        )
        job = event.job?.text
        attempt = event.attempt?.text
        detail = event.detail
    }
}

extension HistoryEntry {
    init(_ record: HistoryRecord, _ name: RecordName, _ document: [UInt8]) {
        let order = record.order
        self.init(
            record: name.text,
            id: String(name.key.job.text.suffix(16)),
            outcome: HistoryEntry.Outcome(name.outcome),
            source: order.source.path,
            sourceBytes: Int64(clamping: order.source.bytes),
            queued: order.arrival,
            ended: record.ended,
            document: document
        )
        result = record.result?.target
        resultBytes = record.result.map { Int64(clamping: $0.bytes) }
        (profile, profileDigest, reason) = (order.profile, order.digest, record.reason)
        switch record.report {
        case .joined(let report)?:
            (filmMilliseconds, frames) = (report.durationMilliseconds, Int64(report.frames))
        case .packaged(let report)?:
            (filmMilliseconds, frames) = (report.durationMilliseconds, Int64(report.frames))
        default: break
        }
    }
}

extension HistoryEntry.Outcome {
    init(_ outcome: HistoryRecord.Outcome) {
        switch outcome {
        case .done: self = .done
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }
}
