internal import Model

/// The value of a key, and how it is refused.
struct SettingValue {
    let key: String
    let words: [PlacedWord]
    private let valueRange: Range<Int>

    init(_ assignment: ProfileDocument.Assignment) {
        (key, words, valueRange) = (assignment.key, assignment.words, assignment.valueRange)
    }

    /// The only word.
    func word() throws(LineProblem) -> PlacedWord {
        if words.count > 1 { throw LineProblem("there is more behind the value", words[1].range) }
        return words[0]
    }

    func text() throws(LineProblem) -> String {
        String(decoding: try word().bytes, as: UTF8.self)
    }

    /// What all words say, however they are quoted.
    var joined: String {
        words.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ")
    }

    func problem(takes expectation: String, meant: String? = nil) -> LineProblem {
        LineProblem(
            "\(key) takes \(expectation), not \(Quoted.readable(joined))"
                + Quoted.suggestion(meant),
            valueRange
        )
    }

    func problem(_ message: String) -> LineProblem {
        LineProblem("\(key) \(message)", valueRange)
    }

    /// Of a part of the value.
    func problem(_ message: String, at range: Range<Int>) -> LineProblem {
        LineProblem("\(key) \(message)", range)
    }

    // MARK: Kinds of values

    func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type
    ) throws(LineProblem) -> Choice where Choice.RawValue == String {
        let text = try text()
        if let choice = Choice(rawValue: text) { return choice }
        let words = type.allCases.map(\.rawValue)
        throw problem(
            takes: Quoted.list(words, last: "or"),
            meant: Suggestion.nearest(to: text, among: words)
        )
    }

    func yesOrNo() throws(LineProblem) -> Bool {
        let text = try text()
        let meant = [
            "true": "yes", "on": "yes", "1": "yes", "false": "no", "off": "no", "0": "no",
        ]
        switch text {
        case "yes": return true
        case "no": return false
        default:
            throw problem(
                takes: "yes or no",
                meant: meant[text.lowercased()]
                    ?? Suggestion.nearest(to: text, among: ["yes", "no"])
            )
        }
    }

    func number(_ range: ClosedRange<Int>, _ expectation: String) throws(LineProblem) -> Int {
        let text = try text()
        guard let number = SettingValue.whole(text), range.contains(number) else {
            throw problem(takes: expectation)
        }
        return number
    }

    /// Without a sign but a minus.
    static func whole(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(Measure.isDigit) else { return nil }
        return Int(text)
    }

    /// A rate as ffmpeg writes it: `30`, `29.97`, `30000/1001`.
    static func rate(_ text: String) -> Rational? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let top = whole(String(parts[0])),
            let bottom = whole(String(parts[1])),
            (1...1_000_000).contains(top), (1...1_000_000).contains(bottom)
        {
            return Rational(Int64(top), Int64(bottom))
        }
        guard parts.count == 1, let number = Decimal3(text),
            (1...1_000_000).contains(number.thousandths)
        else { return nil }
        return number.thousandths % 1_000 == 0
            ? Rational(Int64(number.thousandths / 1_000), 1)
            : Rational(Int64(number.thousandths), 1_000)
    }
}

/// A number with up to three digits behind its point.
struct Decimal3 {
    let thousandths: Int

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].utf8.count <= 12,
            parts.allSatisfy({ $0.utf8.allSatisfy(Measure.isDigit) }), let whole = Int(parts[0])
        else { return nil }
        var fraction = 0
        if parts.count == 2 {
            let digits = parts[1]
            guard (1...3).contains(digits.utf8.count), let number = Int(digits) else { return nil }
            fraction = number * [100, 10, 1][digits.utf8.count - 1]
        }
        thousandths = whole * 1_000 + fraction
    }
}
