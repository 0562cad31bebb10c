internal import Model

/// A draft that is complete -> a recipe.
struct RecipeMaking {
    let draft: RecipeDraft
    let container: Container
    private(set) var problems: [LineProblem] = []

    init(_ draft: RecipeDraft, _ container: Container) {
        (self.draft, self.container) = (draft, container)
    }

    mutating func recipe() -> EncodeRecipe {
        var recipe = EncodeRecipe(container: container.name)
        recipe.video = video()
        recipe.audio = audio()
        recipe.subtitles = draft[.subtitles]["sn"] == nil ? .copy : .drop
        recipe.containerOptions = RecipeMaking.options(draft[.mux].all(but: ["f"]))
        return recipe
    }

    private mutating func video() -> VideoRecipe {
        let list = draft[.video]
        var recipe = VideoRecipe()
        if let encoder = list["c"]?.value ?? container.encoder {
            recipe.encoder = encoder
        } else {
            let name = container.name
            problems.append(
                LineProblem("there is no usual encoder for \(name); name one with -c:v", 0..<0)
            )
        }
        noting { () throws(LineProblem) in
            if let crf = list["crf"] { try QualityOptions.check(crf, encoder: recipe.encoder) }
            recipe.filters = try PictureOptions.filters(list)
        }
        let format = list["pix_fmt"]?.value
        recipe.pixelFormat = format.map { String($0.hasPrefix("+") ? $0.dropFirst() : $0[...]) }
        recipe.options = encoderOptions(list, ["c", "filter", "s", "aspect", "r", "pix_fmt", "q"])
        return recipe
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
