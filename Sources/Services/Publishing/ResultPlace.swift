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
        guard let status = try status(of: path) else { return .free }
        guard try hasExactName(path) else {
            let reason =
                "the output takes it for the name of another file in its folder, which "
                + "differs in upper and lower case only"
            return .foreign(Foreign(reason: reason, identity: nil))
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
        let reason = "a file of that name is there, which is no result of this source"
        return .foreign(Foreign(reason: reason, identity: status.identity))
    }

    static func status(of path: Path) throws(SystemError) -> FileStatus? {
        do throws(SystemError) {
            return try Directory.status(of: path)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

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
