/// A profile with all that it inherits, read and checked: how the films of a folder are encoded,
/// which of them, when, where, and what happens then.
public struct EncodingProfile: Hashable, Sendable, Codable {
    /// By what its file says, else by where it lies.
    public var name: String
    public var summary: String?
    /// With placeholders such as `{gop}` in it until a film is known.
    public var recipe: EncodeRecipe
    /// What the name of a result ends in, without the dot: `mkv`.
    public var ending: String
    /// One result in several sizes; nil is one file in one size.
    public var ladder: Ladder?
    public var intake = IntakeRules()
    public var work = WorkRules()
    public var publication = PublicationRules()
    /// Of all that it says, so that a change shows.
    public var digest: String

    public init(name: String, recipe: EncodeRecipe, ending: String, digest: String) {
        self.name = name
        self.recipe = recipe
        self.ending = ending
        self.digest = digest
    }
}

/// Which files of a folder are taken.
public struct IntakeRules: Hashable, Sendable, Codable {
    /// Globs of names, or of paths below the profile's folder where they hold a slash; empty is
    /// every film.
    public var include: [String] = []
    public var exclude: [String] = []
    public var bytesMin: Int64 = 0
    /// Films that are good as they are; nil is none.
    public var skipIf: FilmCondition?

    public init() {}
}

/// What becomes of what runs when hours are over or a pause begins.
public enum AtClose: String, Hashable, Sendable, Codable, CaseIterable {
    /// It comes to its end.
    case finish
    /// It stands still where it is, and goes on there.
    case freeze
    /// It is handed back at once, and begun anew later.
    case handBack = "return"
}

/// When and where a film is encoded.
public struct WorkRules: Hashable, Sendable, Codable {
    /// What is higher comes first; nil is what the folder's number says, else 0.
    public var priority: Int?
    /// When slices may begin; empty is always.
    public var hours: [WeeklyHours] = []
    /// What becomes of slices that run when the hours are over; nil is what the node is set to.
    public var atClose: AtClose?
    public var nodes = NodeRule()
    /// How often a task is tried before a person is asked; nil is the spool's own number.
    public var triesMax: Int?

    public init() {}
}

/// How a result is published, and what becomes of its source then.
public struct PublicationRules: Hashable, Sendable, Codable {
    /// What is done when there is a file of the result's name that is not ours.
    public enum Conflict: String, Hashable, Sendable, Codable, CaseIterable {
        case fail, suffix, overwrite
    }

    public enum SourceAction: Hashable, Sendable, Codable {
        case keep
        case delete
        /// To this folder below the input, by the same way as it lies in the input.
        case move(Path)
        /// An empty file of its name with `.done` behind it is put beside it.
        case marker
    }

    public var onConflict = Conflict.fail
    public var source = SourceAction.keep
    /// Whether the result gets the source's time of change.
    public var keepsTimes = true
    /// The source is published in place of a result that is not smaller by so many percent; nil
    /// publishes any.
    public var percentSavedMin: Int?

    public init() {}
}
