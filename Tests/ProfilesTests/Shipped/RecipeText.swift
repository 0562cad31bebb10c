import Model

/// All that a profile makes of a film, in a few lines that a table can hold.
enum RecipeText {
    static func text(_ profile: EncodingProfile) -> String {
        let recipe = profile.recipe
        var lines = [
            "film.\(profile.ending) (\(recipe.container))", "picture  \(video(recipe.video))",
        ]
        lines.append("sound    \(audio(recipe.audio))")
        if recipe.subtitles == .drop { lines.append("subtitles dropped") }
        let streams = streams(recipe.streams)
        if !streams.isEmpty { lines.append("streams  \(streams)") }
        let mux = options(recipe.containerOptions)
        if !mux.isEmpty { lines.append("mux      \(mux)") }
        return lines.joined(separator: "\n")
    }

    private static func video(_ video: VideoRecipe) -> String {
        var words: [String]
        switch video.mode {
        case .copy: words = ["copy"]
        case .drop: words = ["drop"]
        case .encode: words = [video.encoder]
        }
        words += video.options.map { "\($0.name)=\($0.value)" }
        if let format = video.pixelFormat { words.append("pixels:\(format)") }
        if let tag = video.tag { words.append("tag:\(tag)") }
        if let filters = video.filters { words.append("filters:\(filters)") }
        return words.joined(separator: " ")
    }

    private static func audio(_ audio: AudioRecipe) -> String {
        var words: [String]
        switch audio.mode {
        case .copy: words = ["copy"]
        case .drop: words = ["drop"]
        case .encode(let encoder): words = [encoder]
        }
        words += audio.options.map { "\($0.name)=\($0.value)" }
        if let filters = audio.filters { words.append("filters:\(filters)") }
        return words.joined(separator: " ")
    }

    private static func streams(_ streams: StreamChoice) -> String {
        var words = streams.selectors.map(\.text)
        for change in streams.changes {
            let index = change.index.map { ":\($0)" } ?? ""
            let place = (change.kind?.rawValue ?? "file") + index
            switch change.what {
            case .tag(let name, let value): words.append("\(place){\(name)=\(value)}")
            case .disposition(let value): words.append("\(place){\(value)}")
            }
        }
        if !streams.keepsTags { words.append("no tags") }
        if !streams.keepsChapters { words.append("no chapters") }
        return words.joined(separator: " ")
    }

    private static func options(_ options: [CodecOption]) -> String {
        options.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
}
