import Model
import Platform
import Spool

/// Publishes directories as `LadderOutlet`, `StagingRoom` and `ResultPlace` do on real folders: the
/// same steps, in the same order, on the simulated volume.
struct SimulatedLadderOutlet: Sendable {
    let world: World
    let machine: SimulatedVolume
    let spool: Spool

    static let room: Path = "output/.reelmill"

    private var move: SimulatedMove { SimulatedMove(world: world, machine: machine) }

    private func folder(_ key: JobKey) -> Path {
        SimulatedLadderOutlet.room / FileName(key.text)
    }

    private func unique(_ prefix: String) -> FileName {
        FileName("\(prefix).\(String(world.generator.next(), radix: 16))")
    }

    // MARK: - Staging

    /// What a merge has made, whole and on the disk.
    func stage(
        _ files: [(name: String, bytes: [UInt8])],
        _ claim: Claim,
        as target: Path
    ) throws(SystemError) -> StagedResult {
        let folder = folder(claim.key)
        try make(folder)
        // What attempts before this one made cannot be committed any more.
        for name in try names(folder) {
            let words = "\(name)".split(separator: ".").prefix(4)
            guard let other = Attempt(words.joined(separator: ".")),
                other == claim.attempt || other.generation < claim.attempt.generation
            else { continue }
            try removeTree(folder / name)
        }
        try make(folder)
        let path = folder / FileName("\(claim.attempt).hls")
        try machine.makeDirectory(path)
        for file in files { try machine.create(path / FileName(file.name), file.bytes) }
        try machine.sync(path)
        try machine.sync(folder)
        let content = Content(files)
        var staged = StagedResult(
            path: path,
            target: SimulatedOutlet.folder / (target.name ?? "none"),
            bytes: content.bytes,
            hash: content.hash
        )
        staged.isDirectory = true
        return staged
    }

    private func make(_ folder: Path) throws(SystemError) {
        do throws(SystemError) {
            try machine.makeDirectory(folder)
        } catch {
            guard error.errno == .exists else { throw error }
        }
        try machine.sync(folder.parent)
    }

    // MARK: - Publishing

    func publish(
        _ staged: StagedResult,
        of order: JobOrder
    ) throws(SystemError) -> Publication {
        var misses = 0
        for _ in 0..<10 {
            switch try look(staged, order) {
            case .same: return try confirm(staged, order)
            case .free: try take(staged, order.key)
            case .earlier(let inode): try replace(staged, order.key, inode)
            case .foreign:
                world.weather.fail("\(staged.target) is taken for somebody else's")
                return .refused("it is somebody else's")
            }
            try? machine.touch(staged.target.parent)
            try? machine.touch(staged.path.parent)
            if try find(staged, order.key) == nil, try look(staged, order) != .same {
                misses += 1
                if misses == 2 { return .vanished }
            }
        }
        throw SystemError("publish", staged.path, to: staged.target, .wouldBlock)
    }

    private enum Finding: Hashable {
        case free, same
        case earlier(Int)
        case foreign
    }

    private func look(
        _ staged: StagedResult,
        _ order: JobOrder
    ) throws(SystemError) -> Finding {
        for _ in 0..<10 {
            guard let inode = try inode(of: staged.target) else { return .free }
            let found = try contentIfThere(staged.target)
            if world.bug != .lookedAtTwo {
                // What was read is of one directory only where it was there all the time.
                guard try self.inode(of: staged.target) == inode else { continue }
            }
            guard let found else { return .foreign }
            if found == Content(staged) { return .same }
            let note: PublishedResult?
            do throws(SpoolError) {
                note = try spool.publishedResult(staged.target, hash: found.hash)
            } catch {
                throw SystemError("read the note of", staged.target, .inputOutput)
            }
            let isEarlier = note?.bytes == found.bytes && note?.source == order.source.path
            return isEarlier ? .earlier(inode) : .foreign
        }
        throw SystemError("look at", staged.target, .wouldBlock)
    }

    private func take(_ staged: StagedResult, _ key: JobKey) throws(SystemError) {
        guard let source = try find(staged, key) else { return }
        try ifThere { () throws(SystemError) in
            let inode = try machine.status(of: source).inode
            _ = try move.exclusively(source, inode, to: staged.target)
        }
    }

    private func replace(
        _ staged: StagedResult,
        _ key: JobKey,
        _ inode: Int
    ) throws(SystemError) {
        guard let source = try find(staged, key) else { return }
        let folder = folder(key)
        let own = folder / unique("own")
        try ifThere { () throws(SystemError) in
            guard try move.claim(source, as: own), try isStaged(own, staged) else { return }
            let old = folder / unique("old")
            try move.replace(staged.target, inode, with: own, aside: old)
        }
    }

    private func confirm(
        _ staged: StagedResult,
        _ order: JobOrder
    ) throws(SystemError) -> Publication {
        try machine.sync(staged.target)
        try machine.sync(staged.target.parent)
        do throws(SpoolError) {
            try spool.notePublished(staged, of: order)
        } catch {
            throw SystemError("note", staged.target, .inputOutput)
        }
        return .published
    }

    // MARK: - Where it is

    struct Content: Hashable {
        let bytes: UInt64
        let hash: String

