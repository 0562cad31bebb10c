internal import Model

/// What `key = value` lines under a heading say.
enum SectionSettings {
    /// Throws where a value is wrong.
    static func check(
        _ assignment: ProfileDocument.Assignment,
        in section: SectionName
    ) throws(LineProblem) {
        switch section {
        case .target:
            var streams = StreamChoice()
            try set(assignment, &streams)
        case .hls:
            var segments = Ladder.Segments()
            try set(assignment, &segments)
        case .rendition:
            var rendition = RenditionSize()
            try rendition.set(assignment)
        case .sound: preconditionFailure("our bug: no keys stand under \(section.title)")
        }
    }

    static func set(
        _ assignment: ProfileDocument.Assignment,
        _ streams: inout StreamChoice
    ) throws(LineProblem) {
        let value = SettingValue(assignment)
        switch StreamsKey(rawValue: assignment.key) {
        case .audio: streams.audio = try tracks(value)
        case .subtitles: streams.subtitles = try tracks(value)
        case .defaultAudio: streams.defaultAudio = try track(value)
        case .defaultSubtitles: streams.defaultSubtitles = try track(value)
        case nil: preconditionFailure("our bug: \(assignment.key) says nothing of streams")
        }
    }

    private static func tracks(_ value: SettingValue) throws(LineProblem) -> StreamChoice.Tracks {
        let words = value.words.map { String(decoding: $0.bytes, as: UTF8.self) }
        if words == ["all"] { return .all }
        if words == ["none"] { return .none }
        var languages: [String] = []
        for word in value.words {
            let language = try self.language(word, value, "all, none or languages such as eng deu")
            if !languages.contains(language) { languages.append(language) }
        }
        return .languages(languages)
    }

    private static func track(_ value: SettingValue) throws(LineProblem) -> String {
        let word = try value.word()
        return word.bytes.elementsEqual("none".utf8)
            ? "none" : try language(word, value, "none or a language such as eng")
    }

    private static func language(
        _ word: PlacedWord,
        _ value: SettingValue,
        _ expectation: String
    ) throws(LineProblem) -> String {
        let text = String(decoding: word.bytes, as: UTF8.self)
        let isLetters = text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        let isKeyword = ["all", "none"].contains(text)
        guard isLetters, (2...3).contains(text.utf8.count), !isKeyword else {
            throw value.problem(
                "takes \(expectation), not \(Quoted.readable(text))"
                    + Quoted.suggestion(isKeyword ? nil : LanguageNames.code(of: text)),
                at: word.range
            )
        }
        return text
    }

    static func set(
        _ assignment: ProfileDocument.Assignment,
        _ segments: inout Ladder.Segments
    ) throws(LineProblem) {
        let value = SettingValue(assignment)
        switch SegmentsKey(rawValue: assignment.key) {
        case .segment:
            let range: ClosedRange<Duration> = .seconds(1) ... .seconds(60)
            guard let length = Measure.duration(try value.text()), range.contains(length) else {
                throw value.problem(takes: "a time from 1s to 60s, such as 4s")
            }
            let (seconds, attoseconds) = length.components
            segments.milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        case .playlist: segments.playlist = try value.choice(of: Ladder.Segments.Playlist.self)
        case .dash: segments.hasDASH = try value.yesOrNo()
        case .segmentFiles: segments.areFiles = try value.yesOrNo()
        case nil: preconditionFailure("our bug: \(assignment.key) says nothing of segments")
        }
    }
}

/// What the keys of a rendition say.
struct RenditionSize: Hashable {
    var width: Int?
    var height: Int?
    var rateMax: Rational?

    mutating func set(_ assignment: ProfileDocument.Assignment) throws(LineProblem) {
        let value = SettingValue(assignment)
        switch RenditionKey(rawValue: assignment.key) {
        case .height: height = try RenditionSize.pixels(value, "720")
        case .width: width = try RenditionSize.pixels(value, "1280")
        case .rateMax:
            guard let rate = SettingValue.rate(try value.text()) else {
                throw value.problem(takes: "a rate such as 30 or 30000/1001")
            }
            rateMax = rate
        case nil: preconditionFailure("our bug: \(assignment.key) says nothing of a rendition")
        }
    }

    /// Odd sizes have no colours in most pixel formats.
    private static func pixels(_ value: SettingValue, _ example: String) throws(LineProblem) -> Int
    {
        let text = try value.text()
        guard let number = SettingValue.whole(text), (16...16_384).contains(number),
            number.isMultiple(of: 2)
        else { throw value.problem(takes: "an even number from 16 to 16384, such as \(example)") }
        return number
    }
}

/// Languages as people call them, for suggestions.
enum LanguageNames {
    static func code(of name: String) -> String? {
        let name = name.lowercased()
        // A tag with a country, as on the web.
        let first = name.prefix { $0 != "-" && $0 != "_" }
        if first.count < name.count, (2...3).contains(first.count) { return String(first) }
        return codes[name] ?? (name.utf8.count <= 3 && !name.isEmpty ? name : nil)
    }

    private static let codes = [
        "english": "eng", "german": "deu", "deutsch": "deu", "french": "fra", "spanish": "spa",
        "italian": "ita", "japanese": "jpn", "portuguese": "por", "russian": "rus",
        "chinese": "zho", "dutch": "nld", "polish": "pol", "swedish": "swe", "korean": "kor",
    ]
}
