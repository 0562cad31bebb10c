public import Model
internal import Platform

/// What whoever takes sources in asks of the spool, once for many sources.
extension Spool {
    /// The directories of jobs, those of failed jobs among them.
    public func openJobs() throws(SpoolError) -> [JobKey] {
        guard let names = try access.entries(Layout.jobs) else {
            throw .storage(SystemError("list", Layout.jobs, .noSuchFile))
        }
        return names.compactMap(JobKey.init).sorted()
    }

    /// The records that count, in every folder of history or in some: jobs are by the first two
    /// digits of their hashes in one of 256.
    ///
    /// - Parameters:
    ///   - folders: Nil is all that there are.
    ///   - removed: As `removedRecordNames` gave it not long ago; a record that is in it as well
    ///     counts for nothing.
    public func recordedJobs(
        in folders: Set<String>? = nil,
        removed: Set<RecordName>
    ) throws(SpoolError) -> [RecordName] {
        guard let there = try access.entries(Layout.history) else {
            throw .storage(SystemError("list", Layout.history, .noSuchFile))
        }
        var records: [RecordName] = []
        for name in there where name.utf8.count == 2 && folders?.contains(name) ?? true {
            let names = try access.entries(Layout.history / FileName(name)) ?? []
            let found = names.compactMap(RecordName.init).filter { $0.key.job.folder == name }
            records += Spool.counting(found, removed)
        }
        return records
    }

    /// Those of generations that were tried again do not count, nor those that were taken back.
    private static func counting(
        _ found: [RecordName],
        _ removed: Set<RecordName>
    ) -> [RecordName] {
        var highest: [JobKey: Int] = [:]
        for record in found {
            highest[record.key] = max(highest[record.key] ?? 0, record.generation)
        }
        return found.filter { highest[$0.key] == $0.generation && !removed.contains($0) }
    }

    /// All records that were taken back.
    public func removedRecordNames() throws(SpoolError) -> [RecordName] {
        try (access.entries(Layout.removed) ?? []).compactMap(RecordName.init)
    }

    /// Tells that a file has been no film for so long that its owner should know.
    public func tellRejected(_ path: Path, _ cause: String) {
        tell(.fileRejected, nil, nil, "\(path): \(cause)")
    }

    // MARK: The report of the last scan

    /// In the place of the one before, as a whole. Nothing depends on it, so it is not put on the
    /// disk before it has its name.
    public func replaceScanReport(_ report: ScanSummary) throws(SpoolError) {
        let way = aside()
        do throws(SpoolError) {
            try access.create(way, RecordCoding.bytes(report))
            try access.storage { () throws(SystemError) in
                try volume.rename(way, to: Layout.scanReport)
            }
        } catch {
            litter(way)
            throw error
        }
    }

    /// Nil where no scan has ended yet.
    public func readScanReport() throws(SpoolError) -> ScanSummary? {
        guard let bytes = try access.read(Layout.scanReport, limit: 8 << 20) else { return nil }
        return try RecordCoding.record(ScanSummary.self, bytes, at: Layout.scanReport)
    }
}
