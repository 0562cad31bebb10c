public import Model

/// One film, encoded on this machine alone.
public struct TranscodeJob: Sendable {
    public var source: Path
    /// A file, or of a ladder the directory that is made.
    public var result: Path
    public var recipe: EncodeRecipe
    /// The sizes that are made; nil is one.
    public var ladder: Ladder?
    /// How many tasks run at once.
    public var slots: Int
    /// Where the slices and parts are meanwhile; nil is beside the result.
    public var workDirectory: Path?
    /// Whether a file that is there already is replaced, once the new one is whole.
    public var overwrites: Bool
    /// What all tasks may use together, in bytes; nil is not known, and enough.
    public var memory: Int64?

    public init(
        source: Path,
        result: Path,
        recipe: EncodeRecipe,
        slots: Int,
        workDirectory: Path? = nil,
        overwrites: Bool = false
    ) {
        self.source = source
        self.result = result
        self.recipe = recipe
        self.slots = slots
        self.workDirectory = workDirectory
        self.overwrites = overwrites
    }
}

extension TranscodeJob {
    /// How far a job is.
    public struct State: Hashable, Sendable {
        /// Of the film, as far as it is known.
        public var filmMilliseconds: Int64?
        /// It is read to find out which sizes are made.
        public var isReading = false
        public var isCut = false
        public var slicesDone = 0
        public var slicesKnown = 0
        public var isJoining = false
        public var soundDone = false
        /// Film time and frames encoded, of slices that are done and those that are under way.
        public var doneMilliseconds: Int64 = 0
        public var frames = 0
        public var bytes: Int64 = 0
        public var elapsedMilliseconds: Int64 = 0
        /// Of a ladder, the largest first; empty until its sizes are known.
        public var renditions: [Rendition] = []
    }

    /// How far one size of a film is: what the parts that are done come to.
    public struct Rendition: Hashable, Sendable {
        public var name: String
        public var slicesDone = 0
        public var frames = 0
        public var bytes: Int64 = 0
    }

    /// What a job came to.
    public struct Outcome: Hashable, Sendable {
        public var join: JoinReport
        /// Of a ladder, the largest first; empty is the film in one size.
        public var renditions: [PackageReport.Rendition]
        public var slices: Int
        /// Why the film, or the rest of it, was not cut; nil when it was.
        public var uncutReason: String?
        public var damage: [DamageReport]
        public var notes: [String]
        public var sourceBytes: Int64
        /// How long the parts of the work took, summed over all tasks.
        public var encodeMilliseconds: Int64
        public var proofMilliseconds: Int64
        public var splitMilliseconds: Int64
        public var elapsedMilliseconds: Int64
    }
}
