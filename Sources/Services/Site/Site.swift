public import Model
public import Platform
public import Spool

/// What the services of a node share for as long as it goes by one name in the spool.
public struct Site: Sendable {
    public let folders: MediaFolders
    public let spool: Spool
    public let journal: Journal
    public let tally: Tally
    /// Rings when there may be something new to do.
    public let bell = Bell()

    /// - Parameter tally: Also set as the spool's listener, by whoever wants that counted.
    public init(
        folders: MediaFolders,
        spool: Spool,
        journal: Journal,
        tally: Tally = Tally()
    ) {
        self.folders = folders
        self.spool = spool
        self.journal = journal
        self.tally = tally
    }

    /// Where something of the spool lies on this host.
    public func path(inSpool path: Path) -> Path { folders.spool.appending(path) }

    /// Where the source of a job lies on this host.
    public func source(of order: JobOrder) -> Path { folders.input.appending(order.source.path) }
}
