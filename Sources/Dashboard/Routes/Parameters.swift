internal import Model

/// What a route takes behind the `?` of its address.
struct Parameter: Hashable, Sendable {
    let name: String
    let isRequired: Bool

    init(_ name: String, isRequired: Bool = false) {
        (self.name, self.isRequired) = (name, isRequired)
    }
}

/// What was given for them. Each that is not understood is told, rather than passed over: a filter
/// with a typing error would show everything.
struct Parameters {
    private var values: [String: [UInt8]] = [:]

    init(_ query: String?, _ allowed: [Parameter]) throws(Refused) {
        for part in (query ?? "").split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let bytes = PercentCoding.decoded(sides[0], plusIsSpace: true),
                let value = PercentCoding.decoded(
                    sides.count == 2 ? sides[1] : "",
                    plusIsSpace: true
                )
            else {
                throw .wrong("the escapes of the query are broken at \(Parameters.shown(part))")
            }
            let name = String(decoding: bytes, as: UTF8.self)
            guard allowed.contains(where: { $0.name == name }) else {
                throw Parameters.unknown(name, allowed)
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .wrong("the parameter \(name) is given twice")
            }
        }
        for parameter in allowed where parameter.isRequired && values[parameter.name] == nil {
            throw .wrong("the parameter \(parameter.name) is missing")
        }
    }

    private static func unknown(_ name: String, _ allowed: [Parameter]) -> Refused {
        let names = allowed.map(\.name)
        let near = Suggestion.nearest(to: name, among: names)
        let known = names.isEmpty ? "there are none" : "there are \(names.joined(separator: ", "))"
        return .wrong(
            "there is no parameter \(shown(name)); "
                + (near.map { "did you mean \($0)?" } ?? known)
        )
    }

    private static func shown(_ text: some StringProtocol) -> String {
        Quoted.readable(String(text.prefix(80)))
    }

    func bytes(_ name: String) -> [UInt8]? { values[name] }

    func text(_ name: String) throws(Refused) -> String? {
        guard let bytes = values[name] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .wrong("the parameter \(name) is not UTF-8")
        }
        return text
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws(Refused) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range.contains(number), text.utf8.first != UInt8(ascii: "+")
        else {
            throw .wrong(
                "the parameter \(name) is a number from \(range.lowerBound) to "
                    + "\(range.upperBound), and not \(Parameters.shown(text))"
            )
        }
        return number
    }

    func flag(_ name: String) throws(Refused) -> Bool? {
        try choice(name, ["true", "false"]).map { $0 == "true" }
    }

    func choice(_ name: String, _ choices: [String]) throws(Refused) -> String? {
        guard let text = try text(name) else { return nil }
        guard choices.contains(text) else {
            throw .wrong(
                "the parameter \(name) is one of \(choices.joined(separator: ", ")), and not "
                    + Parameters.shown(text)
            )
        }
        return text
    }

    /// Nil where it is not given.
    func moment(_ name: String) throws(Refused) -> WallTime? {
        guard let text = try text(name) else { return nil }
        guard let time = WallTime(rfc3339: text) else {
            throw .wrong(
                "the parameter \(name) is a moment in UTC such as 2026-11-20T22:14:05Z, and not "
                    + Parameters.shown(text)
            )
        }
        return time
    }

    func path(_ name: String) throws(Refused) -> Path? {
        guard let bytes = values[name] else { return nil }
        guard let path = Path(bytes: bytes) else {
            throw .wrong("the parameter \(name) is no path: it is empty, or has a byte of 0 in it")
        }
        return path
    }

    var page: (offset: Int, limit: Int?) {
        get throws(Refused) {
            (
                try number("offset", 0...Parameters.offsetMax) ?? 0,
                try number("limit", 0...Parameters.limitMax)
            )
        }
    }

    /// Of rows in one answer; who wants all of the history exports it.
    static let limitMax = 1_000
    static let offsetMax = Int(Int32.max)
}
