public import History
public import Model

/// How the input is looked at.
public struct ScanSettings: Sendable {
    public var watch = WatchChoice.auto
    /// From one look at everything to the next; nil is by how the input is watched.
    public var interval: Duration?
    /// How long a file must not have changed; nil is by where it lies.
    public var settle: Duration?
    public var numbers = NumberedFolders.auto
    /// Only these and what is below them; nil is everything.
    public var paths: [Path]?
    /// Says what would be taken, and takes nothing; the spool may be missing then.
    public var isDry = false
    /// How many films are read at a time.
    public var readersMax = 2
    /// Where files that were read are remembered, as long as it can be had; nil is nowhere.
    public var history: @Sendable () -> HistoryDatabase? = { nil }

    public init() {}
}

/// What one look at the input came to.
public struct ScanReport: Sendable {
    public var mode: WatchMode
    public var began: WallTime
    public var elapsed: Duration
    /// How many files are in which state, by the states' names.
    public var counts: [String: Int]
    /// All of them in the order of their paths, or those asked for.
    public var sightings: [Sighting]
    /// What could not be looked at, and why.
    public var troubles: [String]

    /// Whether some of it becomes something else soon without anybody's doing.
    public var isSettling: Bool { sightings.contains { $0.state.isPassing } }
}
