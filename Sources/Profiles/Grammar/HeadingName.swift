internal import Model

/// What stands in the brackets of a heading.
enum HeadingName {
    static let renditionNameMax = 40

    /// - Parameters:
    ///   - range: of the whole heading.
    static func read(
        _ inner: String,
        _ range: Range<Int>
    ) throws(LineProblem) -> (name: SectionName, isAppending: Bool) {
        var words = inner.split { $0 == " " || $0 == "\t" }.map(String.init)
        let isAppending = words.last == "+"
        if isAppending { words.removeLast() }
        if words.count > 1, words[0] == "audio" {
            let name = try self.name(words, "a way to encode the sound", "[audio stereo]", range)
            return (.sound(name), isAppending)
        }
        guard words.first == "rendition" else {
            return (try section(words, isAppending, range), isAppending)
        }
        guard words.count > 1 else {
            throw LineProblem("a rendition has a name, such as [rendition 720p]", range)
        }
        let name = try self.name(words, "a rendition", "[rendition 720p]", range)
        return (.rendition(name), isAppending)
    }

    private static func name(
        _ words: [String],
        _ what: String,
        _ example: String,
        _ range: Range<Int>
    ) throws(LineProblem) -> String {
        guard words.count == 2 else {
            throw LineProblem("the name of \(what) is one word, such as \(example)", range)
        }
        try checkName(words[1], of: what, range)
        return words[1]
    }

    /// Every heading there is, or those alone that options may stand under.
    static func list(ofOptions: Bool) -> String {
        let names = Target.allCases.map(\.section) + (ofOptions ? [] : ["[hls]"])
        return Quoted.list(names + ["[audio NAME]", "[rendition NAME]"], last: "or")
    }

    private static func section(
        _ words: [String],
        _ isAppending: Bool,
        _ range: Range<Int>
    ) throws(LineProblem) -> SectionName {
        let name = words.joined(separator: " ")
        if name == "hls" { return .hls }
        if let target = Target(rawValue: name) { return .target(target) }
        if name.isEmpty {
            throw LineProblem("the heading has no name; there are \(list(ofOptions: false))", range)
        }
        let sign = isAppending ? " +" : ""
        throw LineProblem(
            "unknown heading \(Quoted.readable("[\(name)\(sign)]"))"
                + Quoted.suggestion(meant(by: name).map { "[\($0)\(sign)]" }),
            range
        )
    }

    private static func meant(by name: String) -> String? {
        // Written without the blank: [video+].
        if name.hasSuffix("+"), Target(rawValue: String(name.dropLast())) != nil {
            return "\(name.dropLast()) +"
        }
        let first = name.split(separator: " ").first.map(String.init) ?? name
        if first != name, Suggestion.nearest(to: first, among: ["rendition"]) != nil {
            return "rendition" + name.dropFirst(first.count)
        }
        let names = Target.allCases.map(\.rawValue) + ["hls"]
        let others = ["picture": "video", "sound": "audio", "subs": "subtitles", "map": "streams"]
        return others[name] ?? Suggestion.nearest(to: name, among: names)
    }

    /// It becomes part of names of files.
    private static func checkName(
        _ name: String,
        of what: String,
        _ range: Range<Int>
    ) throws(LineProblem) {
        let isPlain = name.utf8.allSatisfy { byte in
            Measure.isDigit(byte) || isLetter(byte) || "-_.".utf8.contains(byte)
        }
        let first = name.utf8.first.map { Measure.isDigit($0) || isLetter($0) } ?? false
        guard isPlain, first, name.utf8.count <= renditionNameMax else {
            throw LineProblem(
                "the name of \(what) is up to \(renditionNameMax) letters and digits, with "
                    + "\"-\", \"_\" and \".\" between them; not \(Quoted.readable(name))",
                range
            )
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
