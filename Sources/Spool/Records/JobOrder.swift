public import Model

/// What is to become of one source: `order.json`, written once at intake and never changed.
public struct JobOrder: Hashable, Sendable, Codable {
    public var schema = 1
    public var key: JobKey
    public var source: SourceFile
    /// Where the result goes, below the output.
    public var result: Path
    /// What is higher comes first.
    public var priority: Int
    /// By the wall clock of whoever took it in, in milliseconds since 1970.
    public var arrival: Int64
    public var recipe: EncodeRecipe
    /// Nil is the film in one size. With one the recipe's filters are what all sizes have in
    /// common, and the result is a directory.
    public var ladder: FilmLadder?
    /// The name of the profile, for people.
    public var profile: String?
    /// Of all that the profile said, so that a change of it shows.
    public var digest: String?
    /// Whether there is a task for the sound.
    public var hasAudio: Bool
    /// When and where it is encoded.
    public var work = WorkRules()
    /// How its result is published, and what becomes of its source then.
    public var publication = PublicationRules()

    /// What the source was when it was taken in.
    public struct SourceFile: Hashable, Sendable, Codable {
        public var path: Path
        public var bytes: UInt64
        /// Seconds and nanoseconds since 1970 by the volume's clock.
        public var modifiedSeconds: Int64
        public var modifiedNanoseconds: Int32
        /// Of samples of its content.
        public var sample: String
        /// Nil where that was not known, or not written yet.
        public var mount: Mount?

        public init(
            path: Path,
            bytes: UInt64,
            modifiedSeconds: Int64,
            modifiedNanoseconds: Int32,
            sample: String
        ) {
            self.path = path
            self.bytes = bytes
            self.modifiedSeconds = modifiedSeconds
            self.modifiedNanoseconds = modifiedNanoseconds
            self.sample = sample
        }
    }

    /// Where the volume begins on which a source lay: numbers of devices are other ones on every
    /// host, and behind every start.
    public struct Mount: Hashable, Sendable, Codable {
        /// The input itself, or a folder below it.
        public var folder: Path
        /// The one below a volume that is not mounted has another number.
        public var inode: UInt64

        public init(folder: Path, inode: UInt64) { (self.folder, self.inode) = (folder, inode) }
    }

    public init(
        key: JobKey,
        source: SourceFile,
        result: Path,
        priority: Int,
        arrival: Int64,
        recipe: EncodeRecipe,
        profile: String?,
        hasAudio: Bool
    ) {
        self.key = key
        self.source = source
        self.result = result
        self.priority = priority
        self.arrival = arrival
        self.recipe = recipe
        self.profile = profile
        self.hasAudio = hasAudio
    }

    var entry: QueueEntry { QueueEntry(priority: priority, arrival: arrival, job: key) }

    var jobTasks: [TaskName] { hasAudio ? [.split, .audio, .merge] : [.split, .merge] }
}

/// What the spool must know of a batch: `batch.json`. Its plan lies beside it, for the engine.
public struct BatchRecord: Hashable, Sendable, Codable {
    public var schema = 1
    public var index: Int
    public var tasks: [TaskName]
    /// Whether no batch comes after it.
    public var isLast: Bool

    public init(index: Int, tasks: [TaskName], isLast: Bool) {
        self.index = index
        self.tasks = tasks
        self.isLast = isLast
    }
}

/// Which source owns a result: `results/<hash>`.
public struct Reservation: Hashable, Sendable, Codable {
    public var schema = 1
    public var result: Path
    public var source: Path

    public init(result: Path, source: Path) {
        self.result = result
        self.source = source
    }
}
