internal import Model

/// Reads a profile line by line and goes on after a problem, so that all of them are found.
struct ProfileReader {
    private let text: ProfileText
    private var section: Target?
    /// On which line each section and key stood first.
    private var seen: [String: Int] = [:]
    private var line = 0..<0
    private var number = 0
    /// Options under a heading that is wrong are not judged as well.
    private var isLost = false

    private(set) var settings = ProfileSettings()
    private(set) var draft = RecipeDraft()
    private(set) var problems: [LineProblem] = []

    init(_ text: ProfileText) { self.text = text }

    mutating func read() {
        checkBytes()
        guard problems.isEmpty else { return }
        var next = 0
        while next <= text.bytes.count {
            line = text.line(from: next)
            number += 1
            next = line.upperBound + 1
            do throws(LineProblem) {
                if let end = try readLine() { next = end }
            } catch {
                problems.append(error)
            }
        }
    }

    private mutating func checkBytes() {
        var next = 0
        while next <= text.bytes.count {
            let line = text.line(from: next)
            do throws(LineProblem) {
                try TextLine.check(Array(text.bytes[line]))
            } catch {
                let range = error.range.lowerBound + next..<error.range.upperBound + next
                problems.append(LineProblem(error.message, range))
            }
            next = line.upperBound + 1
        }
    }

    /// Where the line behind it begins, if that is not the next one.
    private mutating func readLine() throws(LineProblem) -> Int? {
        guard let start = line.first(where: { !isBlank(text.bytes[$0]) }) else { return nil }
        switch text.bytes[start] {
        case UInt8(ascii: "#"): return nil
        case UInt8(ascii: "["):
            try readHeading(from: start)
            return nil
        case UInt8(ascii: "-"): return try readOptions(from: start)
        default:
            try readAssignment(from: start)
            return nil
        }
    }

    private mutating func readOptions(from start: Int) throws(LineProblem) -> Int {
        let (words, next) = try ShellWords.line(of: text.bytes, from: start)
        number += text.bytes[start..<next - 1].count { $0 == newline }
        if isLost { return next }
        guard let section else {
            let names = Quoted.list(Target.allCases.map(\.section), last: "or")
            throw LineProblem(
                "options stand under a heading: \(names)",
                words.first?.range ?? start..<start + 1
            )
        }
        problems += draft.take(words, in: section)
        return next
    }

    private mutating func readHeading(from start: Int) throws(LineProblem) {
        isLost = true
        let rest = start..<line.upperBound
        guard let end = rest.first(where: { text.bytes[$0] == UInt8(ascii: "]") }) else {
            throw LineProblem("the heading has no \"]\" at its end", rest)
        }
        let range = start..<end + 1
        let after = trimmed(end + 1..<line.upperBound)
        if let first = text.bytes[after].first, first != UInt8(ascii: "#") {
            throw LineProblem("there is more behind the heading", after)
        }
        let name = String(decoding: text.bytes[trimmed(start + 1..<end)], as: UTF8.self)
        guard let target = Target(rawValue: name) else {
            let near = Suggestion.nearest(to: name, among: Target.allCases.map(\.rawValue))
            let isLater = name == "hls" || name.split(separator: " ").first == "rendition"
            throw LineProblem(
                isLater
                    ? "[\(name)] is not part of \(Product.name) \(Product.version) yet"
                    : "unknown heading \(Quoted.readable("[\(name)]"))"
                        + Quoted.suggestion(near.map { "[\($0)]" }),
                range
            )
        }
        try checkFirst(target.section, range)
        (section, isLost) = (target, false)
    }

    private mutating func readAssignment(from start: Int) throws(LineProblem) {
        if isLost { return }
        guard let equals = line.first(where: { text.bytes[$0] == UInt8(ascii: "=") }) else {
            throw LineProblem(
                "a line is  key = value,  a heading such as [video], or ffmpeg's options",
                trimmed(start..<line.upperBound)
            )
        }
        let key = trimmed(start..<equals)
        guard !key.isEmpty else {
            throw LineProblem("there is no key before the \"=\"", equals..<equals + 1)
        }
        let name = String(decoding: text.bytes[key], as: UTF8.self)
        guard section == nil else {
            throw LineProblem("lines with \"=\" stand above the headings", key)
        }
        try ProfileSettings.check(name, key)
        try checkFirst(name, key)
        // What is written for people may hold any quotes.
        guard ProfileSettings.hasMeaning(name) else { return }
        let (words, _) = try ShellWords.line(
            of: Array(text.bytes[..<line.upperBound]),
            from: equals + 1
        )
        guard let value = words.first else { throw LineProblem("there is no value", key) }
        if words.count > 1 { throw LineProblem("there is more behind the value", words[1].range) }
        try settings.set(name, value)
    }

    private mutating func checkFirst(_ name: String, _ range: Range<Int>) throws(LineProblem) {
        if let first = seen[name] {
            throw LineProblem(
                "\(Quoted.readable(name)) stands here twice; the first is on line \(first)",
                range
            )
        }
        seen[name] = number
    }

    private let newline = UInt8(ascii: "\n")

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        guard let start = range.first(where: { !isBlank(text.bytes[$0]) }),
            let last = range.last(where: { !isBlank(text.bytes[$0]) })
        else { return range.lowerBound..<range.lowerBound }
        return start..<last + 1
    }
}
