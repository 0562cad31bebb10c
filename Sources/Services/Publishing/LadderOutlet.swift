internal import Model
internal import Platform
internal import Spool

/// The way of a result that is a directory to its name: one rename, as of a file.
///
/// No rename puts a directory over one that has something in it. To replace an earlier result the
/// staged one is first given a name that only this call knows, and looked at there; then the two
/// exchange their names. So whoever is late exchanges nothing: the name that he knew is gone, or
/// what has it is not what was staged.
struct LadderOutlet {
    private let site: Site
    private let room: StagingRoom
    private let order: JobOrder
    private let staged: StagedResult

    init(_ site: Site, _ staged: StagedResult, of order: JobOrder) {
        (self.site, self.staged, self.order) = (site, staged, order)
        room = StagingRoom(site)
    }

    private var target: Path { room.output.appending(staged.target) }

    /// Whether what was staged is still to be found.
    func isStaged() throws(SystemError) -> Bool { try find() != nil }

    /// The way to a name that is free. Another one may have been faster.
    func take() throws(SystemError) {
        guard let source = try find() else { return }
        do throws(SystemError) {
            let identity = try Directory.status(of: source).identity
            _ = try Move.exclusively(directory: source, identity, to: target)
        } catch {
            if error.isMissing { return }
            guard error.errno == .crossDevice else { throw error }
            try DistantMove(site, order).move(directory: source, to: target)
        }
    }

    /// Puts the result in the place of what was looked at, unless that has changed since.
    func replace(_ identity: FileIdentity) throws(SystemError) {
        guard let source = try find() else { return }
        let own =
            room.folder(order.key) / FileName("\(LadderOutlet.ownPrefix)\(UniqueName.random())")
        do throws(SystemError) {
            guard try Move.claim(source, as: own) == .won, try isStaged(own) else { return }
            let aside = FileName("\(LadderOutlet.oldPrefix)\(UniqueName.random())")
            try DirectoryExchange.replace(target, identity, with: own, aside: aside)
        } catch {
            if error.isMissing { return }
            guard error.errno == .crossDevice else { throw error }
            try DistantMove(site, order).replace(target, identity, withDirectory: own)
        }
    }

    /// Whoever was killed while he moved an old result aside, having slept since he looked, may
    /// have moved the new one. It gets its name back before anything is cleared away.
    func rescue() throws(SystemError) {
        let finding = try ResultPlace.look(
            at: staged.target,
            for: order,
            wanted: (bytes: staged.bytes, hash: staged.hash),
            site
        )
        guard finding == .free else { return }
        var found = try find()
        if found == nil { found = try besides() }
        guard let source = found else { return }
        do throws(SystemError) {
            let identity = try Directory.status(of: source).identity
            _ = try Move.exclusively(directory: source, identity, to: target)
            try Directory.sync(target.parent)
        } catch {
            // A folder that somebody has moved away is not made again for it, and below another
            // mount nothing but copies ever had the name.
            guard error.isMissing || error.errno == .crossDevice else { throw error }
        }
    }

    // MARK: Where it is

    /// In the job's folder, by whatever name.
    private func find() throws(SystemError) -> Path? {
        let first = room.output.appending(staged.path)
        if try isStaged(first) { return first }
        let folder = room.folder(order.key)
        let names: [FileName]
        do throws(SystemError) {
            names = try Directory.entries(of: folder).map(\.name)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
        for name in names where !StagingRoom.isDead(name) && folder / name != first {
            if try isStaged(folder / name) { return folder / name }
        }
        return nil
    }

    private func besides() throws(SystemError) -> Path? {
        for path in DistantMove.besides(order, site) where try isStaged(path) { return path }
        return nil
    }

    private func isStaged(_ path: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            guard try Directory.status(of: path).kind == .directory else { return false }
            let content = try ResultTree(path).content()
            return content == ResultTree.Content(bytes: staged.bytes, hash: staged.hash)
        } catch {
            guard error.isMissing else { throw error }
            return false
        }
    }

    private static let ownPrefix = "own."
    private static let oldPrefix = "old."
}

extension LadderOutlet {
    /// Removes what was staged for a job that has ended. What is there is listed before the rescue:
    /// whatever is moved aside behind it stays for the next one, who rescues it.
    static func clear(_ key: JobKey, _ site: Site) throws(SystemError) {
        let room = StagingRoom(site)
        let going = Set(try room.names(key))
        try rescue(key, site)
        try room.remove(key) { going.contains($0) }
    }

    private static func rescue(_ key: JobKey, _ site: Site) throws(SystemError) {
        let names = try inSpool { () throws(SpoolError) in try site.spool.records(of: key.job) }
        for name in names where name.key == key && name.outcome == .done {
            let record = try inSpool { () throws(SpoolError) in try site.spool.record(name) }
            guard let record, let staged = record.result, staged.isDirectory ?? false else {
                continue
            }
            try LadderOutlet(site, staged, of: record.order).rescue()
        }
    }
}
