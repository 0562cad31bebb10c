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
            guard isSure, isMounted(order.source, key.job) else {
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
            cache.drop(order.source.path)
        }
    }

    /// Whether a file that is missing would be there if it were: its folder is on the device on
    /// which it was seen last, or on the volume that its order names. Of an order that names none
    /// other films in the folder tell it.
    private func isMounted(_ source: JobOrder.SourceFile, _ job: JobID) -> Bool {
        let path = source.path
        guard let nearest = nearestFolder(path.parent) else { return false }
        let device = losses.devices[job] ?? cache.device(of: path)
        if nearest.device == device { return true }
        // Seen by another node, or before this host was started.
        if let mount = source.mount { return isThere(mount, nearest.device) }
        return book.pages[path.parent]?.entries.contains {
            if case .none = $0.value.progress { false } else { true }
        } ?? false
    }

    private func nearestFolder(_ folder: Path) -> FileIdentity? {
        var folder = folder
        while true {
            if let found = identity(of: folder) { return found }
            guard folder != FilmBook.top, folder.parent != folder else { return nil }
            folder = folder.parent
        }
    }

    private func isThere(_ mount: JobOrder.Mount, _ device: UInt64) -> Bool {
        guard let found = identity(of: mount.folder), found.inode == mount.inode,
            found.device == device
        else { return false }
        guard mount.folder != FilmBook.top else { return true }
        return identity(of: mount.folder.parent).map { $0.device != device } ?? false
    }

    /// The nearest folder above a film at which a volume begins, or else the input.
    func mount(of path: Path) -> JobOrder.Mount? {
        var folder = path.parent
        guard var found = identity(of: folder) else { return nil }
        while folder != FilmBook.top {
            guard folder.parent != folder, let above = identity(of: folder.parent) else {
                return nil
            }
            if above.device != found.device { break }
            (folder, found) = (folder.parent, above)
        }
        return JobOrder.Mount(folder: folder, inode: found.inode)
    }

    private func identity(of folder: Path) -> FileIdentity? {
        try? Directory.target(of: source(folder)).identity
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
