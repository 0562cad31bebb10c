internal import Model

/// A condition from text: `video_codec=h264 and height<=1080 or bitrate<2M`.
struct ConditionReader {
    private let value: SettingValue
    private var rest: ArraySlice<ValuePiece>
    /// For what is missing at the end.
    private let whole: ValuePiece

    static func read(
        _ value: SettingValue,
        _ text: ProfileText
    ) throws(LineProblem) -> FilmCondition {
        let placed = PlacedText(value.words, text)
        var reader = ConditionReader(value, placed)
        return try reader.read()
    }

    private init(_ value: SettingValue, _ placed: PlacedText) {
        self.value = value
        whole = placed.piece(0..<placed.bytes.count)
        var pieces: [ValuePiece] = []
        var index = 0
        while index < placed.bytes.count {
            let length = ConditionReader.length(placed.bytes[index...])
            if !ConditionReader.isBlank(placed.bytes[index]) {
                pieces.append(placed.piece(index..<index + length))
            }
            index += length
        }
        rest = pieces[...]
    }

    /// Of the sign or the word at the beginning.
    private static func length(_ bytes: ArraySlice<UInt8>) -> Int {
        let signs = bytes.prefix { "<>=!&".utf8.contains($0) }.count
        if signs > 0 { return signs }
        return max(1, bytes.prefix { !isBlank($0) && !"<>=!&".utf8.contains($0) }.count)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private mutating func read() throws(LineProblem) -> FilmCondition {
        var alternatives: [[FilmCondition.Term]] = [[]]
        while true {
            alternatives[alternatives.count - 1].append(try term())
            guard let word = rest.popFirst() else {
                return FilmCondition(alternatives: alternatives)
            }
            switch word.text {
            case "and": continue
            case "or": alternatives.append([])
            default:
                let meant = ["&": "and", "&&": "and", "||": "or", "AND": "and", "OR": "or"]
                throw value.problem(
                    "has \"and\" or \"or\" between two comparisons, not "
                        + Quoted.readable(word.text) + Quoted.suggestion(meant[word.text]),
                    at: word.range
                )
            }
        }
    }

    private mutating func term() throws(LineProblem) -> FilmCondition.Term {
        let name = try next("a comparison such as height<=1080")
        guard let property = FilmCondition.Property(rawValue: name.text) else {
            let names = FilmCondition.Property.allCases.map(\.rawValue)
            let meant = Self.meant[name.text] ?? Suggestion.nearest(to: name.text, among: names)
            throw value.problem(
                "asks for \(Quoted.list(names, last: "or")), not \(Quoted.readable(name.text))"
                    + Quoted.suggestion(meant),
                at: name.range
            )
        }
        let sign = try next("a sign such as = or <= behind \(property.rawValue)")
        guard let comparison = FilmCondition.Comparison(rawValue: sign.text) else {
            let meant = ["==": "=", "=<": "<=", "=>": ">=", "<>": "!=", "=!": "!="]
            let signs = FilmCondition.Comparison.allCases.map(\.rawValue)
            throw value.problem(
                "compares by \(Quoted.list(signs, last: "or")), not \(Quoted.readable(sign.text))"
                    + Quoted.suggestion(meant[sign.text]),
                at: sign.range
            )
        }
        let word = try next("a value behind \(property.rawValue)\(sign.text)")
        return .init(property, comparison, try value(of: property, comparison, word))
    }

    private mutating func next(_ expectation: String) throws(LineProblem) -> ValuePiece {
        guard let piece = rest.popFirst() else {
            throw value.problem("ends where \(expectation) is missing", at: whole.range)
        }
        return piece
    }

    private func value(
        of property: FilmCondition.Property,
        _ comparison: FilmCondition.Comparison,
        _ word: ValuePiece
    ) throws(LineProblem) -> FilmCondition.Value {
        switch property {
        case .videoCodec, .audioCodec, .container:
            guard comparison == .equal || comparison == .unequal else {
                throw value.problem(
                    "compares \(property.rawValue) by = or !=, not by \(comparison.rawValue)",
                    at: word.range
                )
            }
            return .words(try words(of: property, word))
        default:
            guard let number = ConditionNumber.read(word.text, property) else {
                throw value.problem(
                    "compares \(property.rawValue) with \(ConditionNumber.expectation(property)), "
                        + "not \(Quoted.readable(word.text))",
                    at: word.range
                )
            }
            return .number(number)
        }
    }

    private func words(
        of property: FilmCondition.Property,
        _ word: ValuePiece
    ) throws(LineProblem) -> [String] {
        var words: [String] = []
        for part in word.text.split(separator: "|", omittingEmptySubsequences: false) {
            let name = part.lowercased()
            if name.isEmpty {
                throw value.problem("has nothing on one side of \"|\"", at: word.range)
            }
            if property == .container {
                words.append(Container.isKnown(name) ? Container.named(name).name : name)
                continue
            }
            if let meant = Self.codecs[name] {
                throw value.problem(
                    "takes a codec by libav's name, not \(Quoted.readable(String(part)))"
                        + Quoted.suggestion(meant),
                    at: word.range
                )
            }
            words.append(name)
        }
        return words
    }

    private static let meant = [
        "codec": "video_codec", "vcodec": "video_codec", "acodec": "audio_codec",
        "bit_rate": "bitrate", "rate": "fps", "framerate": "fps", "format": "container",
        "length": "duration", "bits": "bit_depth", "depth": "bit_depth", "filesize": "size",
    ]

    private static let codecs = [
        "h265": "hevc", "x265": "hevc", "libx265": "hevc", "x264": "h264", "avc": "h264",
        "libx264": "h264", "mpeg2": "mpeg2video", "mpeg-2": "mpeg2video", "xvid": "mpeg4",
        "divx": "mpeg4", "av01": "av1", "ac-3": "ac3", "e-ac-3": "eac3", "prores422": "prores",
    ]
}

/// Numbers of a condition, each in the unit of what is compared.
enum ConditionNumber {
    static func read(_ text: String, _ property: FilmCondition.Property) -> Double? {
        switch property {
        case .width, .height, .bitDepth:
            return SettingValue.whole(text).flatMap { $0 >= 0 ? Double($0) : nil }
        case .frameRate: return SettingValue.rate(text)?.value
        case .bitRate: return bitRate(text)
        case .size: return Measure.size(text).map(Double.init)
        case .duration:
            return Measure.duration(text).map {
                Double($0.components.seconds) + Double($0.components.attoseconds) / 1e18
            }
        case .videoCodec, .audioCodec, .container: return nil
        }
    }

    static func expectation(_ property: FilmCondition.Property) -> String {
        switch property {
        case .bitRate: "bits a second such as 6M or 800K"
        case .frameRate: "a rate such as 30 or 30000/1001"
        case .size: "a size such as 700M or 2G"
        case .duration: "a time such as 90s or 2h"
        case .bitDepth: "a whole number such as 10"
        default: "a whole number such as 1080"
        }
    }

    /// In powers of 1000, as encoders count.
    private static func bitRate(_ text: String) -> Double? {
        let factors: [Character: Int] = ["k": 1_000, "K": 1_000, "M": 1_000_000]
        let factor = text.last.flatMap { factors[$0] }
        guard let number = Decimal3(factor == nil ? text : String(text.dropLast())) else {
            return nil
        }
        return Double(number.thousandths) / 1_000 * Double(factor ?? 1)
    }
}
