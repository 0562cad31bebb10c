public import Model
public import Platform
public import Spool

/// Why a result could not be made ready for its name.
public enum StagingError: Error, Hashable, Sendable {
    /// Trouble of the storage: it may pass.
    case storage(SystemError)
    /// The source is not what was encoded.
    case sourceChanged(String)
    /// A person has to do something about it first.
    case refused(String)
    /// Whoever waits for it wants it no more.
    case stopped
}

extension StagingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .storage(let error): "\(error)"
        case .sourceChanged(let reason): "the source changed: \(reason)"
        case .refused(let reason): reason
        case .stopped: "it was stopped"
        }
    }
}

/// Where a merge makes its result, on the output's file system, and what it becomes there before
/// the merge is committed: whole, on the disk, with the times it will have and the name it will
/// get.
public struct Staging: Sendable {
    private let site: Site
    private let room: StagingRoom

    public init(_ site: Site) {
        self.site = site
        room = StagingRoom(site)
    }

    /// A file for an attempt to make: its folder is there, and the file is not. Of a ladder it is a
    /// directory, which is there and empty. What attempts before this one made is removed, since
    /// they cannot be committed any more.
    public func begin(_ order: JobOrder, _ attempt: Attempt) throws(SystemError) -> Path {
        try room.prepare(order.key, site.spool)
        try room.remove(order.key) { name in
            guard let other = Staging.attempt(of: name) else { return false }
            return other == attempt || other.generation < attempt.generation
        }
        try room.prepare(order.key, site.spool)
        let ending = NameParts(resultOf: order)?.ending ?? []
        let path = file(order.key, attempt, ending)
        if order.ladder != nil { try Directory.create(path) }
        return path
    }

    /// Settles what becomes of the file that an attempt made, and makes that durable.
    ///
    /// - Parameter isWanted: Asked again and again while a source is copied, which can take long.
    public func finish(
        _ order: JobOrder,
        _ attempt: Attempt,
        at path: Path,
        isWanted: () -> Bool = { true }
    ) throws(StagingError) -> StagedResult {
        var made = path
        var wanted = order.result
        var isCopy = false
        let status = try storage { () throws(SystemError) in try Directory.status(of: path) }
        if order.ladder != nil { return try finish(directory: path, order) }
        guard status.kind == .regular else {
            throw .storage(SystemError("find a regular file at", path, .invalidArgument))
        }
        if savesTooLittle(status.size, order) {
            let ending = NameParts(order.source.path)?.ending ?? []
            made = file(order.key, attempt, Array(".source".utf8) + ending)
            try SourceCopy(site, order).make(made, isWanted: isWanted)
            var parts = NameParts(order.result)
            parts?.ending = ending
            (wanted, isCopy) = (parts?.path() ?? wanted, true)
        }
        let target = try settledName(wanted, order)
        try settle(made, order)
        if isCopy { try storage { () throws(SystemError) in try Directory.removeFile(path) } }
        return try result(made, target, order, isCopy: isCopy)
    }

    /// No directory is published in place of its source, however large it is.
    private func finish(
        directory path: Path,
        _ order: JobOrder
    ) throws(StagingError) -> StagedResult {
        let target = try settledName(order.result, order)
        return try storage { () throws(SystemError) in
            let tree = ResultTree(path)
            try tree.settle(order.publication.keepsTimes ? Staging.time(of: order) : nil)
            try Directory.sync(path.parent)
            guard let content = try tree.content(), let below = path.relative(to: room.output)
            else {
                throw SystemError("stage below the output", path, .invalidArgument)
            }
            var staged = StagedResult(
                path: below,
                target: target,
                bytes: content.bytes,
                hash: content.hash
            )
            staged.isDirectory = true
            return staged
        }
    }

    /// Removes what an attempt made that will not be committed.
    public func discard(_ order: JobOrder, _ attempt: Attempt) throws(SystemError) {
        try room.remove(order.key) { Staging.attempt(of: $0) == attempt }
    }

    // MARK: The file

