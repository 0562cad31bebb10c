internal import Model
internal import Platform
internal import Spool

/// What lies where a result is to go.
enum ResultPlace {
    enum Finding: Hashable {
        case free
        /// The very content that is to go there.
        case same
        /// An earlier result of the same source, as it was published.
        case earlier(FileIdentity)
        /// Something else; why nothing may be put in its place unless somebody says so.
        case foreign(Foreign)
    }

    struct Foreign: Hashable {
        let reason: String
        /// Nil for what no file may replace, such as a folder.
        let identity: FileIdentity?
        var remedy = "move it away, or set on_conflict"
    }

    /// - Parameters:
    ///   - target: Below the output.
    ///   - wanted: What is to go there; nil where that is not known yet.
    static func look(
        at target: Path,
        for order: JobOrder,
        wanted: (bytes: UInt64, hash: String)?,
        _ site: Site
    ) throws(SystemError) -> Finding {
        let path = site.folders.output.appending(target)
        for _ in 0..<ResultPlace.looksMax {
            let before = try status(of: path)?.identity
            let finding = try lookOnce(at: target, for: order, wanted: wanted, site)
            // What another publisher replaces while it is read looks like neither of the two, and
            // nobody must refuse his own result for that.
            guard case .foreign = finding, try status(of: path)?.identity != before else {
                return finding
            }
        }
        throw SystemError("look at", path, .wouldBlock)
    }

    /// Each replacement is somebody's, and there are as many as nodes that publish at once.
    private static let looksMax = 10

    private static func lookOnce(
        at target: Path,
        for order: JobOrder,
        wanted: (bytes: UInt64, hash: String)?,
        _ site: Site
    ) throws(SystemError) -> Finding {
        let path = site.folders.output.appending(target)
        guard let status = try status(of: path) else { return .free }
        // Before all else: with content that was copied from the source it could be the result.
        if try isSource(status, of: order, site) {
            let reason = "that is the source itself"
            return .foreign(Foreign(reason: reason, identity: nil, remedy: apart))
        }
        guard try hasExactName(path) else {
            let reason =
                "the output takes it for the name of another file in its folder, which "
                + "differs in upper and lower case only"
            return .foreign(Foreign(reason: reason, identity: nil))
        }
        if order.ladder != nil {
            return try directory(target, path, status, for: order, wanted: wanted, site)
        }
        guard status.kind == .regular else {
            let isLink = status.kind == .symbolicLink
            let reason = "\(status.kind) of that name is there"
            return .foreign(Foreign(reason: reason, identity: isLink ? status.identity : nil))
        }
        let hash: String
        do throws(SystemError) {
            hash = try SourceCheck.sample(of: path, bytes: status.size)
        } catch {
            guard error.isMissing || error.errno == .accessDenied else { throw error }
            if error.isMissing { return .free }
            let reason = "a file of that name is there, which cannot be read"
            return .foreign(Foreign(reason: reason, identity: status.identity))
        }
        if let wanted, wanted == (status.size, hash) { return .same }
        let note = try inSpool { () throws(SpoolError) in
            try site.spool.publishedResult(target, hash: hash)
        }
        if let note, note.bytes == status.size, note.source == order.source.path {
            return .earlier(status.identity)
        }
        if try isBelowInput(path, site) {
            let reason = "a file of the input is there"
            return .foreign(Foreign(reason: reason, identity: nil, remedy: apart))
        }
        let reason = "a file of that name is there, which is no result of this source"
        return .foreign(Foreign(reason: reason, identity: status.identity))
    }

    /// The same for a result that is one.
    private static func directory(
        _ target: Path,
        _ path: Path,
        _ status: FileStatus,
        for order: JobOrder,
        wanted: (bytes: UInt64, hash: String)?,
        _ site: Site
    ) throws(SystemError) -> Finding {
        guard status.kind == .directory else {
            return .foreign(Foreign(reason: "\(status.kind) of that name is there", identity: nil))
        }
        let found: ResultTree.Content?
        do throws(SystemError) {
            found = try ResultTree(path).content()
        } catch {
            guard error.isMissing || error.errno == .accessDenied else { throw error }
            if error.isMissing, try self.status(of: path) == nil { return .free }
            let reason = "a directory of that name is there, which cannot be read"
            return .foreign(Foreign(reason: reason, identity: nil))
        }
        if let found, let wanted, wanted == (found.bytes, found.hash) { return .same }
        let note = try found.flatMap { found throws(SystemError) in
            try inSpool { () throws(SpoolError) in
                try site.spool.publishedResult(target, hash: found.hash)
            }
        }
        let isAsPublished = note != nil && note?.bytes == found?.bytes
        if isAsPublished, note?.source == order.source.path { return .earlier(status.identity) }
        if try isBelowInput(path, site) {
            let reason = "a directory of the input is there"
            return .foreign(Foreign(reason: reason, identity: nil, remedy: apart))
        }
        // What somebody has put into a directory goes with it: nobody means that by overwriting.
        return .foreign(
            Foreign(
                reason: "a directory of that name is there, which is no result of this source",
                identity: isAsPublished ? status.identity : nil
            )
        )
    }

    static func status(of path: Path) throws(SystemError) -> FileStatus? {
        do throws(SystemError) {
            return try Directory.status(of: path)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    private static let apart = "have the output lead nowhere into the input"

    // MARK: Where the output leads into the input

    /// By a link, by a mount, or because they are one folder.
    private static func isSource(
        _ status: FileStatus,
        of order: JobOrder,
        _ site: Site
    ) throws(SystemError) -> Bool {
        do throws(SystemError) {
            let source = try self.status(of: site.source(of: order))
            return source?.identity == status.identity
        } catch {
            // Who may not get at the source by its own name does not get there by another.
            guard error.errno == .accessDenied else { throw error }
            return false
        }
    }

    /// Whether a file is in a folder that is the input or below it, whatever the way to it; the
    /// output itself may be below the input.
    private static func isBelowInput(_ path: Path, _ site: Site) throws(SystemError) -> Bool {
        guard let input = try identity(site.folders.input) else { return false }
        let output = try identity(site.folders.output)
        var folder = path.parent
        var below: FileIdentity?
        // Above the root is the root.
        while let found = try identity(folder), found != below {
            if found == input { return true }
            if found == output { return false }
            below = found
            folder = folder.appending("..")
        }
        return false
    }

    private static func identity(_ folder: Path) throws(SystemError) -> FileIdentity? {
        do throws(SystemError) {
            return try Directory.target(of: folder).identity
        } catch {
            guard error.isMissing || error.errno == .accessDenied else { throw error }
            return nil
        }
    }

    // MARK: Names

    /// Over SMB, and on some disks, `a.mkv` finds `A.mkv`. A name that a listing does not show at
    /// all was made since.
    private static func hasExactName(_ path: Path) throws(SystemError) -> Bool {
        guard let name = path.name else { return true }
        let names: [FileName]
        do throws(SystemError) {
            names = try Directory.entries(of: path.parent).map(\.name)
        } catch {
            // A folder may be open to those who know the names in it.
            guard error.isMissing || error.errno == .accessDenied else { throw error }
            return true
        }
        if names.contains(name) { return true }
        let folded = folded(name)
        return !names.contains { self.folded($0) == folded }
    }

    private static func folded(_ name: FileName) -> String {
        String(decoding: name.bytes, as: UTF8.self).lowercased()
    }
}
