public import Model

/// A piece of media with a known peculiarity. It is made when it is first asked for and kept, see
/// `MediaCache`; nobody may change it.
public struct TestMedia: Sendable {
    /// The name of its file, whose ending names the container.
    public let name: String
    public let facts: Facts
    let recipe: Recipe

    /// What is known of it without looking.
    public struct Facts: Hashable, Sendable {
        /// FFmpeg's name for the codec of the first video stream, or of the sound where there is no
        /// video; nil where there is neither.
        public var codec: String?
        /// From the first frame's time to the end of the last, within a frame or two.
        public var seconds: Double?
        /// How many frames ffmpeg decodes of the first video stream.
        public var frames: Int?
        /// Whether there are clean random access points behind the first; nil where it is for a
        /// test to find out.
        public var isCuttable: Bool?

        public init(
            codec: String? = nil,
            seconds: Double? = nil,
            frames: Int? = nil,
            isCuttable: Bool? = nil
        ) {
            self.codec = codec
            self.seconds = seconds
            self.frames = frames
            self.isCuttable = isCuttable
        }
    }

    /// Where it is. Blocks while it is made, or while another thread makes it.
    public func file() throws -> Path { try MediaCache.shared.file(of: self) }
}

extension TestMedia: CustomStringConvertible {
    public var description: String { name }
}

extension TestMedia: Hashable {
    public static func == (left: TestMedia, right: TestMedia) -> Bool { left.name == right.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// How a fixture is made, one step after the other, in a directory of its own.
struct Recipe: Sendable {
    /// Other fixtures that the steps read.
    var ingredients: [TestMedia] = []
    var steps: [Step]

    enum Step: Sendable {
        /// A command line of ffmpeg. `OUT` is the fixture's file, `IN` the first ingredient; other
        /// names are of the directory. Words with spaces stand in double quotes.
        case ffmpeg(String)
        /// Something that ffmpeg cannot do. The text must change whenever the code does, for it is
        /// all that the cache knows of it.
        case swift(String, @Sendable (Workshop) throws -> Void)
    }

    /// Everything that the result depends on but for the release of ffmpeg.
    func add(to hash: inout Hash64) {
        for ingredient in ingredients {
            hash.add(ingredient.name)
            ingredient.recipe.add(to: &hash)
        }
        for step in steps {
            switch step {
            case .ffmpeg(let line): hash.add(line)
            case .swift(let text, _): hash.add(text)
            }
        }
    }
}

extension TestMedia {
    /// Made by ffmpeg from nothing, in one command line or several.
    init(_ name: String, _ facts: Facts, _ lines: String...) {
        self.init(name: name, facts: facts, recipe: Recipe(steps: lines.map { .ffmpeg($0) }))
    }

    /// Made by ffmpeg from another one.
    init(_ name: String, _ facts: Facts, from source: TestMedia, _ lines: String...) {
        let steps = lines.map { Recipe.Step.ffmpeg($0) }
        self.init(name: name, facts: facts, recipe: Recipe(ingredients: [source], steps: steps))
    }

    /// The bytes of another one, changed.
    ///
    /// - Parameter what: Must change whenever the closure does.
    init(
        _ name: String,
        _ facts: Facts,
        from source: TestMedia,
        _ what: String,
        _ change: @escaping @Sendable (inout [UInt8]) throws -> Void
    ) {
        let step = Recipe.Step.swift(what) { workshop in
            var bytes = try workshop.ingredient(0)
            try change(&bytes)
            try workshop.write(bytes, to: workshop.output)
        }
        self.init(name: name, facts: facts, recipe: Recipe(ingredients: [source], steps: [step]))
    }
}
