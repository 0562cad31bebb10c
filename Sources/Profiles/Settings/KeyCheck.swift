internal import Model

/// Whether there is such a key where it stands.
enum KeyCheck {
    static func check(_ key: String, _ range: Range<Int>) throws(LineProblem) {
        let known = SettingKey.allCases.map(\.rawValue)
        if known.contains(key) { return }
        try refuseKnownElsewhere(key, range)
        throw unknown(key, range, among: known)
    }

    static func check(
        _ key: String,
        _ range: Range<Int>,
        in section: SectionName
    ) throws(LineProblem) {
        guard let known = section.keys else {
            throw LineProblem("lines with \"=\" stand above the headings", range)
        }
        if known.contains(key) { return }
        if SettingKey(rawValue: key) != nil {
            throw LineProblem("\(Quoted.readable(key)) stands above the headings", range)
        }
        try refuseKnownElsewhere(key, range)
        throw unknown(key, range, among: known, " in \(section.title)")
    }

    private static func refuseKnownElsewhere(
        _ key: String,
        _ range: Range<Int>
    ) throws(LineProblem) {
        let places = ForeignKey.places(of: key)
        if !places.isEmpty {
            let list = Quoted.list(places, last: "or")
            throw LineProblem("\(Quoted.readable(key)) stands under \(list)", range)
        }
        if let remedy = ForeignKey.remedy(key) {
            throw LineProblem("unknown key \(Quoted.readable(key)); \(remedy)", range)
        }
    }

    private static func unknown(
        _ key: String,
        _ range: Range<Int>,
        among known: [String],
        _ place: String = ""
    ) -> LineProblem {
        let near = Suggestion.nearest(to: key, among: known)
        return LineProblem(
            "unknown key \(Quoted.readable(key))\(place)" + Quoted.suggestion(near),
            range
        )
    }
}
