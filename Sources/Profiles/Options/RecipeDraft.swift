internal import Model

/// What options have said so far. Of two that say the same the last one holds, as in ffmpeg.
struct RecipeDraft {
    /// Options of one encoder, of the subtitles or of the container, each once.
    struct OptionList {
        private(set) var all: [FFmpegOption] = []

        mutating func set(_ option: FFmpegOption) {
            all.removeAll { $0.name == option.name }
            all.append(option)
        }

        subscript(name: String) -> FFmpegOption? { all.first { $0.name == name } }

        /// Those that are the library's own, without the names that mean something here.
        func all(but names: Set<String>) -> [FFmpegOption] {
            all.filter { !names.contains($0.name) }
        }
    }

    private(set) var lists: [Target: OptionList] = [:]

    subscript(target: Target) -> OptionList { lists[target] ?? OptionList() }

    /// - Parameter section: of a profile; nil for a command line, where all stand together.
    mutating func take(_ option: FFmpegOption, in section: Target?) throws(LineProblem) {
        let target = try RecipeDraft.target(of: option, in: section)
        try RecipeDraft.check(option, target)
        lists[target, default: OptionList()].set(option)
    }

    /// What a line of a section says of no stream is about the section's.
    private static func target(
        of option: FFmpegOption,
        in section: Target?
    ) throws(LineProblem) -> Target {
        let own = option.target ?? OptionNames.fixedTarget(option.name)
        guard let section else {
            if option.name == "c", option.target == nil {
                throw option.problem(
                    "it means every stream; write -c:v ENCODER for the picture, "
                        + "-c:a copy for sound"
                )
            }
            return own ?? OptionNames.target(option.name)
        }
        if section == .mux, option.name == "f" {
            throw option.problem("write container = \(option.value ?? "") above the sections")
        }
        guard let own, own != section else { return section }
        throw option.problem("it belongs under \(own.section)")
    }

    private static func check(_ option: FFmpegOption, _ target: Target) throws(LineProblem) {
        switch (target, option.name) {
        case (.video, "c"): try checkPictureEncoder(option)
        case (.audio, "c"): try checkEncoder(option)
        case (.subtitles, "c") where option.value == "copy", (.subtitles, "sn"): break
        case (.subtitles, "c"):
            throw option.valueProblem(
                "takes copy only: subtitles are kept as they are, or left out with -sn"
            )
        case (.subtitles, _): throw option.problem("subtitles have no options here")
        case (.mux, "f"): try checkContainer(option)
        case (.mux, "c"), (.mux, "filter"), (.mux, "b"), (.mux, "q"):
            throw option.problem("it belongs under [video] or [audio]")
        case (.video, "s"): _ = try PictureOptions.scale(option)
        case (.video, "r"): _ = try PictureOptions.rate(option)
        case (.video, "aspect"): _ = try PictureOptions.aspect(option)
        case (.video, "q"), (.audio, "q"): _ = try QualityOptions.globalQuality(option)
        default: break
        }
    }

    private static func checkPictureEncoder(_ option: FFmpegOption) throws(LineProblem) {
        if option.value == "copy" {
            throw option.problem(
                "nothing would be encoded; ffmpeg -i IN -c copy OUT changes the container alone"
            )
        }
        try checkEncoder(option)
    }

    private static func checkEncoder(_ option: FFmpegOption) throws(LineProblem) {
        guard let value = option.value, let meant = OptionNames.encoder(meantBy: value) else {
            return
        }
        throw option.valueProblem(
            "takes the name of an encoder, not \(Quoted.readable(value))"
                + Quoted.suggestion(meant)
        )
    }

    private static func checkContainer(_ option: FFmpegOption) throws(LineProblem) {
        let name = option.value ?? ""
        if let problem = ContainerCheck.problem(name) { throw option.valueProblem(problem) }
    }
}

/// Whether a container can be made, by its name.
enum ContainerCheck {
    static func problem(_ name: String) -> String? {
        if let reason = Container.refusal(name) { return "cannot be \(name): \(reason)" }
        guard let meant = Container.meant(by: name) else { return nil }
        return "takes a format of libavformat, not \(Quoted.readable(name))"
            + Quoted.suggestion(meant)
    }
}