        init(_ files: [(name: String, bytes: [UInt8])]) {
            let words = files.sorted { $0.name < $1.name }.flatMap { file in
                Array("\(file.name)\0\(file.bytes.count)\0".utf8) + file.bytes
            }
            bytes = files.reduce(0) { $0 + UInt64($1.bytes.count) }
            hash = StableHash.hexadecimal(words)
        }

        init(_ staged: StagedResult) { (bytes, hash) = (staged.bytes, staged.hash) }
    }

    /// In the job's folder, by whatever name.
    private func find(_ staged: StagedResult, _ key: JobKey) throws(SystemError) -> Path? {
        if try isStaged(staged.path, staged) { return staged.path }
        let folder = folder(key)
        for name in try names(folder)
        where !"\(name)".hasPrefix("dead.") && folder / name != staged.path {
            if try isStaged(folder / name, staged) { return folder / name }
        }
        return nil
    }

    private func isStaged(_ path: Path, _ staged: StagedResult) throws(SystemError) -> Bool {
        do throws(SystemError) {
            return try content(path) == Content(staged)
        } catch {
            guard SimulatedLadderOutlet.isMissing(error) else { throw error }
            return false
        }
    }

    private func content(_ path: Path) throws(SystemError) -> Content {
        var files: [(name: String, bytes: [UInt8])] = []
        for name in try machine.list(path) {
            move.sleep()
            files.append(("\(name)", try machine.read(path / name, limit: 1 << 20)))
        }
        return Content(files)
    }

    private func contentIfThere(_ path: Path) throws(SystemError) -> Content? {
        do throws(SystemError) {
            return try content(path)
        } catch {
            guard SimulatedLadderOutlet.isMissing(error) else { throw error }
            return nil
        }
    }

    private func inode(of path: Path) throws(SystemError) -> Int? {
        do throws(SystemError) {
            return try machine.status(of: path).inode
        } catch {
            guard SimulatedLadderOutlet.isMissing(error) else { throw error }
            return nil
        }
    }

    private func names(_ folder: Path) throws(SystemError) -> [FileName] {
        do throws(SystemError) {
            return try machine.list(folder)
        } catch {
            guard SimulatedLadderOutlet.isMissing(error) else { throw error }
            return []
        }
    }

    private static func isMissing(_ error: SystemError) -> Bool {
        error.errno == .noSuchFile || error.errno == .notADirectory
    }

    private func ifThere(_ body: () throws(SystemError) -> Void) throws(SystemError) {
        do throws(SystemError) { try body() } catch {
            guard SimulatedLadderOutlet.isMissing(error) else { throw error }
        }
    }
}

// MARK: - Clearing

extension SimulatedLadderOutlet {
    /// Removes what was staged for a job that has ended. What is there is listed before the rescue.
    func clear(_ key: JobKey) throws(SystemError) {
        let going = Set(try names(folder(key)))
        try rescue(key)
        let folder = folder(key)
        for name in try names(folder) where going.contains(name) { try removeTree(folder / name) }
        do throws(SystemError) {
            try machine.removeDirectory(folder)
        } catch {
            guard [.notEmpty, .exists].contains(error.errno) || Self.isMissing(error) else {
                throw error
            }
        }
    }

    private func rescue(_ key: JobKey) throws(SystemError) {
        do throws(SpoolError) {
            for name in try spool.records(of: key.job)
            where name.key == key && name.outcome == .done {
                guard let record = try spool.record(name), let staged = record.result,
                    staged.isDirectory ?? false
                else { continue }
                try rescue(staged, record.order)
            }
        } catch {
            guard case .storage(let error) = error else {
                throw SystemError("read the records of", folder(key), .inputOutput)
            }
            throw error
        }
    }

    private func rescue(_ staged: StagedResult, _ order: JobOrder) throws(SpoolError) {
        do throws(SystemError) {
            guard try look(staged, order) == .free, let source = try find(staged, order.key) else {
                return
            }
            try ifThere { () throws(SystemError) in
                let inode = try machine.status(of: source).inode
                _ = try move.exclusively(source, inode, to: staged.target)
                try machine.sync(staged.target.parent)
            }
        } catch {
            throw .storage(error)
        }
    }

    /// A directory goes at once, by another name, and is deleted there.
    private func removeTree(_ path: Path) throws(SystemError) {
        let dead = path.parent / unique("dead")
        do throws(SystemError) {
            try machine.rename(path, to: dead)
        } catch {
            if Self.isMissing(error) { return }
            throw error
        }
        for name in try names(dead) {
            try ifThere { () throws(SystemError) in try machine.remove(dead / name) }
        }
        try ifThere { () throws(SystemError) in try machine.removeDirectory(dead) }
    }

    /// What late mergers have left of jobs that are not open at two looks.
    func sweep(_ strangers: inout Set<FileName>) throws(SystemError) {
        let found = try names(Self.room)
        let open: Set<String>
        do throws(SpoolError) {
            open = Set(try spool.keysOfOpenJobs().map(\.text))
        } catch {
            throw SystemError("list the jobs", nil, .inputOutput)
        }
        var now: Set<FileName> = []
        for name in found where !open.contains("\(name)") {
            guard let key = JobKey("\(name)") else { continue }
            now.insert(name)
            if strangers.contains(name) { try clear(key) }
        }
        strangers = now
    }
}
