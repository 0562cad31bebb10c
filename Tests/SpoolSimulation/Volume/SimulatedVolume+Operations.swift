public import Model
public import Platform

extension SimulatedVolume {
    public func list(_ directory: Path) throws(SystemError) -> [FileName] {
        try perform(.list, directory) { () throws(Errno) in
            let inode = try self.directory(directory)
            let names = cache.oldListing(of: inode) {
                weather.habits.listingsStayOld && weather.generator.happens(percent: 40)
            }
            if let names { return names.map { weather.server.fileName($0) } }
            return try freshNames(inode).map { weather.server.fileName($0) }
        }
    }

    func freshNames(_ directory: Inode) throws(Errno) -> [String] {
        let before = directory.names
        guard weather.habits.tearsListings, weather.generator.next() & 3 == 0 else {
            if weather.habits.listingsStayOld { cache.remember(listing: before, of: directory) }
            return before
        }
        let version = directory.version
        try halfDone()
        if version == directory.version { return before }
        return torn(Set(before), Set(directory.names))
    }

    /// What came or went while it was listed is in the listing, or not; what moved within the
    /// directory can be there twice or not at all.
    private func torn(_ before: Set<String>, _ after: Set<String>) -> [String] {
        var names: [String] = []
        for name in before.union(after).sorted() {
            let stayed = before.contains(name) && after.contains(name)
            if stayed || weather.generator.next() & 1 == 0 { names.append(name) }
        }
        return names
    }

    public func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8] {
        try perform(.read, file) { () throws(Errno) in
            let inode = try opened(place(file))
            if inode.content.count > limit { throw .fileTooLarge }
            return inode.content
        }
    }

    public func size(of file: Path) throws(SystemError) -> UInt64 {
        try perform(.size, file) { () throws(Errno) in
            let inode = try opened(place(file))
            if let size = cache.size(of: inode, weather.now) { return size }
            let size = UInt64(inode.content.count)
            believe { cache.remember(size: size, of: inode, until: $0) }
            return size
        }
    }

    public func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try create(file, bytes, isSynced: true)
    }

    /// - Parameter isSynced: Whether the content is on the disk on return.
    public func create(_ file: Path, _ bytes: [UInt8], isSynced: Bool) throws(SystemError) {
        try perform(.create, file) { () throws(Errno) in
            let place = try place(file)
            let inode = try weather.server.makeFile(in: place.directory, place.name)
            cache.forget(place.entry)
            try halfDone()
            inode.content = bytes
            guard isSynced else { return soil(inode) }
            inode.durable = bytes
            weather.server.commitNames()
        }
    }

    public func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try perform(.rewrite, file) { () throws(Errno) in
            let inode = try opened(place(file))
            soil(inode)
            cache.forgetSize(of: inode)
            let half = Array(bytes.prefix(bytes.count / 2))
            inode.content = half + inode.content.dropFirst(half.count)
            try halfDone()
            inode.content = bytes
        }
    }

    public func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try perform(.append, file) { () throws(Errno) in
            let place = try place(file)
            if place.directory.entries[place.name] == nil {
                try weather.server.makeFile(in: place.directory, place.name)
                cache.forget(place.entry)
            }
            guard let inode = place.directory.entries[place.name] else { throw .noSuchFile }
            soil(inode)
            cache.forgetSize(of: inode)
            inode.content += bytes.prefix(bytes.count / 2)
            try halfDone()
            inode.content += bytes.dropFirst(bytes.count / 2)
        }
    }

    public func makeDirectory(_ directory: Path) throws(SystemError) {
        try perform(.makeDirectory, directory) { () throws(Errno) in
            let place = try place(directory)
            try weather.server.makeDirectory(in: place.directory, place.name)
            cache.forget(place.entry)
        }
    }

    public func rename(_ source: Path, to target: Path) throws(SystemError) {
        try perform(.rename, source, to: target) { () throws(Errno) in
            let from = try place(source)
            let to = try place(target)
            _ = try known(from)
            try weather.server.rename(from.directory, from.name, to: to.directory, to.name)
            cache.forget(from.entry)
            cache.forget(to.entry)
        }
    }

    public func link(_ file: Path, to target: Path) throws(SystemError) {
        try perform(.link, file, to: target) { () throws(Errno) in
            let from = try place(file)
            let to = try place(target)
            try weather.server.link(known(from), in: to.directory, to.name)
            cache.forget(to.entry)
        }
    }

    public func remove(_ file: Path) throws(SystemError) {
        try remove(.remove, file, isDirectory: false)
    }

    public func removeDirectory(_ directory: Path) throws(SystemError) {
        try remove(.removeDirectory, directory, isDirectory: true)
    }

    private func remove(
        _ operation: Operation,
        _ path: Path,
        isDirectory: Bool
    ) throws(SystemError) {
        try perform(operation, path) { () throws(Errno) in
            let place = try place(path)
            _ = try known(place)
            try weather.server.remove(in: place.directory, place.name, isDirectory: isDirectory)
            cache.forget(place.entry)
        }
    }

    public func touch(_ directory: Path) throws(SystemError) {
        try perform(.touch, directory) { () throws(Errno) in
            let inode = try self.directory(directory)
            inode.change()
            cache.forgetAll(in: inode)
        }
    }

    public func sync(_ directory: Path) throws(SystemError) {
        try perform(.sync, directory) { () throws(Errno) in
            _ = try self.directory(directory)
            weather.server.commitNames()
        }
    }

    public func space() throws(SystemError) -> VolumeSpace {
        try perform(.space, ".") { () throws(Errno) in
            let available: UInt64 = weather.now < weather.fullUntil ? 0 : 1 << 40
            return VolumeSpace(
                totalBytes: 1 << 41,
                availableBytes: available,
                totalFiles: nil,
                availableFiles: nil
            )
        }
    }
}
