public import Model

/// Files of a chain, the root first -> the profile that they make together.
public enum ProfileReading {
    /// - Parameter name: what it is called when no file says it.
    public static func read(
        _ chain: [ProfileSource],
        name: String
    ) throws(ConfigurationError) -> ReadProfile {
        let (draft, notes) = try draft(of: chain)
        let container = draft.settings.container ?? .standard
        var making = RecipeMaking(draft.base, container, draft.containerRange)
        var ladder = LadderMaking(draft, container)
        var profile = EncodingProfile(
            name: draft.settings.name ?? name,
            recipe: complete(making.recipe(streams: draft.streams), draft),
            ending: draft.ending(of: container),
            digest: draft.effective.digest
        )
        profile.ladder = ladder.ladder()
        profile.summary = draft.settings.summary
        profile.intake = draft.settings.intake
        profile.work = draft.settings.work
        profile.publication = draft.settings.publication
        try refuse(making.problems + ladder.problems, draft.text)
        return ReadProfile(
            profile: profile,
            notes: (notes + making.notes + ladder.notes).map(draft.text.problem),
            lines: draft.effective.lines(draft.text),
            origins: chain.map(\.origin),
            draft: draft
        )
    }

    /// What the profile makes of one film where it has renditions; nil is one file.
    public static func ladder(
        _ chain: [ProfileSource],
        name: String
    ) throws(ConfigurationError) -> EncodingProfile? {
        try draft(of: chain).0.renditions.isEmpty ? nil : read(chain, name: name).profile
    }

    /// How a profile without renditions makes a file of that name: the ending says the container
    /// where it does not.
    public static func recipe(
        _ chain: [ProfileSource],
        for result: Path
    ) throws(ConfigurationError) -> EncodeRecipe {
        let (draft, _) = try draft(of: chain)
        let container = try ResultContainer.container(draft, result)
        var making = RecipeMaking(draft.base, container, draft.containerRange)
        let recipe = complete(making.recipe(streams: draft.streams), draft)
        try refuse(making.problems, draft.text)
        return recipe
    }

    /// What the file says of its parent; nil when it says nothing, or nothing that can be read.
    public static func extends(_ source: ProfileSource) -> ProfileExtends? {
        guard !ClustercodeDocument.isOne(source.origin), TextCheck.problem(source) == nil else {
            return nil
        }
        let text = ProfileText([source])
        let document = DocumentReader.read(text, text.parts[0]).document
        guard let assignment = document[.extends] else { return nil }
        return try? ExtendsValue.read(SettingValue(assignment))
    }

    /// What is longer is refused by its length; there is no need to read it whole.
    public static let bytesMax = ProfileText.bytesMax

    public static func tooLong(_ path: Path) -> ConfigurationError {
        ConfigurationError(problems: [TextCheck.tooLong(path)])
    }

    private static func draft(
        of chain: [ProfileSource]
    ) throws(ConfigurationError) -> (ProfileDraft, notes: [LineProblem]) {
        precondition(!chain.isEmpty, "our bug: a chain of no files")
        let unreadable = chain.compactMap(TextCheck.problem)
        guard unreadable.isEmpty else { throw ConfigurationError(problems: unreadable) }
        let text = ProfileText(chain)
        let readings = text.parts.map { part in
            ClustercodeDocument.isOne(part.origin)
                ? ClustercodeDocument.read(text, part) : DocumentReader.read(text, part)
        }
        try refuse(readings.flatMap(\.problems), text)
        let draft = ProfileDraft(text, readings.map(\.document))
        try refuse(draft.problems, text)
        return (draft, readings.flatMap(\.notes))
    }

    /// In the order of the text, what is said twice once: a rendition has what holds for all.
    private static func refuse(
        _ problems: [LineProblem],
        _ text: ProfileText
    ) throws(ConfigurationError) {
        guard !problems.isEmpty else { return }
        var seen: Set<LineProblem> = []
        let once = problems.filter { seen.insert($0).inserted }
        throw text.error(once.sorted { $0.range.lowerBound < $1.range.lowerBound })
    }

    private static func complete(_ recipe: EncodeRecipe, _ draft: ProfileDraft) -> EncodeRecipe {
        var recipe = recipe
        if let slice = draft.settings.sliceMilliseconds { recipe.sliceMilliseconds = slice }
        if let rule = draft.settings.onDamage { recipe.onDamage = rule }
        return recipe
    }
}

extension ProfileDraft {
    var containerRange: Range<Int> { effective[.container]?.valueRange ?? 0..<0 }

    /// As the profile writes it, where it writes an ending. A ladder is a directory, which must not
    /// have the name that the folder of the input has in the output.
    func ending(of container: Container) -> String {
        let word = effective[.container]?.words.first.map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
        if container.streaming == nil, !renditions.isEmpty { return "ladder" }
        if let word, container.endings.contains(word) { return word }
        let isSound = base[.video]["vn"] != nil && word == nil
        if isSound { return "mka" }
        return container.streaming?.rawValue ?? container.endings.first ?? container.name
    }
}

/// The container of one result.
private enum ResultContainer {
    static func container(
        _ draft: ProfileDraft,
        _ result: Path
    ) throws(ConfigurationError) -> Container {
        let ending = Container.of(result)
        guard let container = draft.settings.container ?? ending else {
            throw draft.text.error([
                LineProblem(
                    "it names no container, and \(Quoted.path(result)) has no ending that says "
                        + "one; write  container = mkv",
                    0..<0
                )
            ])
        }
        if container.streaming != nil {
            throw draft.text.error([
                LineProblem(
                    container.sizesAreMissing,
                    draft.containerRange
                )
            ])
        }
        if let ending, ending.name != container.name {
            let right = container.endings.first.map { "; end its name in .\($0)" } ?? ""
            throw draft.text.error([
                LineProblem(
                    "it makes \(container.name), but \(Quoted.path(result)) is to be "
                        + "\(ending.name) by its ending\(right)",
                    0..<0
                )
            ])
        }
        return container
    }
}

/// A profile, and where each part of it comes from.
public struct ReadProfile: Sendable {
    public let profile: EncodingProfile
    /// What is not wrong but worth a word.
    public let notes: [ConfigurationProblem]
    /// All that holds, in the order of a file.
    public let lines: [EffectiveLine]
    /// The root first.
    public let origins: [ProfileSource.Origin]
    /// For checks that have to say where something stands.
    let draft: ProfileDraft
}

/// A line that holds, and where it stands.
public struct EffectiveLine: Hashable, Sendable {
    /// Its heading, such as `[video]`; nil above them.
    public var section: String?
    public var text: String
    public var origin: Path
    public var line: Int

    public init(section: String?, text: String, origin: Path, line: Int) {
        self.section = section
        self.text = text
        self.origin = origin
        self.line = line
    }
}
