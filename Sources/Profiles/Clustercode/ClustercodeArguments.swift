internal import Model

/// The words of a command line -> the options of its result.
struct ClustercodeArguments {
    private var rest: ArraySlice<PlacedWord>
    private var place: Place
    private var hasInput: Bool
    private var hasOutput = false
    private(set) var options: [FFmpegOption] = []
    private(set) var problems: [LineProblem] = []
    private(set) var notes: [LineProblem] = []

    /// ffmpeg takes options for the file that stands behind them.
    private enum Place { case beforeInput, beforeOutput, behindOutput }

    private static let input = Array("${INPUT}".utf8)
    private static let output = Array("${OUTPUT}".utf8)

    init(_ words: [PlacedWord]) {
        rest = words[...]
        hasInput = words.contains { $0.bytes.elementsEqual("-i".utf8) }
        place = hasInput ? .beforeInput : .beforeOutput
    }

    mutating func read() {
        guard !rest.isEmpty else {
            problems.append(LineProblem("there are no options of ffmpeg's in it", 0..<0))
            return
        }
        while problems.count < DocumentReading.problemsMax, let word = rest.popFirst() {
            do throws(LineProblem) {
                try take(word)
            } catch {
                problems.append(error)
            }
        }
        if !hasInput { problems.append(LineProblem("it has no  -i ${INPUT}", 0..<0)) }
        if !hasOutput { problems.append(LineProblem("it has no  ${OUTPUT}  at its end", 0..<0)) }
        guard !options.contains(where: { $0.name == "map" }) else { return }
        notes.append(LineProblem(ClustercodeArguments.tracks, 0..<0))
    }

    private static let tracks =
        "there is no -map, for which ffmpeg takes one picture, one track of sound and one of "
        + "subtitles; here all tracks are kept. For the old way write -map 0:v:0 -map 0:a:0? "
        + "-map 0:s:0?"

    private mutating func take(_ word: PlacedWord) throws(LineProblem) {
        if word.bytes.elementsEqual("-i".utf8) { return try takeInput(word) }
        guard let base = FFmpegOptionNames.base(of: word.bytes) else { return try takeBare(word) }
        let value = FFmpegOptionNames.takesValue(base) ? takeValue() : nil
        if let value { try ClustercodeArguments.checkPlaceholders(value) }
        let text = value.map { String(decoding: $0.bytes, as: UTF8.self) }
        let end = (value ?? word).range.upperBound
        if let reason = PassedOver.reason(base, text, isBeforeInput: place == .beforeInput) {
            let words = [word.bytes] + (value.map { [$0.bytes] } ?? [])
            let shown = words.map(FFmpegOptionReader.shown).joined(separator: " ")
            notes.append(
                LineProblem("\(shown) is passed over: \(reason)", word.range.lowerBound..<end)
            )
            return
        }
        try checkPlace(of: word, base)
        var reader = FFmpegOptionReader([word] + (value.map { [$0] } ?? missing(behind: base)))
        if let option = try reader.next() { options.append(option) }
    }

    /// Nil where an option or the result stands in the value's place.
    private mutating func takeValue() -> PlacedWord? {
        guard let word = rest.first, !FFmpegOptionNames.isWellKnown(word.bytes),
            word.bytes != ClustercodeArguments.output
        else { return nil }
        rest.removeFirst()
        return word
    }

    /// What shows that a value was forgotten.
    private func missing(behind base: String) -> [PlacedWord] {
        guard FFmpegOptionNames.takesValue(base), let word = rest.first,
            word.bytes != ClustercodeArguments.output
        else { return [] }
        return [word]
    }

    private func checkPlace(of word: PlacedWord, _ base: String) throws(LineProblem) {
        let shown = FFmpegOptionReader.shown(word.bytes)
        switch place {
        case .beforeOutput: return
        case .beforeInput:
            if let reason = RefusedOptions.reason(base) {
                throw LineProblem("\(shown) is not taken: \(reason)", word.range)
            }
            throw LineProblem(
                "\(shown) stands before -i, where it says how the source is read, which is not "
                    + "said here; write it behind  -i ${INPUT}  if the result is meant",
                word.range
            )
        case .behindOutput:
            throw LineProblem(
                "\(shown) stands behind ${OUTPUT}, where it would be for a second result; "
                    + "write it before",
                word.range
            )
        }
    }

    // MARK: The source and the result

    private mutating func takeInput(_ word: PlacedWord) throws(LineProblem) {
        let isSecond = place != .beforeInput
        place = .beforeOutput
        guard let value = rest.first, value.bytes.first != UInt8(ascii: "-") else {
            throw LineProblem("-i needs a value: ${INPUT}", word.range)
        }
        rest.removeFirst()
        guard value.bytes == ClustercodeArguments.input else {
            throw LineProblem(
                "-i takes ${INPUT} and no other file: a result is made of one source",
                value.range
            )
        }
        if isSecond {
            throw LineProblem(
                "-i stands here twice; a result is made of one source",
                word.range
            )
        }
    }

    private mutating func takeBare(_ word: PlacedWord) throws(LineProblem) {
        let shown = Quoted.readable(word.bytes)
        if word.bytes == ClustercodeArguments.output {
            if hasOutput {
                throw LineProblem("${OUTPUT} stands here twice; a profile makes one", word.range)
            }
            (hasOutput, place) = (true, .behindOutput)
            return
        }
        if word.bytes == ClustercodeArguments.input {
            throw LineProblem("-i is missing before ${INPUT}", word.range)
        }
        try ClustercodeArguments.checkPlaceholders(word)
        if hasOutput {
            throw LineProblem("\(shown) would be a second result; a profile makes one", word.range)
        }
        throw LineProblem(
            "\(shown) is no option and belongs to none before it; what holds spaces stands in "
                + "double quotes",
            word.range
        )
    }

    /// Those that stand where a path cannot be put in, and those that nobody knows.
    private static func checkPlaceholders(_ word: PlacedWord) throws(LineProblem) {
        let text = String(decoding: word.bytes, as: UTF8.self)
        guard let start = text.firstRange(of: "${") else { return }
        let name = text[start.lowerBound...].prefix { $0 != "}" } + "}"
        let known = ["${INPUT}", "${OUTPUT}"]
        guard known.contains(String(name)) else {
            throw LineProblem(
                "unknown placeholder \(Quoted.readable(String(name)))"
                    + Quoted.suggestion(Suggestion.nearest(to: String(name), among: known)),
                word.range
            )
        }
        throw LineProblem(
            "\(name) stands as a word of its own, behind -i or at the end: slices and results "
                + "have names of \(Product.name)'s until they are whole",
            word.range
        )
    }
}
