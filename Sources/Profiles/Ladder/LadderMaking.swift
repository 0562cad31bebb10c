internal import Model

/// The renditions of a draft -> a ladder.
struct LadderMaking {
    let draft: ProfileDraft
    let container: Container
    private(set) var problems: [LineProblem] = []
    private(set) var notes: [LineProblem] = []

    init(_ draft: ProfileDraft, _ container: Container) {
        (self.draft, self.container) = (draft, container)
    }

    /// Nil is one file in one size.
    mutating func ladder() -> Ladder? {
        let segments = segments()
        if draft.renditions.isEmpty, segments != nil {
            problems.append(
                LineProblem(
                    "container \(container.shownName) needs the sizes to make: a "
                        + "[rendition NAME] for each, such as [rendition 720p] with height = 720",
                    containerRange
                )
            )
        }
        guard !draft.renditions.isEmpty else { return nil }
        return Ladder(renditions: draft.renditions.map { rendition($0) }, segments: segments)
    }

    private mutating func rendition(_ draft: RenditionDraft) -> Ladder.Rendition {
        var making = RecipeMaking(draft.recipe, container, containerRange)
        let recipe = making.recipe()
        problems += making.problems
        if recipe.video.mode != .encode {
            let copy = draft.recipe[.video]["c"] ?? draft.recipe[.video]["vn"]
            problems.append(
                LineProblem(
                    "renditions are encoded, each in its size; name an encoder, for example "
                        + "-c:v libx264",
                    copy?.range ?? draft.heading
                )
            )
        }
        var rendition = Ladder.Rendition(
            name: draft.name,
            video: recipe.video,
            audio: recipe.audio
        )
        rendition.width = draft.size.width
        rendition.height = draft.size.height
        rendition.rateMax = draft.size.rateMax
        return rendition
    }

    private mutating func segments() -> Ladder.Segments? {
        let section = draft.effective[.hls]
        guard let streaming = container.streaming else {
            if let section { refuse(section) }
            return nil
        }
        var segments = Ladder.Segments()
        segments.hasHLS = streaming == .hls
        segments.hasDASH = streaming == .dash
        for assignment in section?.assignments ?? [] {
            do throws(LineProblem) {
                try SectionSettings.set(assignment, &segments)
            } catch {
                problems.append(error)
            }
        }
        if streaming == .dash, !segments.hasDASH {
            let dash = section?.assignments.first { $0.key == SegmentsKey.dash.rawValue }
            problems.append(
                LineProblem(
                    "container = dash and dash = no leave nothing to make",
                    dash?.keyRange ?? containerRange
                )
            )
        }
        return segments
    }

    /// What has no effect is a mistake where it was written for this profile, and worth a word
    /// where it was written for others above.
    private mutating func refuse(_ section: ProfileDocument.Section) {
        let problem = LineProblem(
            "[hls] has no effect: the container is \(container.shownName); write container = hls",
            section.heading
        )
        let isOwn =
            draft.text.part(of: section.heading.lowerBound).range == draft.text.parts.last?.range
        if isOwn { problems.append(problem) } else { notes.append(problem) }
    }

    private var containerRange: Range<Int> {
        draft.effective[.container]?.valueRange ?? 0..<0
    }
}
