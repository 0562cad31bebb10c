internal import Model
internal import Platform
internal import Spool

/// What is known of open jobs whose sources are not as they were.
struct LostSources: Sendable {
    /// Sources that had another stamp than their jobs know, and the same content.
    var verified: [JobKey: FileStamp] = [:]
    /// Whether a file became another one.
    var isReviewDue = false
    /// Since when they have been missing.
    var missing: [JobKey: Duration] = [:]
    /// The devices on which sources were seen last.
    var devices: [JobID: UInt64] = [:]

    mutating func keep(_ keys: Set<JobKey>) {
        verified = verified.filter { keys.contains($0.key) }
        missing = missing.filter { keys.contains($0.key) }
        let jobs = Set(keys.map(\.job))
        devices = devices.filter { jobs.contains($0.key) }
    }
}

extension ScanEngine {
    /// Cancels open jobs whose sources are others now, or gone.
    ///
    /// - Parameter isSure: Whether the input was certainly there while it was looked at.
    mutating func reviewSources(_ isSure: Bool) {
        guard !settings.isDry else { return }
        losses.isReviewDue = false
        let keys = jobs.atWork
        losses.keep(Set(keys))
        var accounted: Set<JobID> = []
        book.forEach { _, entry in if let film = entry.known { accounted.insert(film.job) } }
        for key in keys {
            guard pass.isWanted() else { return }
            if accounted.contains(key.job) {
                losses.missing[key] = nil
                continue
            }
            do throws(SpoolError) {
                try review(key, isSure)
            } catch {
                site.journal.begin(
                    "review",
                    .warning,
                    "the source of \(key) is not known: \(error)"
                )
                return
            }
        }
        site.journal.end("review", "the sources of open jobs can be looked at again")
    }

    private mutating func review(_ key: JobKey, _ isSure: Bool) throws(SpoolError) {
        guard let order = try site.spool.order(of: key) else { return }
        let path = site.source(of: order)
        if let now = book[order.source.path]?.known, now.job != key.job {
            // Of other content with the times of the old one: who looks at the times sees nothing.
            let reason = SourceLoss.changed("its content is another")
            return try cancel(key, reason, order.source.path)
        }
        if let known = losses.verified[key], let status = try? Directory.status(of: path),
            FileStamp(status).isUnchanged(since: known)
        {
            return
        }
        let before = (try? Directory.status(of: path)).map { FileStamp($0) }
        switch SourceCheck.state(of: order.source, at: path) {
        case .same:
            losses.verified[key] = before
            losses.missing[key] = nil
        case .changed(let how): try cancel(key, SourceLoss.changed(how), order.source.path)
        case .unknown: return
        case .missing:
            guard isSure, isMounted(order.source.path, key.job) else {
                losses.missing[key] = nil
                return
            }
            guard let since = losses.missing[key] else {
                losses.missing[key] = now
                return
            }
            // A rename by which it comes back takes no longer.
            guard now - since >= ScanEngine.missingFor else { return }
            try cancel(key, SourceLoss.gone(order.source.path), order.source.path)
        }
    }

    /// Whether a file that is missing would be there if it were: its folder is on the device on
    /// which it was seen last, or other films are in it.
    private func isMounted(_ path: Path, _ job: JobID) -> Bool {
        if let page = book.pages[path.parent],
            page.entries.contains(where: {
                if case .none = $0.value.progress { false } else { true }
            })
        {
            return true
        }
        guard let device = losses.devices[job] ?? cache.device(of: path) else { return false }
        var folder = path.parent
        while true {
            let status = try? Directory.target(of: source(folder))
            if let status { return status.identity.device == device }
            guard folder != FilmBook.top, folder.parent != folder else { return false }
            folder = folder.parent
        }
    }

    private mutating func cancel(
        _ key: JobKey,
        _ reason: String,
        _ path: Path
    ) throws(SpoolError) {
        losses.missing[key] = nil
        guard try site.spool.cancel(key, reason: reason) else { return }
        site.journal.tell(
            .warning,
            "\(Quoted.path(path)): its job is cancelled: \(reason)",
            ["job": key.text]
        )
    }

    /// A second look at least; two in a row can be one moment for a file that is renamed.
    static let missingFor = Duration.seconds(5)
}
