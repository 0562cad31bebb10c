internal import Model

/// Options of ffmpeg's that choose streams and say something of them.
enum StreamOptions {
    static let names: Set = ["map", "metadata", "disposition", "map_metadata", "map_chapters"]

    /// Throws where the option cannot be meant here.
    static func take(
        _ option: FFmpegOption,
        into streams: inout StreamChoice
    ) throws(LineProblem) {
        switch option.name {
        case "map": streams.selectors.append(try MapOption.selector(option))
        case "metadata": streams.changes.append(try ChangeOptions.tag(option))
        case "disposition": streams.changes.append(try ChangeOptions.disposition(option))
        case "map_metadata": streams.keepsTags = try isKept(option, "tags")
        case "map_chapters": streams.keepsChapters = try isKept(option, "chapters")
        default: preconditionFailure("our bug: \(option.name) says nothing of streams")
        }
    }

    private static func isKept(_ option: FFmpegOption, _ what: String) throws(LineProblem) -> Bool {
        if option.specifier != nil {
            throw option.problem(
                "\(what) are kept or left out as a whole; write -\(option.name) 0 or -1"
            )
        }
        switch option.value {
        case "0": return true
        case "-1": return false
        default:
            throw option.valueProblem(
                "takes 0, which keeps the source's \(what), or -1, which leaves them out; there is "
                    + "no other file to take them from"
            )
        }
    }

    static let kinds: [Substring: MediaDescription.Kind] = [
        "v": .video, "V": .video, "a": .audio, "s": .subtitle, "d": .data, "t": .attachment,
    ]

    static func index(_ text: Substring) -> Int? {
        guard text.utf8.count <= 4, !text.isEmpty, text.utf8.allSatisfy(Measure.isDigit) else {
            return nil
        }
        return Int(text)
    }
}

/// `-map`
private enum MapOption {
    static func selector(_ option: FFmpegOption) throws(LineProblem) -> StreamSelector {
        let text = option.value ?? ""
        var selector = StreamSelector(text)
        var rest = text[...]
        if rest.first == "-" {
            selector.isNegative = true
            rest.removeFirst()
        }
        if rest.last == "?" {
            selector.isOptional = true
            rest.removeLast()
        }
        var parts = rest.split(separator: ":", omittingEmptySubsequences: false)[...]
        guard let file = parts.popFirst(), option.specifier == nil else { throw refuse(option) }
        if file.hasPrefix("[") {
            throw option.valueProblem("takes streams of the source; filters have no names here")
        }
        if let number = StreamOptions.index(file), number > 0 {
            throw option.valueProblem(
                "takes streams of the one source, which is file 0, not \(Quoted.readable(text))"
            )
        }
        guard file == "0" else { throw refuse(option) }
        if let kind = parts.first.flatMap({ StreamOptions.kinds[$0] }) {
            selector.kind = kind
            parts.removeFirst()
        }
        if let index = parts.first.flatMap(StreamOptions.index) {
            selector.index = index
            parts.removeFirst()
        } else if parts.count == 3, parts.first == "m" {
            guard parts.dropFirst().first == "language", let language = parts.last,
                !language.isEmpty
            else {
                throw option.valueProblem("chooses by m:language:NAME, and by no other tag")
            }
            selector.language = String(language)
            parts = []
        }
        guard parts.isEmpty else { throw refuse(option) }
        return selector
    }

    private static func refuse(_ option: FFmpegOption) -> LineProblem {
        option.valueProblem(
            "takes streams such as 0, 0:v, 0:a:1, 0:s? or 0:a:m:language:eng, not "
                + Quoted.readable(option.value ?? "")
        )
    }
}

/// `-metadata` and `-disposition`
private enum ChangeOptions {
    static func tag(_ option: FFmpegOption) throws(LineProblem) -> StreamChange {
        let value = option.value ?? ""
        guard let equals = value.utf8.firstIndex(of: UInt8(ascii: "=")), equals > value.startIndex
        else {
            throw option.valueProblem(
                "takes NAME=VALUE, such as title=Film, not \(Quoted.readable(value))"
            )
        }
        let tag = StreamChange.What.tag(
            name: String(value[..<equals]),
            value: String(value[value.utf8.index(after: equals)...])
        )
        var parts = parts(option)
        if parts.isEmpty || parts == ["g"] { return StreamChange(kind: nil, index: nil, tag) }
        guard parts.popFirst() == "s", let (kind, index) = stream(parts) else {
            throw option.problem(
                "tags are those of the file or of streams of a kind: -metadata, "
                    + "-metadata:s:v, -metadata:s:a:0 or -metadata:s:s"
            )
        }
        return StreamChange(kind: kind, index: index, tag)
    }

    static func disposition(_ option: FFmpegOption) throws(LineProblem) -> StreamChange {
        guard let (kind, index) = stream(parts(option)) else {
            throw option.problem(
                "streams are chosen by kind: -disposition:v, -disposition:a:0 or -disposition:s"
            )
        }
        let value = option.value ?? ""
        let words = value.split(omittingEmptySubsequences: false) { "+-".contains($0) }
        let named = value.hasPrefix("+") || value.hasPrefix("-") ? words.dropFirst() : words[...]
        if value != "0" {
            for word in named where !dispositions.contains(String(word)) {
                throw option.valueProblem(
                    "takes 0 or words such as default or default+forced, not "
                        + Quoted.readable(String(word))
                        + Quoted.suggestion(
                            Suggestion.nearest(to: String(word), among: dispositions)
                        )
                )
            }
        }
        return StreamChange(kind: kind, index: index, .disposition(value))
    }

    private static func parts(_ option: FFmpegOption) -> ArraySlice<Substring> {
        option.specifier?.split(separator: ":", omittingEmptySubsequences: false)[...] ?? []
    }

    private static func stream(
        _ parts: ArraySlice<Substring>
    ) -> (kind: MediaDescription.Kind, index: Int?)? {
        guard (1...2).contains(parts.count), let first = parts.first,
            let kind = StreamOptions.kinds[first]
        else { return nil }
        guard let number = parts.dropFirst().first else { return (kind, nil) }
        return StreamOptions.index(number).map { (kind, $0) }
    }

    private static let dispositions = [
        "default", "dub", "original", "comment", "lyrics", "karaoke", "forced",
        "hearing_impaired", "visual_impaired", "clean_effects", "attached_pic",
        "timed_thumbnails", "non_diegetic", "captions", "descriptions", "metadata", "dependent",
        "still_image",
    ]
}
