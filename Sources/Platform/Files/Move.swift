public import Model

/// What a contested move came to for the one who asks.
public enum MoveOutcome: Sendable, Hashable {
    case won
    /// Somebody else did it first.
    case lost
}

/// Moves that several nodes race for. Success is never a lie, but an error may be: over NFS a
/// rename that happened can answer ENOENT when its reply was lost, and `stat` of the target may say
/// ENOENT as well for half a minute, while a listing shows it. So after an error the directory is
/// asked.
public enum Move {
    /// Renames to a name that only this caller could have made, so that whoever sees it knows who
    /// won. Neither directory is synced: after a power cut the source may be back under its name.
    public static func claim(_ source: Path, as unique: Path) throws(SystemError) -> MoveOutcome {
        let trouble = failure { () throws(SystemError) in try Directory.rename(source, to: unique) }
        guard let trouble else { return .won }
        if try Directory.entry(at: unique) != nil { return .won }
        // A listing may miss an entry while others rename beside it; being found is proof all the
        // same.
        if (try? Directory.status(of: unique)) != nil { return .won }
        return try lost(unlessTrouble: trouble, expected: [.noSuchFile])
    }

    /// Renames a directory to a name that must be free or an empty directory, durably but for what
    /// is in it. Where the reply is an error the inode tells who won, since the name does not.
    ///
    /// A published directory is never emptied in place: renaming onto an empty one succeeds.
    public static func publish(
        directory source: Path,
        as target: Path
    ) throws(SystemError) -> MoveOutcome {
        let identity = try Directory.status(of: source).identity
        let trouble = failure { () throws(SystemError) in try Directory.rename(source, to: target) }
        guard let trouble, try !isThere(identity, at: target) else {
            try Directory.sync(target.parent)
            return .won
        }
        return try lost(unlessTrouble: trouble, expected: [.notEmpty, .exists, .noSuchFile])
    }

    /// Gives a file a second name that must be free.
    public static func link(
        _ source: Path,
        _ identity: FileIdentity,
        to target: Path
    ) throws(SystemError) -> MoveOutcome {
        let trouble = failure { () throws(SystemError) in try Directory.link(source, to: target) }
        guard let trouble else { return .won }
        if try isThere(identity, at: target) { return .won }
        return try lost(unlessTrouble: trouble, expected: [.exists])
    }

    /// Puts a file in the place of another, uncontested. A lost reply is no failure.
    public static func replace(
        _ target: Path,
        with source: Path,
        _ identity: FileIdentity
    ) throws(SystemError) {
        let trouble = failure { () throws(SystemError) in try Directory.rename(source, to: target) }
        guard let trouble else { return }
        guard try isThere(identity, at: target) else { throw trouble }
    }

    /// Gives a file another name that must be free, by the best way that the file system has: a
    /// rename that spares what is there, else a link. Where there are no links either, of two that
    /// come at once the later one wins.
    ///
    /// Whoever made the link and died before the old name was gone is helped to its end.
    public static func exclusively(
        _ source: Path,
        _ identity: FileIdentity,
        to target: Path
    ) throws(SystemError) -> MoveOutcome {
        let trouble = failure { () throws(SystemError) in
            try Directory.renameExclusively(source, to: target)
        }
        guard let trouble else { return .won }
        if try isThere(identity, at: target) {
            try removeOldName(source)
            return .won
        }
        if trouble.errno == .exists { return .lost }
        // NFS, among others, has no such rename.
        guard withoutExclusiveRename.contains(trouble.errno) else { throw trouble }
        do throws(SystemError) {
            guard try link(source, identity, to: target) == .won else { return .lost }
        } catch {
            guard withoutLinks.contains(error.errno) else { throw error }
            guard try Directory.entry(at: target) == nil else { return .lost }
            try replace(target, with: source, identity)
            return .won
        }
        try removeOldName(source)
        return .won
    }

    /// Gives a directory another name that must be free: by a rename that spares what is there,
    /// else by one that fails where anything is but an empty directory.
    public static func exclusively(
        directory source: Path,
        _ identity: FileIdentity,
        to target: Path
    ) throws(SystemError) -> MoveOutcome {
        let trouble = failure { () throws(SystemError) in
            try Directory.renameExclusively(source, to: target)
        }
        guard let trouble else { return .won }
        if try isThere(identity, at: target) { return .won }
        if trouble.errno == .exists { return .lost }
        guard withoutExclusiveRename.contains(trouble.errno) else { throw trouble }
        let second = failure { () throws(SystemError) in try Directory.rename(source, to: target) }
        guard let second else { return .won }
        if try isThere(identity, at: target) { return .won }
        return try lost(unlessTrouble: second, expected: [.notEmpty, .exists, .notADirectory])
    }

    /// Puts a directory in the place of another one, which gets the name that the first one had.
    ///
    /// - Returns: False where the file system cannot do that at once, and nothing was done.
    public static func exchange(
        _ source: Path,
        _ identity: FileIdentity,
        with target: Path
    ) throws(SystemError) -> Bool {
        let trouble = failure { () throws(SystemError) in
            try Directory.exchange(source, with: target)
        }
        guard let trouble, try !isThere(identity, at: target) else { return true }
        guard withoutExclusiveRename.contains(trouble.errno) else { throw trouble }
        return false
    }

    private static let withoutExclusiveRename: Set<Errno> = [
        .invalidArgument, .notSupported, .notImplemented,
    ]
    private static let withoutLinks: Set<Errno> = [.operationNotPermitted, .notSupported]

    private static func removeOldName(_ path: Path) throws(SystemError) {
        let trouble = failure { () throws(SystemError) in try Directory.removeFile(path) }
        if let trouble, trouble.errno != .noSuchFile { throw trouble }
    }

    /// FUSE and overlayfs may list another inode number than they stat; where they do only stat
    /// can say that it is there.
    private static func isThere(
        _ identity: FileIdentity,
        at target: Path
    ) throws(SystemError) -> Bool {
        guard let entry = try Directory.entry(at: target) else { return false }
        if entry.inode == identity.inode { return true }
        return (try? Directory.status(of: target))?.identity == identity
    }

    private static func failure(
        of attempt: () throws(SystemError) -> Void
    ) -> SystemError? {
        do throws(SystemError) {
            try attempt()
            return nil
        } catch {
            return error
        }
    }

    /// Not winning is an answer when the error is one that losing gives; any other error is
    /// trouble.
    private static func lost(
        unlessTrouble trouble: SystemError?,
        expected: Set<Errno>
    ) throws(SystemError) -> MoveOutcome {
        if let trouble, !expected.contains(trouble.errno) { throw trouble }
        return .lost
    }
}
