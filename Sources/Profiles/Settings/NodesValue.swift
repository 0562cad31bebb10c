internal import Model

/// Which nodes, from text: `arch:amd64 encoder:libx265 name:pi* !name:pi4`.
enum NodesValue {
    private static let expectation = "words such as arch:amd64, encoder:libx265 or !name:pi*"

    static func read(_ value: SettingValue) throws(LineProblem) -> NodeRule {
        var rule = NodeRule()
        for word in value.words {
            rule.terms.append(try term(word, value))
        }
        return rule
    }

    private static func term(
        _ word: PlacedWord,
        _ value: SettingValue
    ) throws(LineProblem) -> NodeRule.Term {
        let text = String(decoding: word.bytes, as: UTF8.self)
        let isNegative = text.hasPrefix("!")
        let parts = text.dropFirst(isNegative ? 1 : 0)
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw value.problem(
                "takes \(expectation), not \(Quoted.readable(text))",
                at: word.range
            )
        }
        guard let property = NodeRule.Property(rawValue: String(parts[0])) else {
            let names = NodeRule.Property.allCases.map(\.rawValue)
            throw value.problem(
                "takes \(Quoted.list(names, last: "or")) before the colon, not "
                    + Quoted.readable(String(parts[0]))
                    + Quoted.suggestion(Suggestion.nearest(to: String(parts[0]), among: names)),
                at: word.range
            )
        }
        let name = String(parts[1])
        if let reason = problem(property, name) {
            throw value.problem("takes \(reason)", at: word.range)
        }
        return NodeRule.Term(property, name, isNegative: isNegative)
    }

    /// What is taken, and that this is not.
    private static func problem(_ property: NodeRule.Property, _ name: String) -> String? {
        let shown = Quoted.readable(name)
        switch property {
        case .name:
            return Glob.problem(name).map { "a name, perhaps with * and ?, not \(shown): \($0)" }
        case .encoder:
            return OptionNames.encoder(meantBy: name).map {
                "the name of an encoder, not \(shown)" + Quoted.suggestion($0)
            }
        case .arch:
            if architectures.contains(name) { return nil }
            let meant =
                aliases[name.lowercased()]
                ?? Suggestion.nearest(to: name, among: architectures)
            return "an architecture as Debian calls it, such as amd64 or arm64, not \(shown)"
                + Quoted.suggestion(meant)
        }
    }

    private static let architectures = [
        "amd64", "arm64", "armhf", "armel", "i386", "riscv64", "ppc64el", "s390x", "loong64",
    ]

    private static let aliases = [
        "x86_64": "amd64", "x86-64": "amd64", "x64": "amd64", "intel": "amd64",
        "aarch64": "arm64", "armv8": "arm64", "armv7l": "armhf", "x86": "i386", "i686": "i386",
    ]
}
