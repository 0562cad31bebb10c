internal import Model
public import Platform
public import Spool

/// The output's folder and the sources' as what the spool publishes to.
///
/// All of it may be done again by anybody, at once or after whoever did it was killed: what is to
/// be done is found out from what lies there, and nothing is put in the place of what is not known.
public struct FolderOutlet: Outlet {
    private let site: Site
    private let room: StagingRoom

    public init(_ site: Site) {
        self.site = site
        room = StagingRoom(site)
    }

    public func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        try room.check()
        let target = room.output.appending(staged.target)
        var misses = 0
        for _ in 0..<FolderOutlet.roundsMax {
            switch try look(staged, order) {
            case .same: return try confirm(staged, order)
            case .free:
                if let refusal = try makeFolders(for: staged.target) { return .refused(refusal) }
                if let answer = try take(staged, target, order) { return answer }
            case .earlier(let identity):
                try replace(staged, target, identity, order)
            case .foreign(let foreign):
                guard order.publication.onConflict == .overwrite, let identity = foreign.identity
                else { return .refused(refusal(foreign, staged, order)) }
                try replace(staged, target, identity, order)
            }
            // Another one may have been faster, or a name may be remembered here that is old.
            refresh(target, room.output.appending(staged.path))
            if try !isStaged(staged, order), try look(staged, order) != .same {
                misses += 1
                if misses == FolderOutlet.missesMax { return .vanished }
            }
        }
        throw SystemError("publish", room.output.appending(staged.path), to: target, .wouldBlock)
    }

    public func finishSource(of order: JobOrder) throws(SystemError) {
        try SourceAction(site, order).run()
    }

    public func clear(_ order: JobOrder) throws(SystemError) {
        // Without it there is nothing to clear, or the output is not there: then the sweep does it.
        guard order.ladder != nil else {
            try room.remove(order.key) { _ in true }
            return try DistantMove.removeLeftovers(of: order, site)
        }
        let beside = DistantMove.besides(order, site)
        try LadderOutlet.clear(order.key, site)
        try DistantMove.removeLeftovers(of: order, site, only: Set(beside))
    }

    /// A client may remember for a while that a name is free, or taken; then it is looked at later.
    private static let roundsMax = 10
    /// Two fresh listings.
    private static let missesMax = 2

    // MARK: What is there

    private func look(
        _ staged: StagedResult,
        _ order: JobOrder
    ) throws(SystemError) -> ResultPlace.Finding {
        let wanted = (bytes: staged.bytes, hash: staged.hash)
        return try ResultPlace.look(at: staged.target, for: order, wanted: wanted, site)
    }

    private func isStaged(
        _ staged: StagedResult,
        _ order: JobOrder
    ) throws(SystemError) -> Bool {
        if staged.isDirectory ?? false {
            return try LadderOutlet(site, staged, of: order).isStaged()
        }
        do throws(SystemError) {
            return try Directory.entry(at: room.output.appending(staged.path)) != nil
        } catch {
            guard error.isMissing else { throw error }
            return false
        }
    }

    /// A change of a folder has a client of a network file system ask the server what is in it.
    private func refresh(_ paths: Path...) {
        for path in paths { try? Directory.touch(path.parent) }
    }

    // MARK: What is done

    /// The way to a name that is free.
    ///
    /// - Returns: Nil where something else was there first, or the staged file is gone.
    private func take(
        _ staged: StagedResult,
        _ target: Path,
        _ order: JobOrder
    ) throws(SystemError) -> Publication? {
        let source = room.output.appending(staged.path)
        let isDirectory = staged.isDirectory ?? false
        do throws(SystemError) {
            if isDirectory {
                try LadderOutlet(site, staged, of: order).take()
                return nil
            }
            let identity = try Directory.status(of: source).identity
            guard try Move.exclusively(source, identity, to: target) == .won else { return nil }
        } catch {
            if error.isMissing { return nil }
            if FolderOutlet.namesRefused.contains(error.errno) {
                return .refused("\(error); rename the source, then scan again")
            }
            guard error.errno == .crossDevice, !isDirectory else { throw error }
            // Another volume is mounted there, below the output.
            try DistantMove(site, order).move(source, to: target)
        }
        return nil
    }

    /// Puts the result in the place of what was looked at, unless that has changed since.
    private func replace(
        _ staged: StagedResult,
        _ target: Path,
        _ identity: FileIdentity,
        _ order: JobOrder
    ) throws(SystemError) {
        if staged.isDirectory ?? false {
            return try LadderOutlet(site, staged, of: order).replace(identity)
        }
        let source = room.output.appending(staged.path)
        do throws(SystemError) {
            let made = try Directory.status(of: source).identity
            guard try Directory.status(of: target).identity == identity else { return }
            try Move.replace(target, with: source, made)
        } catch {
            if error.isMissing { return }
            guard error.errno == .crossDevice else { throw error }
            try DistantMove(site, order).replace(target, identity, with: source)
        }
    }

    /// Puts the name and the content on the disk, whoever gave it, and writes that down.
    private func confirm(
        _ staged: StagedResult,
        _ order: JobOrder
    ) throws(SystemError) -> Publication {
        let target = room.output.appending(staged.target)
        if staged.isDirectory ?? false {
            // What is in it was on the disk before the merge was done.
            try Directory.sync(target)
        } else {
            try OpenFile(target, for: .readRegular).sync()
        }
        var folder = target.parent
        while folder.relative(to: room.output) != nil {
            try Directory.sync(folder)
            folder = folder.parent
        }
        try Directory.sync(room.output)
        try inSpool { () throws(SpoolError) in try site.spool.notePublished(staged, of: order) }
        return .published
    }

    /// - Returns: Why they cannot be made, where that will not pass.
    private func makeFolders(for target: Path) throws(SystemError) -> String? {
        guard target.parent != "." else { return nil }
        do throws(SystemError) {
            try Directory.createAll(room.output.appending(target.parent))
            return nil
        } catch {
            let refusing = FolderOutlet.namesRefused.union([.notADirectory, .exists])
            guard refusing.contains(error.errno) else { throw error }
            return "\(error); a file may have the name of a folder there"
        }
    }

    /// What an output says to names that it cannot have.
    private static let namesRefused: Set<Errno> = [.nameTooLong, .invalidArgument]

    private func refusal(
        _ foreign: ResultPlace.Foreign,
        _ staged: StagedResult,
        _ order: JobOrder
    ) -> String {
        let target = room.output.appending(staged.target)
        return "\(Quoted.path(target)): \(foreign.reason); \(foreign.remedy), then: "
            + "reelmill jobs retry \(ShellWord.quoted(order.source.path))"
    }
}
