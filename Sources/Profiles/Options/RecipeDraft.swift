internal import Model

/// What options have said so far. Of two that say the same the last one holds, as in ffmpeg.
struct RecipeDraft: Sendable {
    /// Options of one encoder, of the subtitles or of the container, each once.
    struct OptionList: Sendable {
        /// Nil where a later one stands in its place.
        private var places: [FFmpegOption?] = []
        private var index: [String: Int] = [:]

        var all: [FFmpegOption] { places.compactMap { $0 } }

        mutating func set(_ option: FFmpegOption) {
            if let place = index[option.name] { places[place] = nil }
            index[option.name] = places.count
            places.append(option)
        }

        subscript(name: String) -> FFmpegOption? { index[name].flatMap { places[$0] } }

        /// Those that are the library's own, without the names that mean something here.
        func all(but names: Set<String>) -> [FFmpegOption] {
            all.filter { !names.contains($0.name) }
        }
    }

    private(set) var lists: [Target: OptionList] = [:]
    /// Those of streams, all of them in their order: each adds to what the others say.
    private(set) var streams: [FFmpegOption] = []

    subscript(target: Target) -> OptionList { lists[target] ?? OptionList() }

    /// - Parameter section: of a profile; nil for a command line, where all stand together.
    mutating func take(_ option: FFmpegOption, in section: SectionName?) throws(LineProblem) {
        if section == nil, option.name == "c", option.target == nil, option.value == "copy" {
            // It means every stream; subtitles are copied in any case.
            lists[.video, default: OptionList()].set(option)
            lists[.audio, default: OptionList()].set(option)
            return
        }
        let target = try RecipeDraft.target(of: option, in: section)
        if target == .streams {
            streams.append(option)
        } else {
            lists[target, default: OptionList()].set(option)
        }
    }

    /// Where the option belongs; throws where it cannot be meant, by itself or by its place.
    ///
    /// - Parameter section: of a profile; nil for a command line, where all stand together.
    static func target(
        of option: FFmpegOption,
        in section: SectionName?
    ) throws(LineProblem) -> Target {
        let target =
            switch section {
            case .target(let section): try self.target(of: option, under: section)
            case .rendition: try targetInRendition(of: option)
            case .sound: try self.target(of: option, under: .audio)
            case .hls, nil: try targetAnywhere(of: option)
            }
        try check(option, target)
        return target
    }

    /// What a line of a section says of no stream is about the section's.
    private static func target(
        of option: FFmpegOption,
        under section: Target
    ) throws(LineProblem) -> Target {
        if section == .mux, option.name == "f" {
            throw option.problem("write container = \(option.value ?? "") above the sections")
        }
        guard let own = option.target ?? OptionNames.fixedTarget(option.name) else {
            guard section == .streams else { return section }
            throw option.problem(
                "under [streams] stand -map, -metadata, -disposition, -map_metadata and "
                    + "-map_chapters"
            )
        }
        guard own != section else { return section }
        throw option.problem("it belongs under \(own.section)")
    }

    private static func targetInRendition(of option: FFmpegOption) throws(LineProblem) -> Target {
        let target = try targetAnywhere(of: option)
        if target == .video, let remedy = RecipeDraft.remedies[option.name] {
            throw option.problem(remedy)
        }
        guard target != .video, target != .audio else { return target }
        throw option.problem("it belongs under \(target.section), since it is no rendition's own")
    }

    /// What is done to the pictures once, before they are scaled for each rendition.
    private static let remedies = [
        "filter": "filters are run once for all renditions; it belongs under [video]",
        "s": "write height = 720, or width, in its place",
        "aspect": "pictures have square pixels in every rendition; leave it out",
        "r": "write fps_max = 30 in its place",
        "vn": "a rendition has a picture; leave it out",
    ]

    private static func targetAnywhere(of option: FFmpegOption) throws(LineProblem) -> Target {
        if option.name == "c", option.target == nil {
            throw option.problem(
                "it means every stream; write -c:v ENCODER for the picture, -c:a copy for sound"
            )
        }
        return option.target ?? OptionNames.fixedTarget(option.name)
            ?? OptionNames.target(option.name)
    }

    private static func check(_ option: FFmpegOption, _ target: Target) throws(LineProblem) {
        if target == .streams {
            var streams = StreamChoice()
            return try StreamOptions.take(option, into: &streams)
        }
        switch (target, option.name) {
        case (.video, "c"), (.audio, "c"): try checkEncoder(option)
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
        case (.video, "tag"): try checkTag(option)
        case (_, "tag"):
            throw option.problem("the container has its own tag for each codec; leave it out")
        case (.video, "q"), (.audio, "q"): _ = try QualityOptions.globalQuality(option)
        default: break
        }
        try Placeholders.check(option, target)
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

    private static func checkTag(_ option: FFmpegOption) throws(LineProblem) {
        let value = option.value ?? ""
        guard value.utf8.count == 4, value.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) else {
            throw option.valueProblem(
                "takes four letters such as hvc1, not \(Quoted.readable(value))"
            )
        }
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
