internal import Model
internal import Platform

/// What the history is made from. All of it is read, and none of it is changed.
extension Spool {
    /// The names of all records that are in history, also of those that came late and count for
    /// nothing until somebody moves them aside.
    public func recordNames() throws(SpoolError) -> Set<RecordName> {
        var names: Set<RecordName> = []
        for folder in try listed(Layout.history) where folder.utf8.count == 2 {
            let found = try access.entries(Layout.history / FileName(folder)) ?? []
            names.formUnion(found.compactMap(RecordName.init))
        }
        return names
    }

    /// The names of all records that were taken back.
    public func removedNames() throws(SpoolError) -> Set<RecordName> {
        Set(try listed(Layout.removed).compactMap(RecordName.init))
    }

    /// A record with its bytes, wherever it lies now. Nil where it is gone.
    public func document(
        of name: RecordName
    ) throws(SpoolError) -> (record: HistoryRecord, bytes: [UInt8])? {
        // The other one again behind it: it may be moved from one to the other meanwhile.
        for path in [Layout.record(name), Layout.removed(name), Layout.record(name)] {
            guard let bytes = try access.read(path) else { continue }
            return (try RecordCoding.record(HistoryRecord.self, bytes, at: path), bytes)
        }
        return nil
    }

    /// What a record says that somebody has kept; nil where it is none.
    public static func record(inDocument bytes: [UInt8]) -> HistoryRecord? {
        try? RecordCoding.record(HistoryRecord.self, bytes, at: Layout.history)
    }

    /// Who has written events.
    public func eventWriters() throws(SpoolError) -> [Holder] {
        try listed(Layout.events).compactMap { name in
            name.hasSuffix(".jsonl") ? Holder(String(name.dropLast(".jsonl".count))) : nil
        }
    }

    /// How many bytes of events there are.
    public func eventBytes(of holder: Holder) throws(SpoolError) -> UInt64 {
        try access.storage { () throws(SystemError) in try volume.size(of: Layout.events(holder)) }
    }

    /// Who is not known to be gone: nobody else writes events.
    public func holders() throws(SpoolError) -> Set<Holder> { Set(try nodes()) }

    /// The whole lines behind an offset, and the offset behind them. A line that is no event is
    /// passed over: its writer was killed in the middle of it, and goes by another name now.
    public func readEvents(
        of holder: Holder,
        from offset: UInt64,
        limit: Int = eventBytesAtOnce
    ) throws(SpoolError) -> (events: [Event], next: UInt64) {
        let path = Layout.events(holder)
        let bytes = try access.storage { () throws(SystemError) in
            try volume.read(path, from: offset, limit: limit)
        }
        let newline = UInt8(ascii: "\n")
        guard let end = bytes.lastIndex(of: newline) else {
            // A line longer than all that is read at once is none of ours.
            return ([], bytes.count < limit ? offset : offset + UInt64(bytes.count))
        }
        let events = bytes[..<end].split(separator: newline).compactMap { line in
            try? RecordCoding.record(Event.self, Array(line), at: path)
        }
        return (events, offset + UInt64(end + 1))
    }

    /// The logs of a job's attempts that failed, the latest last; none where its directory is gone.
    public func failureLogs(of key: JobKey) throws(SpoolError) -> [AttemptLog] {
        var logs: [AttemptLog] = []
        for name in try access.entries(Layout.job(key).logs) ?? [] where name.hasSuffix(".json") {
            guard let bytes = try access.read(Layout.job(key).logs / FileName(name)) else {
                continue
            }
            let log = try? RecordCoding.record(AttemptLog.self, bytes, at: Layout.job(key).logs)
            if let log, log.outcome == .failed || log.blame != nil { logs.append(log) }
        }
        return logs.sorted { ($0.time, $0.attempt.text) < ($1.time, $1.attempt.text) }
    }

    /// All directories of jobs. A volume that is away has none, and is trouble instead.
    public func keysOfOpenJobs() throws(SpoolError) -> Set<JobKey> {
        Set(try listed(Layout.jobs).compactMap(JobKey.init))
    }

    /// A listing of what is there in every spool.
    private func listed(_ directory: Path) throws(SpoolError) -> [String] {
        guard let names = try access.entries(directory) else {
            throw .storage(SystemError("list", directory, .noSuchFile))
        }
        return names
    }

    /// Of an hour of a busy node.
    public static let eventBytesAtOnce = 4 << 20
}