    private func file(_ key: JobKey, _ attempt: Attempt, _ ending: [UInt8]) -> Path {
        let name = FileName(bytes: Array(attempt.text.utf8) + ending)
        guard let name else { preconditionFailure("an attempt's name and an ending make a name") }
        return room.folder(key) / name
    }

    /// Whose file it is: `merge.0.pi4.1z141z4abcdef.mkv`.
    static func attempt(of name: FileName) -> Attempt? {
        let words = String(decoding: name.bytes, as: UTF8.self)
            .split(separator: ".", omittingEmptySubsequences: false)
        return Attempt(words.prefix(4).joined(separator: "."))
    }

    private func settle(_ path: Path, _ order: JobOrder) throws(StagingError) {
        try storage { () throws(SystemError) in
            let file = try OpenFile(path, for: .update)
            // Before the times, since what is still to be written would change them.
            try file.sync()
            if order.publication.keepsTimes { try setTimes(file, order) }
            try file.sync()
            try file.close()
            try Directory.sync(path.parent)
        }
    }

    private func setTimes(
        _ file: borrowing OpenFile,
        _ order: JobOrder
    ) throws(SystemError) {
        try ResultTree.setModified(file, Staging.time(of: order))
    }

    private static func time(of order: JobOrder) -> FileTime {
        FileTime(
            seconds: order.source.modifiedSeconds,
            nanoseconds: order.source.modifiedNanoseconds
        )
    }

    private func result(
        _ made: Path,
        _ target: Path,
        _ order: JobOrder,
        isCopy: Bool
    ) throws(StagingError) -> StagedResult {
        try storage { () throws(SystemError) in
            let bytes = try Directory.status(of: made).size
            let hash = try SourceCheck.sample(of: made, bytes: bytes)
            guard let path = made.relative(to: room.output) else {
                throw SystemError("stage below the output", made, .invalidArgument)
            }
            var staged = StagedResult(path: path, target: target, bytes: bytes, hash: hash)
            staged.isSource = isCopy ? true : nil
            return staged
        }
    }

    private func savesTooLittle(_ bytes: UInt64, _ order: JobOrder) -> Bool {
        guard let percent = order.publication.percentSavedMin else { return false }
        return Double(bytes) * 100 > Double(order.source.bytes) * Double(100 - percent)
    }

    // MARK: The name

    /// The name that the result will get: that of the order, unless something else is there that
    /// stays. It may come there later on, too; then publication refuses it.
    private func settledName(_ wanted: Path, _ order: JobOrder) throws(StagingError) -> Path {
        guard order.publication.onConflict == .suffix, let parts = NameParts(wanted, of: order)
        else {
            let owner = try owner(of: wanted, order)
            guard owner == order.source.path else { throw .refused(Staging.isTaken(wanted, owner)) }
            return wanted
        }
        for number in 1...Staging.suffixMax {
            let candidate = number == 1 ? wanted : parts.path(with: "-\(number)")
            let finding = try storage { () throws(SystemError) in
                try ResultPlace.look(at: candidate, for: order, wanted: nil, site)
            }
            if case .foreign = finding { continue }
            if try owner(of: candidate, order) == order.source.path { return candidate }
        }
        throw .refused(
            "\(Quoted.path(wanted)) and \(Staging.suffixMax - 1) names like it are all taken in "
                + "the output; move some of them away, then: reelmill jobs retry "
                + ShellWord.quoted(order.source.path)
        )
    }

    private func owner(of result: Path, _ order: JobOrder) throws(StagingError) -> Path {
        try storage { () throws(SystemError) in
            try inSpool { () throws(SpoolError) in
                try site.spool.reserveResult(result, for: order.source.path)
            }
        }
    }

    private static func isTaken(_ result: Path, _ owner: Path) -> String {
        "the source was to be published as \(Quoted.path(result)), since encoding it saves too "
            + "little, and that name belongs to the result of \(Quoted.path(owner)); with "
            + "on_conflict = suffix it gets another one"
    }

    private static let suffixMax = 1_000

    private func storage<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(StagingError) -> Value {
        do throws(SystemError) { return try body() } catch { throw .storage(error) }
    }
}
