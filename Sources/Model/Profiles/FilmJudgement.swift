/// What a condition says of one film.
public struct FilmJudgement: Hashable, Sendable {
    public var holds: Bool
    /// What was found, for people: `video_codec is h264, height is 1080` where it holds, what stood
    /// against it where it does not.
    public var reason: String
}

extension FilmCondition {
    /// What is not known of the film holds against every comparison: it is encoded rather than
    /// passed over.
    public func judge(_ film: MediaDescription) -> FilmJudgement {
        var obstacles: [String] = []
        for alternative in alternatives {
            let findings = alternative.map { (term: $0, found: $0.property.value(of: film)) }
            guard let obstacle = findings.first(where: { !$0.term.holds($0.found) }) else {
                let found = findings.map { "\($0.term.property.rawValue) is \($0.found.text)" }
                return FilmJudgement(holds: true, reason: found.joined(separator: ", "))
            }
            let (term, found) = obstacle
            let text = "\(term.property.rawValue) is \(found.text), not \(term.wanted)"
            if !obstacles.contains(text) { obstacles.append(text) }
        }
        return FilmJudgement(holds: false, reason: obstacles.joined(separator: "; "))
    }
}

extension FilmCondition.Term: CustomStringConvertible {
    fileprivate func holds(_ found: FoundValue) -> Bool {
        switch (value, found) {
        case (.words(let wanted), .words(let words)):
            // With several tracks each has to be one of them, or each has to be none.
            let isOne = { (word: String) in wanted.contains(word) }
            return comparison == .equal ? words.allSatisfy(isOne) : !words.contains(where: isOne)
        case (.words(let wanted), .names(let names)):
            return names.contains(where: wanted.contains) == (comparison == .equal)
        case (.number(let wanted), .number(let number, _)):
            return comparison.holds(number, wanted)
        default: return false
        }
    }

    /// As the profile may write it.
    public var description: String { "\(property.rawValue)\(comparison.rawValue)\(wantedValue)" }

    fileprivate var wanted: String {
        (comparison == .equal ? "" : comparison.rawValue) + wantedValue
    }

    private var wantedValue: String {
        switch value {
        case .words(let words): words.joined(separator: "|")
        case .number(let number): FilmCondition.text(number, property)
        }
    }
}

extension FilmCondition.Comparison {
    fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .unequal: left != right
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        }
    }
}

/// What a film has of a property.
private enum FoundValue {
    case unknown
    /// Of its tracks.
    case words([String])
    /// All of one thing.
    case names([String])
    case number(Double, String)

    var text: String {
        switch self {
        case .unknown: "not known"
        case .words(let words): words.joined(separator: " and ")
        case .names(let names): names.joined(separator: ",")
        case .number(_, let text): text
        }
    }
}

extension FilmCondition.Property {
    fileprivate func value(of film: MediaDescription) -> FoundValue {
        let main = film.mainVideo.flatMap { index in film.streams.first { $0.index == index } }
        switch self {
        case .videoCodec: return main?.codec.map { .words([$0]) } ?? .unknown
        case .audioCodec:
            let tracks = film.streams.filter { $0.kind == .audio }
            let codecs = tracks.compactMap(\.codec)
            guard !tracks.isEmpty, codecs.count == tracks.count else { return .unknown }
            return .words(codecs.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        case .container: return .names(film.container.name.split(separator: ",").map(String.init))
        default: return number(of: film, main).map(found) ?? .unknown
        }
    }

    private func found(_ number: Double) -> FoundValue {
        .number(number, FilmCondition.text(number, self))
    }

    private func number(of film: MediaDescription, _ main: MediaDescription.Stream?) -> Double? {
        let picture = main?.video?.picture
        switch self {
        case .width: return picture.flatMap { $0.width > 0 ? Double($0.width) : nil }
        case .height: return picture.flatMap { $0.height > 0 ? Double($0.height) : nil }
        case .bitDepth: return picture?.pixelFormat.map { Double(PixelFormatName.bitDepth($0)) }
        case .frameRate:
            let rate = main?.video.flatMap { $0.frameRate ?? $0.averageRate ?? $0.tickRate }
            return rate.flatMap { $0.isPositive ? $0.value : nil }
        case .duration: return film.seconds
        case .size: return film.container.bytes.map(Double.init)
        case .bitRate: return film.bitRate
        case .videoCodec, .audioCodec, .container: return nil
        }
    }
}

extension MediaDescription {
    fileprivate var seconds: Double? {
        container.durationMicroseconds.flatMap { $0 > 0 ? Double($0) / 1e6 : nil }
    }

    /// Of the whole file.
    fileprivate var bitRate: Double? {
        if let rate = container.bitRate, rate > 0 { return Double(rate) }
        guard let bytes = container.bytes, let seconds else { return nil }
        return Double(bytes) * 8 / seconds
    }
}

extension FilmCondition {
    fileprivate static func text(_ number: Double, _ property: Property) -> String {
        switch property {
        case .bitRate: "\(decimal(number / 1_000_000))M"
        case .duration: "\(decimal(number))s"
        case .size: "\(decimal(number / 1_048_576))M"
        default: decimal(number)
        }
    }

    private static func decimal(_ number: Double) -> String {
        let text = Figures.decimal(number, digits: 3)
        guard text.contains(".") else { return text }
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(short.reversed())
    }
}

/// What the names of libav's pixel formats say.
enum PixelFormatName {
    /// Of one component: behind the letters of its planes, such as `p10le`, or of those of all of
    /// them together, such as `rgb48`.
    static func bitDepth(_ name: String) -> Int {
        var text = name[...]
        for order in ["le", "be"] where text.hasSuffix(order) { text = text.dropLast(2) }
        let digits = text.reversed().prefix { $0.isNumber }.reversed()
        guard let number = Int(String(digits)) else { return 8 }
        let letters = text.dropLast(digits.count)
        switch (letters, number) {
        case ("rgb", 48), ("bgr", 48), ("rgba", 64), ("bgra", 64), ("ayuv", 64): return 16
        case ("p", _) where number % 100 > 8: return number % 100
        case (_, 9...16) where letters.hasSuffix("p") || packed.contains(String(letters)):
            return number
        case ("y", 210...216): return number % 100
        case ("xv", 30): return 10
        case ("xv", 36): return 12
        default: return 8
        }
    }

    private static let packed: Set = ["gray", "ya", "x2rgb", "x2bgr", "xyz"]
}
