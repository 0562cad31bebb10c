/// What a child is to do; it gets one order on its standard input.
public enum TaskOrder: Hashable, Sendable, Codable {
    case split(SplitOrder)
    case video(VideoOrder)
    case audio(AudioOrder)
    case join(JoinOrder)
    case package(PackageOrder)
    /// Say what a file holds.
    case probe(Path)
    /// Hold what a profile says against the libraries of this machine.
    case trial(EncodingProfile)
    /// Encode a few pictures with each of these encoders, one after the other.
    case encoders([String])
}

/// Plan and cut a source.
public struct SplitOrder: Hashable, Sendable, Codable {
    public var source: Path
    public var recipe: EncodeRecipe
    /// A directory that is there; slice files are made in it, named by their index.
    public var directory: Path
    /// Batches and slices before these are there already: they are planned again but not written.
    public var firstBatch: Int
    public var firstSlice: Int
    /// Whose frames the plan counts, too.
    public var ladder: FilmLadder?

    public init(
        source: Path,
        recipe: EncodeRecipe,
        directory: Path,
        firstBatch: Int = 0,
        firstSlice: Int = 0
    ) {
        self.source = source
        self.recipe = recipe
        self.directory = directory
        self.firstBatch = firstBatch
        self.firstSlice = firstSlice
    }
}

/// Encode one slice to a part, or to a part for each of some renditions.
public struct VideoOrder: Hashable, Sendable, Codable {
    public var source: Path
    /// The slice file; nil when the slice is read from the source.
    public var sliceFile: Path?
    public var film: FilmPlan
    public var slice: SlicePlan
    public var recipe: EncodeRecipe
    /// What is made; it must not be there.
    public var part: Path
    /// Nil is the film in one size.
    public var ladder: LadderWork?

    /// The renditions that are made of the slice, decoded once for all of them.
    public struct LadderWork: Hashable, Sendable, Codable {
        public var ladder: FilmLadder
        /// The largest first. The order's own part is not made.
        public var rungs: [RungWork]

        public init(_ ladder: FilmLadder, _ rungs: [RungWork]) {
            self.ladder = ladder
            self.rungs = rungs
        }
    }

    public struct RungWork: Hashable, Sendable, Codable {
        /// Among the ladder's.
        public var rung: Int
        /// What is made; it must not be there.
        public var part: Path

        public init(rung: Int, part: Path) { (self.rung, self.part) = (rung, part) }
    }

    public init(
        source: Path,
        sliceFile: Path?,
        film: FilmPlan,
        slice: SlicePlan,
        recipe: EncodeRecipe,
        part: Path
    ) {
        self.source = source
        self.sliceFile = sliceFile
        self.film = film
        self.slice = slice
        self.recipe = recipe
        self.part = part
    }
}

/// Encode every selected track of sound over the whole film.
public struct AudioOrder: Hashable, Sendable, Codable {
    public var source: Path
    public var recipe: EncodeRecipe
    /// What is made; it must not be there.
    public var part: Path
    /// In several ways, each to a part of its own; nil is by the recipe to the order's part.
    public var sounds: [SoundWork]?

    public struct SoundWork: Hashable, Sendable, Codable {
        public var recipe: AudioRecipe
        /// What is made; it must not be there.
        public var part: Path

        public init(recipe: AudioRecipe, part: Path) { (self.recipe, self.part) = (recipe, part) }
    }

    public init(source: Path, recipe: EncodeRecipe, part: Path) {
        self.source = source
        self.recipe = recipe
        self.part = part
    }
}

/// Join parts, sound and the rest of the source to the result.
public struct JoinOrder: Hashable, Sendable, Codable {
    public var source: Path
    public var recipe: EncodeRecipe
    public var film: FilmPlan
    public var lastDuration: Int64
    /// In the order of the film.
    public var parts: [PartReport]
    /// Nil when no sound is encoded: it is copied from the source or dropped.
    public var sound: SoundReport?
    /// What is made; it must not be there.
    public var result: Path

    public init(
        source: Path,
        recipe: EncodeRecipe,
        film: FilmPlan,
        lastDuration: Int64,
        parts: [PartReport],
        sound: SoundReport?,
        result: Path
    ) {
        self.source = source
        self.recipe = recipe
        self.film = film
        self.lastDuration = lastDuration
        self.parts = parts
        self.sound = sound
        self.result = result
    }
}

/// Put the renditions of a film, its sound and its texts into a directory as players want them.
public struct PackageOrder: Hashable, Sendable, Codable {
    public var source: Path
    /// What all renditions have in common.
    public var recipe: EncodeRecipe
    public var ladder: FilmLadder
    public var film: FilmPlan
    public var lastDuration: Int64
    /// For each rung its parts, in the order of the film.
    public var parts: [[PartReport]]
    /// For each of the ladder's sounds; empty when the film has none.
    public var sounds: [SoundReport]
    /// It is there, and empty.
    public var directory: Path
    /// What the files of a rendition begin with: the name of the film.
    public var name: Path

    public init(
        source: Path,
        recipe: EncodeRecipe,
        ladder: FilmLadder,
        film: FilmPlan,
        lastDuration: Int64,
        parts: [[PartReport]],
        sounds: [SoundReport],
        directory: Path,
        name: Path
    ) {
        self.source = source
        self.recipe = recipe
        self.ladder = ladder
        self.film = film
        self.lastDuration = lastDuration
        self.parts = parts
        self.sounds = sounds
        self.directory = directory
        self.name = name
    }
}
