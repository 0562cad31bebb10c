internal import Model
internal import Platform
internal import Spool

/// The folder below the output in which results wait for their names: `OUTPUT/.reelmill/<job>/`,
/// on the file system of the output, so that publishing is one rename.
struct StagingRoom: Sendable {
    let output: Path
    let root: Path

    init(_ site: Site) {
        output = site.folders.output
        root = output.appending(MediaFolders.staging)
    }

    func folder(_ key: JobKey) -> Path { root / FileName(key.text) }

    /// Makes the folder of a job. It makes no output: a folder that is missing is a volume that is
    /// not mounted, and so is one in which nothing of an earlier result is left.
    func prepare(_ key: JobKey, _ spool: Spool) throws(SystemError) {
        if try !isThere(root) {
            _ = try Directory.target(of: output)
            let hasBeenSeen = try inSpool { () throws(SpoolError) in try spool.hasSeenOutput() }
            guard !hasBeenSeen else { throw SystemError("find", root, .noSuchFile) }
            try Directory.createAll(root)
            try Directory.sync(output)
        }
        try inSpool { () throws(SpoolError) in try spool.noteOutput() }
        try Directory.createAll(folder(key))
        try Directory.sync(root)
    }

    /// Throws where the output is not there.
    func check() throws(SystemError) {
        guard try isThere(root) else { throw SystemError("find", root, .noSuchFile) }
    }

    private func isThere(_ path: Path) throws(SystemError) -> Bool {
        do throws(SystemError) {
            return try Directory.target(of: path).kind == .directory
        } catch {
            guard error.errno == .noSuchFile else { throw error }
            return false
        }
    }

    /// What is in a job's folder; nothing where there is none.
    func names(_ key: JobKey) throws(SystemError) -> [FileName] {
        do throws(SystemError) {
            return try Directory.entries(of: folder(key)).map(\.name)
        } catch {
            guard error.isMissing else { throw error }
            return []
        }
    }

    /// Removes what is in a job's folder, and the folder where nothing is left in it.
    ///
    /// - Parameter isGoing: Which names are meant; somebody may be at work on the others.
    func remove(_ key: JobKey, where isGoing: (FileName) -> Bool) throws(SystemError) {
        let folder = folder(key)
        for name in try names(key) where isGoing(name) { try removeFile(folder / name) }
        do throws(SystemError) {
            try Directory.removeEmpty(folder)
        } catch {
            let isKept = [.notEmpty, .exists].contains(error.errno)
            guard isKept || error.isMissing else { throw error }
        }
    }

    private func removeFile(_ path: Path) throws(SystemError) {
        do throws(SystemError) {
            try Directory.removeFile(path)
        } catch {
            if error.isMissing { return }
            guard error.errno == .isADirectory || error.errno == .operationNotPermitted else {
                throw error
            }
            try StagingRoom.removeTree(path, as: StagingRoom.dead())
        }
    }

    /// A directory goes at once, by another name: whoever is late with publishing it finds it gone,
    /// and never publishes a rest of it.
    static func removeTree(_ path: Path, as dead: FileName) throws(SystemError) {
        let dead = path.parent / dead
        do throws(SystemError) {
            try Directory.rename(path, to: dead)
        } catch {
            if error.isMissing { return }
            throw error
        }
        try Directory.removeTree(dead)
    }

    private static func dead() -> FileName { FileName("\(deadPrefix)\(UniqueName.random())") }

    /// Whether it is what is left of a directory that is being removed.
    static func isDead(_ name: FileName) -> Bool { name.bytes.starts(with: deadPrefix.utf8) }

    private static let deadPrefix = "dead."
}

extension SystemError {
    /// Nothing is there, or what should be a folder on the way is none.
    var isMissing: Bool { errno == .noSuchFile || errno == .notADirectory }
    /// This process may not do it: no trouble that passes by itself.
    var isDenied: Bool {
        [.accessDenied, .operationNotPermitted, .readOnlyFileSystem].contains(errno)
    }
}

/// What the spool answers, for those who can only say what the system said.
func inSpool<Value>(
    _ body: () throws(SpoolError) -> Value
) throws(SystemError) -> Value {
    do throws(SpoolError) {
        return try body()
    } catch {
        switch error {
        case .storage(let error): throw error
        case .unreadable(let path, _): throw SystemError("understand", path, .inputOutput)
        case .declaredGone: throw SystemError("use the spool", nil, .staleHandle)
        }
    }
}
