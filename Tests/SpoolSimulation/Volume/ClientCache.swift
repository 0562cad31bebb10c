/// What one client of a network file system believes without asking the server. As in a kernel, a
/// belief is about a name in a directory, so that all of a path is old below where it is old.
struct ClientCache {
    struct Entry: Hashable {
        let directory: Int
        let name: String

        init(_ directory: Inode, _ name: String) {
            self.directory = directory.number
            self.name = name
        }
    }

    private struct Known {
        let inode: Inode
        let until: Int64
    }

    private struct Listing {
        let names: [String]
        let version: Int
        /// Old, and the client does not learn of it by listing again.
        var isStuck = false
    }

    private var present: [Entry: Known] = [:]
    /// Names that were not there when this client looked.
    private var missing: [Entry: Int64] = [:]
    /// By the number of the file.
    private var sizes: [Int: (bytes: UInt64, until: Int64)] = [:]
    /// By the number of the directory: what this client listed last.
    private var listings: [Int: Listing] = [:]

    func isMissing(_ entry: Entry, _ now: Int64) -> Bool {
        guard !missing.isEmpty, let until = missing[entry] else { return false }
        return now < until
    }

    mutating func remember(missing entry: Entry, until: Int64) { missing[entry] = until }

    /// A removed one is asked for again: the server answers ESTALE, and the kernel looks anew.
    func inode(_ entry: Entry, _ now: Int64) -> Inode? {
        guard !present.isEmpty, let known = present[entry], now < known.until,
            known.inode.links > 0
        else { return nil }
        return known.inode
    }

    mutating func remember(_ entry: Entry, _ inode: Inode, until: Int64) {
        present[entry] = Known(inode: inode, until: until)
    }

    func size(of inode: Inode, _ now: Int64) -> UInt64? {
        guard let size = sizes[inode.number], now < size.until else { return nil }
        return size.bytes
    }

    mutating func remember(size bytes: UInt64, of inode: Inode, until: Int64) {
        sizes[inode.number] = (bytes, until)
    }

    /// This client changed the name itself.
    mutating func forget(_ entry: Entry) {
        missing[entry] = nil
        present[entry] = nil
        listings[entry.directory] = nil
    }

    mutating func forgetSize(of inode: Inode) { sizes[inode.number] = nil }

    /// The listing that this client goes on seeing; nil when it asks the server.
    mutating func oldListing(of directory: Inode, sticks: () -> Bool) -> [String]? {
        guard var listing = listings[directory.number] else { return nil }
        if listing.isStuck { return listing.names }
        guard listing.version != directory.version, sticks() else { return nil }
        listing.isStuck = true
        listings[directory.number] = listing
        return listing.names
    }

    mutating func remember(listing names: [String], of directory: Inode) {
        listings[directory.number] = Listing(names: names, version: directory.version)
    }

    /// This client changed the directory: what it believed of the names in it is asked for again.
    mutating func forgetAll(in directory: Inode) {
        listings[directory.number] = nil
        missing = missing.filter { $0.key.directory != directory.number }
        present = present.filter { $0.key.directory != directory.number }
    }
}
