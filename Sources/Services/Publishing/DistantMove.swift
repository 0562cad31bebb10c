internal import Model
internal import Platform
internal import Spool

/// The way of a result into a folder of the output on which another volume is mounted: it is copied
/// beside its place under a hidden name, and takes its name there by a rename.
struct DistantMove {
    private let folder: Path
    private let prefix: String

    init(_ site: Site, _ order: JobOrder) {
        folder = site.folders.output.appending(order.result.parent)
        prefix = DistantMove.prefix(order)
    }

    private static func prefix(_ order: JobOrder) -> String { ".reelmill-\(order.key)." }

    func move(_ source: Path, to target: Path) throws(SystemError) {
        let made = target.parent / FileName("\(prefix)\(UniqueName.random()).tmp")
        do throws(SystemError) {
            let identity = try DistantMove.copy(source, to: made)
            guard try Move.exclusively(made, identity, to: target) == .lost else { return }
        } catch {
            try? Directory.removeFile(made)
            throw error
        }
        try Directory.removeFile(made)
    }

    /// Puts a copy in the place of what was looked at, unless that has changed since. Until the
    /// copy is whole the old file stays: whoever is killed here leaves one of the two.
    func replace(
        _ target: Path,
        _ identity: FileIdentity,
        with source: Path
    ) throws(SystemError) {
        let made = target.parent / FileName("\(prefix)\(UniqueName.random()).tmp")
        do throws(SystemError) {
            let copied = try DistantMove.copy(source, to: made)
            if try Directory.status(of: target).identity == identity {
                return try Move.replace(target, with: made, copied)
            }
        } catch {
            try? Directory.removeFile(made)
            if error.isMissing { return }
            throw error
        }
        try Directory.removeFile(made)
    }

    static func copy(_ source: Path, to made: Path) throws(SystemError) -> FileIdentity {
        let from = try OpenFile(source, for: .readRegular)
        let file = try OpenFile.create(made)
        var offset: UInt64 = 0
        while true {
            let bytes = try from.read(atMost: 4 << 20, at: offset)
            if bytes.isEmpty { break }
            try file.write(bytes)
            offset += UInt64(bytes.count)
        }
        try file.sync()
        try? file.setModified(try from.status().modified)
        try file.sync()
        let identity = try file.status().identity
        try file.close()
        return identity
    }

    /// What calls left behind that were killed.
    ///
    /// - Parameter paths: Directories that were there before the rescue; nil is that there is none.
    static func removeLeftovers(
        of order: JobOrder,
        _ site: Site,
        only paths: Set<Path>? = nil
    ) throws(SystemError) {
        let move = DistantMove(site, order)
        let prefix = Array(move.prefix.utf8)
        guard let entries = try? Directory.entries(of: move.folder) else { return }
        for entry in entries where entry.name.bytes.starts(with: prefix) {
            let path = move.folder / entry.name
            do throws(SystemError) {
                try Directory.removeFile(path)
            } catch {
                if paths?.contains(path) ?? true { try? move.removeDirectory(path) }
            }
        }
    }

    // MARK: Directories

    /// The same for a directory.
    func move(directory source: Path, to target: Path) throws(SystemError) {
        let made = try copied(source, beside: target)
        do throws(SystemError) {
            let identity = try Directory.status(of: made).identity
            guard try Move.exclusively(directory: made, identity, to: target) == .lost else {
                return
            }
        } catch {
            // It is tried again soon, and every copy takes room.
            try? removeDirectory(made)
            throw error
        }
        try removeDirectory(made)
    }

    /// Puts a copy in the place of what was looked at, unless that has changed since.
    func replace(
        _ target: Path,
        _ identity: FileIdentity,
        withDirectory source: Path
    ) throws(SystemError) {
        let made = try copied(source, beside: target)
        do throws(SystemError) {
            try DirectoryExchange.replace(target, identity, with: made, aside: name(".old"))
        } catch {
            try? removeDirectory(made)
            throw error
        }
        try removeDirectory(made)
    }

    /// Copies and old ones that lie beside a result's name, none of which is published.
    static func besides(_ order: JobOrder, _ site: Site) -> [Path] {
        let move = DistantMove(site, order)
        let prefix = Array(move.prefix.utf8)
        let entries = (try? Directory.entries(of: move.folder)) ?? []
        return entries.filter { $0.name.bytes.starts(with: prefix) && $0.kind != .regular }
            .map { move.folder / $0.name }
    }

    private func copied(_ source: Path, beside target: Path) throws(SystemError) -> Path {
        let made = target.parent / name(".tmp")
        do throws(SystemError) {
            try ResultTree(source).copy(to: made)
        } catch {
            try? removeDirectory(made)
            throw error
        }
        return made
    }

    private func name(_ ending: String) -> FileName {
        FileName("\(prefix)\(UniqueName.random())\(ending)")
    }

    private func removeDirectory(_ path: Path) throws(SystemError) {
        try StagingRoom.removeTree(path, as: name(".dead"))
    }
}
