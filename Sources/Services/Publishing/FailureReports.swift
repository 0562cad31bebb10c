internal import History
internal import Model
internal import Platform
internal import Spool

/// Why films failed, for whoever looks for them in the output: `OUTPUT/.failed/<source>.txt`. A
/// report goes when its film is done, or its record is taken back.
struct FailureReports {
    private let site: Site
    private let root: Path
    /// The record of which each source has a report; nil until what is there was looked at.
    private var written: [Path: String]?

    init(_ site: Site) {
        self.site = site
        root = site.folders.output.appending(MediaFolders.failures)
    }

    /// Makes the reports what the database says.
    ///
    /// - Returns: Whether that could be done; what could not is told, and to be tried again.
    mutating func settle(_ database: HistoryDatabase) throws(HistoryKeepingError) -> Bool {
        let wanted = try failures(database)
        do throws(SystemError) {
            var known = written ?? [:]
            if written == nil { try removeOthers(than: Set(wanted.keys.map { path($0) })) }
            for (source, entry) in wanted where known[source] != entry.record {
                try write(entry)
                known[source] = entry.record
            }
            for source in known.keys where wanted[source] == nil {
                try remove(path(source))
                known[source] = nil
            }
            written = known
            site.journal.end("reports", "reports of failures are written again")
            return true
        } catch {
            site.journal.begin(
                "reports",
                .warning,
                "reports of failures cannot be written for now: \(error)"
            )
            return false
        }
    }

    /// Sources of which the last thing that is known is that they failed.
    private func failures(
        _ database: HistoryDatabase
    ) throws(HistoryKeepingError) -> [Path: HistoryEntry] {
        try Keeping.database { () throws(HistoryError) in
            var filter = HistoryFilter()
            filter.outcomes = [.failed]
            var failures: [Path: HistoryEntry] = [:]
            for entry in try database.entries(filter) where failures[entry.source] == nil {
                var others = HistoryFilter()
                others.patterns = [HistoryPattern(entry.source.bytes)]
                let last = try database.entries(others).first { $0.source == entry.source }
                if last?.record == entry.record { failures[entry.source] = entry }
            }
            return failures
        }
    }

    // MARK: Files

    private func path(_ source: Path) -> Path {
        let path = root.appending(source)
        guard let name = path.name else { return path }
        var bytes = name.bytes
        if bytes.count + 4 > FailureReports.nameBytesMax {
            let digits = StableHash.hexadecimal(bytes).prefix(16)
            bytes = Array(bytes.prefix(FailureReports.nameBytesMax - 21)) + Array("-\(digits)".utf8)
        }
        return FileName(bytes: bytes + Array(".txt".utf8)).map { path.parent / $0 } ?? path
    }

    private static let nameBytesMax = 255

    private func write(_ entry: HistoryEntry) throws(SystemError) {
        let path = path(entry.source)
        // What a job's logs say goes with its directory: a report that is there stays.
        if let found = FailureReports.content(of: path),
            found.contains(FailureText.mark(entry.record))
        {
            return
        }
        // No output is made here: one that is missing is not mounted.
        _ = try Directory.target(of: site.folders.output)
        let seen = try inSpool { () throws(SpoolError) in try site.spool.hasSeenOutput() }
        if seen { try StagingRoom(site).check() }
        let text = try inSpool { () throws(SpoolError) in try FailureText.text(entry, site.spool) }
        try Directory.createAll(path.parent)
        try StagedFile.publish(Array(text.utf8), replacing: path)
    }

    private static func content(of path: Path) -> String? {
        guard let file = try? OpenFile(path, for: .readRegular),
            let bytes = try? file.readAll(limit: 1 << 20)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func remove(_ path: Path) throws(SystemError) {
        do throws(SystemError) {
            try Directory.removeFile(path)
        } catch {
            guard error.isMissing else { throw error }
        }
        var folder = path.parent
        while folder != root, (try? Directory.removeEmpty(folder)) != nil { folder = folder.parent }
    }

    /// Reports of films that were done while nobody looked. What somebody else put there stays.
    private func removeOthers(than kept: Set<Path>) throws(SystemError) {
        var waiting = [root]
        while let folder = waiting.popLast() {
            guard let entries = try? Directory.entries(of: folder) else { continue }
            for entry in entries {
                let path = folder / entry.name
                var kind = entry.kind
                if kind == nil { kind = try ResultPlace.status(of: path)?.kind }
                if kind == .directory { waiting.append(path) }
                guard kind == .regular, !kept.contains(path),
                    let found = FailureReports.content(of: path),
                    found.hasPrefix(FailureText.head)
                else { continue }
                try remove(path)
            }
        }
    }
}
