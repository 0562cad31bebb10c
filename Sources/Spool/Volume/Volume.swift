public import Model
public import Platform

/// The operations that the protocol of the spool stands on. Paths are relative to the spool.
///
/// Each may fail with any error, and an error does not say that it did not happen: `Access` has the
/// answers to that. Rename, link, directory creation and exclusive creation have one winner.
public protocol Volume: Sendable {
    var traits: VolumeTraits { get }

    /// The names in a directory, as the volume has them now. Over some volumes it can be old, or
    /// miss or repeat an entry that is renamed meanwhile.
    func list(_ directory: Path) throws(SystemError) -> [FileName]

    /// Opens anew and reads all; `EFBIG` beyond the limit.
    func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8]

    /// Opens anew and reads from an offset on, at most so much; less than that is the end for now.
    func read(_ file: Path, from offset: UInt64, limit: Int) throws(SystemError) -> [UInt8]

    /// Makes a file that is not there; its content is on the disk on return, its name may not be.
    func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError)

    /// Rewrites a file in place, for the only writer it has; `ENOENT` when it is gone.
    func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError)

    /// Adds to the end of a file, for the only writer it has; makes it when it is missing.
    func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError)

    func makeDirectory(_ directory: Path) throws(SystemError)

    /// Replaces a file that is there. A directory takes the place of none or of an empty one;
    /// `ENOTEMPTY` or `EEXIST` otherwise.
    func rename(_ source: Path, to target: Path) throws(SystemError)

    /// A second name for a file; `EEXIST` when the name is taken.
    func link(_ file: Path, to target: Path) throws(SystemError)

    func remove(_ file: Path) throws(SystemError)
    func removeDirectory(_ directory: Path) throws(SystemError)

    /// Changes a directory, so that a client that has an old listing of it asks the server again.
    func touch(_ directory: Path) throws(SystemError)

    /// Makes the names in a directory durable.
    func sync(_ directory: Path) throws(SystemError)

    /// The size of a regular file, not from a cache where that can be helped.
    func size(of file: Path) throws(SystemError) -> UInt64

    func space() throws(SystemError) -> VolumeSpace
}

extension Volume {
    /// For volumes whose files are small.
    public func read(
        _ file: Path,
        from offset: UInt64,
        limit: Int
    ) throws(SystemError) -> [UInt8] {
        let whole = try read(file, limit: 1 << 30)
        return Array(whole.dropFirst(Int(clamping: offset)).prefix(limit))
    }
}

/// What was found out about a volume when it was opened.
public struct VolumeTraits: Hashable, Sendable {
    /// Whether a listing can stay old for ever until this client changes the directory, as over
    /// NFSv3 (72 of 120 rounds).
    public var listingsStayOld: Bool
    /// Whether other machines can have it mounted.
    public var isShared: Bool

    public init(listingsStayOld: Bool, isShared: Bool) {
        self.listingsStayOld = listingsStayOld
        self.isShared = isShared
    }
}

/// Time as one node sees it.
public protocol NodeClock: Sendable {
    /// Stops while the machine is suspended; means nothing on another machine.
    var steady: MonotonicTime { get }
    /// May be wrong and may jump: for people, and for the order of arrival.
    var wall: WallTime { get }
}

/// Where unique names and choices come from.
public protocol Chance: Sendable {
    /// 64 random bits.
    func bits() -> UInt64
}

extension Chance {
    func number(below limit: Int) -> Int {
        precondition(limit > 0, "nothing to choose from")
        return Int(bits() % UInt64(limit))
    }
}

/// The kernel's clocks.
public struct SystemNodeClock: NodeClock {
    public init() {}
    public var steady: MonotonicTime { .now }
    public var wall: WallTime { .now }
}

/// The kernel's random numbers.
public struct SystemChance: Chance {
    public init() {}
    public func bits() -> UInt64 { .random(in: .min ... .max) }
}
