public import Model
public import Platform

/// A directory of a mounted file system as the volume.
public struct DirectoryVolume: Volume {
    public let root: Path
    public let traits: VolumeTraits

    public init(root: Path, traits: VolumeTraits) {
        self.root = root
        self.traits = traits
    }

    /// Asks the kernel how the root is mounted. On a server that does not answer, neither this nor
    /// anything else here returns.
    public init(root: Path) throws(SystemError) {
        self.init(root: root, traits: VolumeTraits(try MountedFileSystem(of: root)))
    }

    /// Without the names that begin with a dot: what NFS clients keep of files that somebody has
    /// open, what is on its way here under another name, and what desktops leave behind.
    public func list(_ directory: Path) throws(SystemError) -> [FileName] {
        let path = root.appending(directory)
        return try onceMoreIfStale { () throws(SystemError) in
            try Directory.entries(of: path).map(\.name).filter { !$0.isHidden }
        }
    }

    public func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8] {
        let path = root.appending(file)
        return try onceMoreIfStale { () throws(SystemError) in
            try OpenFile(path, for: .readRegular).readAll(limit: limit)
        }
    }

    public func read(
        _ file: Path,
        from offset: UInt64,
        limit: Int
    ) throws(SystemError) -> [UInt8] {
        let path = root.appending(file)
        return try onceMoreIfStale { () throws(SystemError) in
            try OpenFile(path, for: .readRegular).read(atMost: limit, at: offset)
        }
    }

    public func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        let made = try OpenFile.create(root.appending(file))
        let path = made.path
        let identity = try? made.status().identity
        do throws(SystemError) {
            try DirectoryVolume.settle(made, bytes)
        } catch {
            // Only what this call made: by now the name may be somebody else's.
            if let identity, (try? Directory.status(of: path))?.identity == identity {
                try? Directory.removeFile(path)
            }
            throw error
        }
    }

    private static func settle(
        _ file: consuming OpenFile,
        _ bytes: [UInt8]
    ) throws(SystemError) {
        try file.write(bytes)
        // Of an empty file there is only its name, which is put on the disk with its directory: a
        // batch of 32 tokens would wait for the disk 32 times.
        if !bytes.isEmpty { try file.sync() }
        try file.close()
    }

    /// By one write, so that a reader sees the old bytes or the new ones, and never none.
    public func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        let path = root.appending(file)
        try onceMoreIfStale { () throws(SystemError) in
            let open = try OpenFile(path, for: .update)
            try open.write(bytes, at: 0)
            if try open.status().size != UInt64(bytes.count) {
                try open.truncate(to: UInt64(bytes.count))
            }
            try open.close()
        }
    }

    public func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        let open = try OpenFile(root.appending(file), for: .append)
        let length = try open.status().size
        do throws(SystemError) {
            try open.write(bytes)
        } catch {
            // Half a line would become one with the next line.
            try? open.truncate(to: length)
            throw error
        }
        try open.close()
    }

    public func makeDirectory(_ directory: Path) throws(SystemError) {
        try Directory.create(root.appending(directory))
    }

    public func rename(_ source: Path, to target: Path) throws(SystemError) {
        try Directory.rename(root.appending(source), to: root.appending(target))
    }

    public func link(_ file: Path, to target: Path) throws(SystemError) {
        try Directory.link(root.appending(file), to: root.appending(target))
    }

    public func remove(_ file: Path) throws(SystemError) {
        try Directory.removeFile(root.appending(file))
    }

    /// The names that `list` passes over go with it, or it would never be empty.
    public func removeDirectory(_ directory: Path) throws(SystemError) {
        let path = root.appending(directory)
        do throws(SystemError) {
            try Directory.removeEmpty(path)
        } catch {
            guard error.errno == .notEmpty || error.errno == .exists else { throw error }
            let entries = try Directory.entries(of: path)
            guard entries.allSatisfy(\.name.isHidden) else { throw error }
            for entry in entries { try Directory.removeTreeOrFile(path / entry.name) }
            try Directory.removeEmpty(path)
        }
    }

    public func touch(_ directory: Path) throws(SystemError) {
        let path = root.appending(directory)
        do throws(SystemError) {
            try Directory.touch(path)
        } catch {
            guard DirectoryVolume.refusals.contains(error.errno) else { throw error }
            // Making and removing a name changes a directory as well (74 of 74 stale listings over
            // NFSv3 were healed by it).
            let scratch = path / UniqueName.hidden()
            try OpenFile.create(scratch).close()
            try Directory.removeFile(scratch)
        }
    }

    public func sync(_ directory: Path) throws(SystemError) {
        try Directory.sync(root.appending(directory))
    }

    public func size(of file: Path) throws(SystemError) -> UInt64 {
        let path = root.appending(file)
        // Opening asks the server, where examining the name may answer from the cache; see nfs(5).
        return try onceMoreIfStale { () throws(SystemError) in
            try OpenFile(path, for: .readRegular).status().size
        }
    }

    public func space() throws(SystemError) -> VolumeSpace {
        try MountedFileSystem(of: root).space
    }

    /// A handle is stale when the client remembers a file that was replaced on the server; looking
    /// the path up once more finds what is there now.
    private func onceMoreIfStale<Result>(
        _ body: () throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            guard error.errno == .staleHandle else { throw error }
            return try body()
        }
    }

    /// What file systems answer that let nobody, or only the owner, set times.
    private static let refusals: Set<Errno> = [
        .operationNotPermitted, .accessDenied, .notSupported, .invalidArgument, .notImplemented,
    ]
}

extension VolumeTraits {
    public init(_ system: MountedFileSystem) {
        // NFS 4 counts changes of a directory; all others go by its time, which does not change
        // when two changes fall into one tick.
        let countsChanges = system.kind == .nfs && system.nfsVersion?.first == "4"
        self.init(
            listingsStayOld: system.isNetwork && !countsChanges,
            isShared: system.isNetwork
        )
    }
}

extension Directory {
    fileprivate static func removeTreeOrFile(_ path: Path) throws(SystemError) {
        if try status(of: path).kind == .directory {
            try removeTree(path)
        } else {
            try removeFile(path)
        }
    }
}
