internal import Model

/// What an option is about.
enum Target: String, CaseIterable, Sendable {
    case video, audio, subtitles, streams, mux

    /// The section of a profile in which its options stand.
    var section: String { "[\(rawValue)]" }
}

/// One option of ffmpeg's as it was written, read but not yet understood.
struct FFmpegOption: Sendable {
    /// Without its dash and its stream, under the name that the long form has: `c` for `-vcodec`.
    let name: String
    /// What its stream says, or its own old form; nil when neither does.
    let target: Target?
    /// What stands behind its first colon, for options of streams; nil where there is none.
    var specifier: String?
    /// Nil for one that takes none.
    let value: String?
    /// As it was typed, for messages.
    let spelling: String
    let range: Range<Int>
    let valueRange: Range<Int>

    func problem(_ message: String) -> LineProblem { LineProblem("\(spelling): \(message)", range) }

    func valueProblem(_ message: String) -> LineProblem {
        LineProblem("\(spelling) \(message)", valueRange)
    }
}

/// Words of a line -> its options.
struct FFmpegOptionReader {
    private var rest: ArraySlice<PlacedWord>

    init(_ words: [PlacedWord]) { rest = words[...] }

    /// Nil at the end. After an error the rest can be read on.
    mutating func next() throws(LineProblem) -> FFmpegOption? {
        guard let word = rest.popFirst() else { return nil }
        guard let base = FFmpegOptionNames.base(of: word.bytes) else {
            let shown = Quoted.readable(word.bytes)
            throw LineProblem("\(shown) is no option and belongs to none before it", word.range)
        }
        let spelling = FFmpegOptionReader.shown(word.bytes)
        if word.bytes.contains(UInt8(ascii: "=")) {
            let name = spelling.prefix { $0 != "=" }
            throw LineProblem(
                "\(spelling): the value stands behind the option as a word of its own: "
                    + "\(name) VALUE",
                word.range
            )
        }
        if let reason = RefusedOptions.reason(base) {
            if FFmpegOptionNames.takesValue(base) { _ = try? self.value(of: word) }
            throw LineProblem("\(spelling) is not taken: \(reason)", word.range)
        }
        let value = FFmpegOptionNames.takesValue(base) ? try self.value(of: word) : nil
        let (name, ownTarget) = FFmpegOptionReader.longForm(base)
        let isOfStreams = StreamOptions.names.contains(name)
        let target =
            isOfStreams ? .streams : try FFmpegOptionReader.target(of: word, spelling) ?? ownTarget
        return FFmpegOption(
            name: name,
            target: target,
            specifier: isOfStreams ? FFmpegOptionReader.specifier(of: word) : nil,
            value: try value.map { word throws(LineProblem) in try text(of: word, spelling) },
            spelling: spelling,
            range: word.range,
            valueRange: value?.range ?? word.range
        )
    }

    private mutating func value(of option: PlacedWord) throws(LineProblem) -> PlacedWord {
        let spelling = FFmpegOptionReader.shown(option.bytes)
        guard let word = rest.first else {
            throw LineProblem("\(spelling) needs a value", option.range)
        }
        guard !FFmpegOptionNames.isWellKnown(word.bytes) else {
            let other = Quoted.readable(word.bytes)
            throw LineProblem(
                "\(spelling) needs a value; behind it stands the option \(other)",
                option.range
            )
        }
        rest.removeFirst()
        return word
    }

    private func text(of word: PlacedWord, _ spelling: String) throws(LineProblem) -> String {
        guard !word.bytes.isEmpty else {
            throw LineProblem("\(spelling) needs a value; the one behind it is empty", word.range)
        }
        guard let text = String(validating: word.bytes, as: UTF8.self) else {
            let shown = Quoted.readable(word.bytes)
            throw LineProblem("\(spelling): the value \(shown) is not UTF-8", word.range)
        }
        return text
    }

    /// On one line, of a length that a message bears: a file may hold words as long as itself.
    static func shown(_ bytes: [UInt8]) -> String {
        let text = ReadableBytes.escaped(Array(bytes.prefix(4 * Quoted.scalarsMax)))
        guard text.unicodeScalars.count > Quoted.scalarsMax else { return text }
        return String(text.unicodeScalars.prefix(Quoted.scalarsMax)) + "…"
    }

    private static func specifier(of word: PlacedWord) -> String? {
        guard let colon = word.bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return String(validating: word.bytes[(colon + 1)...], as: UTF8.self)
    }

    /// ffmpeg keeps old forms of some names.
    private static func longForm(_ base: String) -> (name: String, target: Target?) {
        switch base {
        case "vcodec": ("c", .video)
        case "acodec": ("c", .audio)
        case "scodec": ("c", .subtitles)
        case "codec": ("c", nil)
        case "vf": ("filter", .video)
        case "af": ("filter", .audio)
        case "ab": ("b", .audio)
        case "aq": ("q", .audio)
        case "vb": ("b", .video)
        case "qscale": ("q", nil)
        case "vprofile": ("profile", .video)
        case "aprofile": ("profile", .audio)
        case "vtag": ("tag", .video)
        default: (base, nil)
        }
    }

    /// What stands behind the colon: a kind of stream, and perhaps which of them.
    private static func target(
        of word: PlacedWord,
        _ spelling: String
    ) throws(LineProblem) -> Target? {
        let parts = spelling.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
        guard let kind = parts.first else { return nil }
        let targets: [Substring: Target] = [
            "v": .video, "V": .video, "a": .audio, "s": .subtitles,
        ]
        guard let target = targets[kind] else {
            throw LineProblem(
                "\(spelling): streams are chosen by kind only: :v, :a or :s",
                word.range
            )
        }
        guard let index = parts.dropFirst().first else { return target }
        // There is one picture; all tracks of sound are encoded alike.
        guard target == .video, index == "0", parts.count == 2 else {
            let whole = spelling.prefix { $0 != ":" } + ":\(kind)"
            throw LineProblem(
                "\(spelling): options hold for every stream of a kind; write \(whole)",
                word.range
            )
        }
        return target
    }
}
