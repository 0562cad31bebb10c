internal import Model

/// What the lines above the headings say.
struct ProfileSettings: Sendable {
    private(set) var container: Container?
    private(set) var sliceMilliseconds: Int64?
    private(set) var onDamage: EncodeRecipe.DamageRule?

    /// For people alone.
    private static let texts = ["name", "description"]
    private static let keys = ["container", "slice", "on_damage"]
    /// For folders that are watched.
    private static let later = [
        "extends", "copy_streams", "skip_if", "min_saving", "priority", "hours", "nodes", "tries",
        "on_conflict", "source", "keep_times", "passes",
    ]

    static func hasMeaning(_ key: String) -> Bool { !texts.contains(key) }

    static func check(_ key: String, _ range: Range<Int>) throws(LineProblem) {
        let known = keys + texts
        guard !known.contains(key) else { return }
        guard !later.contains(key) else {
            throw LineProblem(
                "\(Quoted.readable(key)) is not part of \(Product.name) \(Product.version) yet",
                range
            )
        }
        let near = Suggestion.nearest(to: key, among: known)
        throw LineProblem("unknown key \(Quoted.readable(key))" + Quoted.suggestion(near), range)
    }

    mutating func set(_ key: String, _ word: PlacedWord) throws(LineProblem) {
        let text = String(decoding: word.bytes, as: UTF8.self)
        let shown = Quoted.readable(text)
        switch key {
        case "container":
            if !Container.all.contains(where: { $0.endings.contains(text) }),
                let problem = ContainerCheck.problem(text)
            {
                throw LineProblem("container \(problem)", word.range)
            }
            container = Container.named(text)
        case "slice":
            let length = Measure.duration(text).flatMap(SliceLength.milliseconds)
            guard let length else {
                throw LineProblem(
                    "slice takes \(SliceLength.expectation), not \(shown)",
                    word.range
                )
            }
            sliceMilliseconds = length
        case "on_damage":
            guard let rule = EncodeRecipe.DamageRule(rawValue: text) else {
                let rules = EncodeRecipe.DamageRule.allCases.map(\.rawValue)
                throw LineProblem(
                    "on_damage takes \(Quoted.list(rules, last: "or")), not \(shown)"
                        + Quoted.suggestion(Suggestion.nearest(to: text, among: rules)),
                    word.range
                )
            }
            onDamage = rule
        default: preconditionFailure("our bug: \(key) is known and means nothing")
        }
    }
}
