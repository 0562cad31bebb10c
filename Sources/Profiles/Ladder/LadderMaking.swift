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
                    container.sizesAreMissing,
                    containerRange
                )
            )
        }
        guard !draft.renditions.isEmpty else {
            refuseWithoutRenditions()
            return nil
        }
        if let saving = draft.effective[.minSaving] {
            refuse(saving.keyRange, "min_saving has no effect: renditions are always published")
        }
        let renditions = draft.renditions.map { rendition($0) }
        refuseMixture(renditions)
        var ladder = Ladder(renditions: renditions, segments: segments)
        ladder.sounds = draft.sounds.map { sound($0) }
        ladder.isSplit = draft.settings.splitsRenditions
        ladder.hasArchive = draft.settings.hasArchive
        return ladder
    }

    /// The sound is encoded once for all renditions, or taken from the film for all of them.
    private mutating func refuseMixture(_ renditions: [Ladder.Rendition]) {
        let copying = zip(draft.renditions, renditions).first { $0.1.audio.mode == .copy }
        let isEncoded = renditions.contains { rendition in
            if case .encode = rendition.audio.mode { true } else { false }
        }
        guard draft.sounds.isEmpty, isEncoded, let copying else { return }
        problems.append(
            LineProblem(
                "rendition \(copying.0.name) has the film's sound as it is, and others encode it; "
                    + "name its encoder, for example -c:a aac",
                copying.0.ownSound?.range ?? copying.0.heading
            )
        )
    }

    /// What the playlists of streams have words for, and players take.
    private mutating func checkStreamed(_ recipe: EncodeRecipe, _ draft: RecipeDraft) {
        guard let streaming = container.streaming else { return }
        let video = recipe.video.encoder
        let pictures = ["264", "265", "hevc", "av1", "vp9"]
        if recipe.video.mode == .encode, !pictures.contains(where: video.contains) {
            problems.append(
                LineProblem(
                    "\(streaming.rawValue) takes H.264, HEVC, AV1 or VP9, which \(video) does not "
                        + "make; write for example -c:v libx264",
                    draft[.video]["c"]?.range ?? containerRange
                )
            )
        }
        guard case .encode(let audio) = recipe.audio.mode else { return }
        let sounds = ["aac", "ac3", "opus", "mp3"]
        if !sounds.contains(where: audio.contains) {
            problems.append(
                LineProblem(
                    "\(streaming.rawValue) takes AAC, AC-3, E-AC-3, Opus or MP3, which "
                        + "\(audio) does not make; write for example -c:a aac",
                    draft[.audio]["c"]?.range ?? containerRange
                )
            )
        }
    }

    private mutating func sound(_ draft: SoundDraft) -> Ladder.Sound {
        var making = RecipeMaking(draft.recipe, container, containerRange)
        let recipe = making.recipe()
        problems += making.problems
        checkStreamed(recipe, draft.recipe)
        let sound = audio(recipe.audio, draft.recipe, draft.heading)
        if container.streaming == nil, sound.mode == .copy || sound.mode == .drop {
            let copy = draft.recipe[.audio]["c"] ?? draft.recipe[.audio]["an"]
            problems.append(
                LineProblem(
                    "[audio \(draft.name)] is a way to encode the sound; name an encoder, for "
                        + "example -c:a aac",
                    copy?.range ?? draft.heading
                )
            )
        }
        return Ladder.Sound(name: draft.name, recipe: sound)
    }

    /// Players that adapt take few codecs, and only as segments that are made for them.
    private mutating func audio(
        _ recipe: AudioRecipe,
        _ draft: RecipeDraft,
        _ heading: Range<Int>
    ) -> AudioRecipe {
        guard let streaming = container.streaming, recipe.mode == .copy else { return recipe }
        if let copy = draft[.audio]["c"] {
            problems.append(
                copy.problem(
                    "the sound of \(streaming.rawValue) is encoded, since few players take others; "
                        + "name an encoder, for example -c:a aac"
                )
            )
        }
        var usual = AudioRecipe()
        usual.mode = .encode("aac")
        usual.options = [CodecOption("b", "160k")]
        return usual
    }

    private mutating func rendition(_ draft: RenditionDraft) -> Ladder.Rendition {
        var making = RecipeMaking(draft.recipe, container, containerRange)
        let recipe = making.recipe()
        problems += making.problems
        checkStreamed(recipe, draft.recipe)
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
        if let own = draft.ownSound, !self.draft.sounds.isEmpty {
            problems.append(own.problem("the sound is said under [audio NAME]; write it there"))
        }
        var rendition = Ladder.Rendition(
            name: draft.name,
            video: recipe.video,
            audio: audio(recipe.audio, draft.recipe, draft.heading)
        )
        noteLimits(rendition.video, draft)
        rendition.width = draft.size.width
        rendition.height = draft.size.height
        rendition.rateMax = draft.size.rateMax
        return rendition
    }

    /// With a limited rate most encoders decide by what their threads have done so far.
    private mutating func noteLimits(_ video: VideoRecipe, _ draft: RenditionDraft) {
        let repeatable: Set = ["libx264", "libx264rgb", "libx265"]
        guard !repeatable.contains(video.encoder),
            let option = ["maxrate", "bufsize"].lazy.compactMap({ draft.recipe[.video][$0] }).first
        else { return }
        notes.append(
            option.problem(
                "with a limited rate \(video.encoder) is not known to make the same bytes twice: "
                    + "a slice that is encoded again may differ, its frames and times do not"
            )
        )
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
        refuse(
            section.heading,
            "[hls] has no effect: the container is \(container.shownName); write container = hls"
        )
    }

    private mutating func refuseWithoutRenditions() {
        let needed = "without renditions; write a [rendition NAME] for each size"
        for sound in draft.sounds {
            refuse(sound.heading, "[audio \(sound.name)] has no effect \(needed)")
        }
        for key in [SettingKey.splitRenditions, .zip] {
            guard let assignment = draft.effective[key] else { continue }
            refuse(assignment.keyRange, "\(key.rawValue) has no effect \(needed)")
        }
    }

    private mutating func refuse(_ range: Range<Int>, _ message: String) {
        let problem = LineProblem(message, range)
        let isOwn = draft.text.part(of: range.lowerBound).range == draft.text.parts.last?.range
        if isOwn { problems.append(problem) } else { notes.append(problem) }
    }

    private var containerRange: Range<Int> {
        draft.effective[.container]?.valueRange ?? 0..<0
    }
}
