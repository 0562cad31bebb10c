public import Model
public import Platform
public import Services

/// What a node is told to be.
public struct NodeSettings: Sendable {
    public var folders: MediaFolders
    public var name: String
    public var version: String
    /// Whether it may scan, and give the tasks of the dead to others.
    public var coordinates: Bool
    /// How many slices and sounds it encodes at a time; 0 is none.
    public var slots: Int
    /// When it works.
    public var times = OpeningTimes()
    /// How long it goes on with what it has when it is asked to stop by SIGTERM.
    public var grace: Duration
    /// It leaves when there has been nothing to do for so long; nil is never.
    public var leavesWhenIdle: Duration?
    /// It is there for what is there: it looks for films itself, whoever leads, and what others
    /// have still to do counts as well.
    public var isForOnce = false
    /// Makes the folders and the spool where there are none.
    public var initializes: Bool
    /// Nil is by what the volume is.
    public var beat: Duration?
    public var scan = ScanSettings()
    /// Nil serves nothing.
    public var front: FrontSettings?
    /// Who is told of what happens, while it leads.
    public var notify = NotifySettings()
    /// Who wants to know how it is, where it runs as a service.
    public var manager: ServiceManager?
    /// The program that understands `task`.
    public var program: Path

    public init(folders: MediaFolders, name: String, version: String, program: Path) {
        self.folders = folders
        self.name = name
        self.version = version
        self.program = program
        coordinates = true
        slots = 1
        grace = .seconds(8)
        initializes = false
    }
}
