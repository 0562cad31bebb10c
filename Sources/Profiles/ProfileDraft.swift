internal import Model

/// A profile before it is a value: every word of it still knows where it stands.
struct ProfileDraft: Sendable {
    let text: ProfileText
    let effective: EffectiveProfile
    private(set) var settings = ProfileSettings()
    /// What the keys of `[streams]` say; its options are in `base`.
    private(set) var streams = StreamChoice()
    /// Of the sections that hold for every rendition.
    private(set) var base = RecipeDraft()
    private(set) var renditions: [RenditionDraft] = []
    private(set) var sounds: [SoundDraft] = []
    private(set) var problems: [LineProblem] = []

    /// - Parameter documents: without problems of their own, the root first.
    init(_ text: ProfileText, _ documents: [ProfileDocument]) {
        self.text = text
        effective = EffectiveProfile(documents)
        for assignment in effective.assignments {
            do throws(LineProblem) {
                try settings.set(assignment, text)
            } catch {
                problems.append(error)
            }
        }
        for section in effective.sections {
            guard case .target = section.name else { continue }
            problems += ProfileDraft.take(section.options, in: section.name, &base)
        }
        for assignment in effective[.target(.streams)]?.assignments ?? [] {
            do throws(LineProblem) {
                try SectionSettings.set(assignment, &streams)
            } catch {
                problems.append(error)
            }
        }
        takeSounds()
        takeRenditions()
    }

    private mutating func takeSounds() {
        for section in effective.sections {
            guard case .sound(let name) = section.name else { continue }
            var sound = SoundDraft(name: name, heading: section.heading, recipe: base)
            problems += ProfileDraft.take(section.options, in: section.name, &sound.recipe)
            sounds.append(sound)
        }
    }

    private mutating func takeRenditions() {
        for section in effective.sections {
            guard case .rendition(let name) = section.name else { continue }
            guard renditions.count < Ladder.renditionsMax else {
                problems.append(
                    LineProblem(
                        "there are more than \(Ladder.renditionsMax) renditions",
                        section.heading
                    )
                )
                return
            }
            var rendition = RenditionDraft(name: name, heading: section.heading, recipe: base)
            for assignment in section.assignments {
                do throws(LineProblem) {
                    try rendition.size.set(assignment)
                } catch {
                    problems.append(error)
                }
            }
            problems += ProfileDraft.take(section.options, in: section.name, &rendition.recipe)
            rendition.ownSound = section.options.first { option in
                (try? RecipeDraft.target(of: option, in: section.name)) == .audio
            }
            renditions.append(rendition)
        }
    }

    private static func take(
        _ options: [FFmpegOption],
        in section: SectionName,
        _ draft: inout RecipeDraft
    ) -> [LineProblem] {
        var problems: [LineProblem] = []
        for option in options {
            do throws(LineProblem) {
                try draft.take(option, in: section)
            } catch {
                problems.append(error)
            }
        }
        return problems
    }
}

/// One way to encode the sound of a ladder.
struct SoundDraft: Sendable {
    let name: String
    let heading: Range<Int>
    /// What holds for all, with its own options on it.
    var recipe: RecipeDraft
}

/// One size of a ladder.
struct RenditionDraft: Sendable {
    let name: String
    let heading: Range<Int>
    /// What holds for all, with its own options on it.
    var recipe: RecipeDraft
    var size = RenditionSize()
    /// The first of its own options that is about the sound.
    var ownSound: FFmpegOption?
}

/// For checks that know a recipe, and have to say where in the profile its parts stand.
extension ProfileDraft {
    /// - Parameters:
    ///   - name: as the recipe has it: `crf`; `c` is the encoder, `filter` the graph.
    ///   - rendition: nil is the profile as a whole.
    ///   - sound: the way to encode the sound whose recipe it is.
    func option(
        _ name: String,
        of target: Target,
        rendition: String? = nil,
        sound: String? = nil
    ) -> FFmpegOption? {
        let sound = sound.flatMap { name in sounds.first { $0.name == name }?.recipe }
        let own = rendition.flatMap { name in renditions.first { $0.name == name }?.recipe }
        let list = (sound ?? own ?? base)[target]
        let origins = [
            "global_quality": ["q"], "flags": ["q"], "filter": ["s", "aspect", "r"],
        ]
        let names = [name] + (origins[name] ?? [])
        return names.lazy.compactMap { list[$0] }.first
    }

    /// Where a piece of the value stands, such as `crff` of `-x265-params crff=20`; the whole value
    /// where it is not there as a word.
    func range(of piece: String, in option: FFmpegOption) -> Range<Int> {
        let word = PlacedWord(Array((option.value ?? "").utf8), option.valueRange)
        return PlacedText([word], text).range(of: piece) ?? option.valueRange
    }

    /// - Parameter range: an empty one means the profile as a whole.
    func problem(_ message: String, at range: Range<Int>) -> ConfigurationProblem {
        text.problem(LineProblem(message, range))
    }
}
