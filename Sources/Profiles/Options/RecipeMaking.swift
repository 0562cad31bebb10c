internal import Model

/// A draft that is complete -> a recipe.
struct RecipeMaking {
    let draft: RecipeDraft
    let container: Container
    private let containerRange: Range<Int>
    private(set) var problems: [LineProblem] = []
    private(set) var notes: [LineProblem] = []

    /// - Parameter containerRange: where the container is named; empty is nowhere.
    init(_ draft: RecipeDraft, _ container: Container, _ containerRange: Range<Int> = 0..<0) {
        (self.draft, self.container) = (draft, container)
        self.containerRange = containerRange
    }

    /// - Parameter streams: what is said of them already.
    mutating func recipe(streams: StreamChoice = StreamChoice()) -> EncodeRecipe {
        var recipe = EncodeRecipe(container: container.name)
        recipe.video = video()
        recipe.audio = audio()
        recipe.subtitles = draft[.subtitles]["sn"] == nil ? .copy : .drop
        recipe.streams = streams
        for option in draft.streams {
            do throws(LineProblem) {
                try StreamOptions.take(option, into: &recipe.streams)
            } catch {
                problems.append(error)
            }
        }
        recipe.containerOptions = RecipeMaking.options(draft[.mux].all(but: ["f"]))
        if recipe.video.mode == .drop, recipe.audio.mode == .drop {
            let none = draft[.audio]["an"]
            problems.append(
                none?.problem("there is neither picture nor sound left; leave it out")
                    ?? LineProblem("there is neither picture nor sound left", 0..<0)
            )
        }
        return recipe
    }

    private mutating func video() -> VideoRecipe {
        let list = draft[.video]
        var recipe = VideoRecipe()
        if list["vn"] != nil || container.isSoundAlone {
            recipe.mode = .drop
            if list["vn"] == nil { refuse(list.all) }
            return recipe
        }
        recipe.tag = list["tag"]?.value
        if list["c"]?.value == "copy" {
            recipe.mode = .copy
            // What has no effect is a mistake; ffmpeg says nothing of it.
            for option in list.all(but: ["c", "tag"]).prefix(1) {
                problems.append(
                    option.problem(
                        "the picture is copied, not encoded; leave it out, or name an encoder, "
                            + "for example -c:v \(container.encoder ?? "libx264")"
                    )
                )
            }
            return recipe
        }
        if let encoder = list["c"]?.value ?? container.encoder {
            recipe.encoder = encoder
        } else {
            let name = container.name
            problems.append(
                LineProblem(
                    "there is no usual encoder for \(name); name one with -c:v"
                        + Quoted.suggestion(Container.nearest(to: name)),
                    containerRange
                )
            )
        }
        encode(list, &recipe)
        return recipe
    }

    private mutating func encode(_ list: RecipeDraft.OptionList, _ recipe: inout VideoRecipe) {
        let encoder = recipe.encoder
        noting { () throws(LineProblem) in
            if let crf = list["crf"] { try QualityOptions.check(crf, encoder: encoder) }
            recipe.filters = try PictureOptions.filters(list)
        }
        let format = list["pix_fmt"]?.value
        recipe.pixelFormat = format.map { String($0.hasPrefix("+") ? $0.dropFirst() : $0[...]) }
        recipe.options = encoderOptions(
            list,
            ["c", "filter", "s", "aspect", "r", "pix_fmt", "q", "tag"]
        )
    }

    /// Options of a picture that the container has no place for.
    private mutating func refuse(_ options: [FFmpegOption]) {
        guard let option = options.first else { return }
        problems.append(
            option.problem(
                "\(container.shownName) is for sound alone; leave out what is about the picture, "
                    + "or name another container, for example mkv"
            )
        )
    }

    private mutating func audio() -> AudioRecipe {
        let list = draft[.audio]
        var recipe = AudioRecipe()
        if list["an"] != nil {
            recipe.mode = .drop
            return recipe
        }
        let own = list.all(but: ["c"])
        let encoder = list["c"]?.value ?? "copy"
        guard encoder != "copy" else {
            // What has no effect is a mistake; ffmpeg says nothing of it.
            if let option = own.first {
                problems.append(
                    option.problem(
                        "sound is copied, not encoded; name its encoder as well, for example "
                            + "-c:a \(container.name == "webm" ? "libopus" : "aac")"
                    )
                )
            }
            return recipe
        }
        recipe.mode = .encode(encoder)
        recipe.filters = list["filter"]?.value
        recipe.options = encoderOptions(list, ["c", "filter", "q"])
        return recipe
    }

    private mutating func encoderOptions(
        _ list: RecipeDraft.OptionList,
        _ names: Set<String>
    ) -> [CodecOption] {
        var options = RecipeMaking.options(list.all(but: names))
        guard let quality = list["q"] else { return options }
        noting { () throws(LineProblem) in
            let value = try QualityOptions.globalQuality(quality)
            if let flags = options.firstIndex(where: { $0.name == "flags" }) {
                options[flags].value += "+qscale"
            } else {
                options.append(CodecOption("flags", "+qscale"))
            }
            options.append(CodecOption("global_quality", String(value)))
        }
        return options
    }

    private static func options(_ list: [FFmpegOption]) -> [CodecOption] {
        list.map { CodecOption($0.name, $0.value ?? "1") }
    }

    private mutating func noting(_ body: () throws(LineProblem) -> Void) {
        do throws(LineProblem) { try body() } catch { problems.append(error) }
    }
}
