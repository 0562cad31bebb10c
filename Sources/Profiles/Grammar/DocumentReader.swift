internal import Model

/// Reads a file line by line and goes on after a problem, so that all of them are found.
struct DocumentReader {
    let text: ProfileText
    let part: ProfileText.Part
    private(set) var reading = DocumentReading()
    private var line = 0..<0
    /// Where the next line begins that is not read yet.
    private var next = 0
    private var state = State.top
    /// On which line each section and key stood first; the keys of a section have its title before
    /// them.
    private var seen: [String: Int] = [:]

    /// Of one value: more than anybody writes, and few enough to compare each with each.
    private static let wordsMax = 1_000

    /// Where a line stands.
    private enum State {
        case top
        case section(ProfileDocument.Section)
        /// Under a heading that is wrong, where lines are not judged as well.
        case lost
    }

    private init(_ text: ProfileText, _ part: ProfileText.Part) {
        (self.text, self.part) = (text, part)
    }

    static func read(_ text: ProfileText, _ part: ProfileText.Part) -> DocumentReading {
        var reader = DocumentReader(text, part)
        reader.reading.problems = TextCheck.problems(text, part)
        if reader.reading.problems.isEmpty { reader.read() }
        return reader.reading
    }

    private mutating func read() {
        next = part.range.lowerBound
        while next <= part.range.upperBound {
            line = text.line(from: next)
            next = line.upperBound + 1
            do throws(LineProblem) {
                try readLine()
            } catch {
                reading.problems.append(error)
            }
            guard reading.problems.count < DocumentReading.problemsMax else { break }
        }
        endSection()
    }

    private mutating func readLine() throws(LineProblem) {
        guard let start = line.first(where: { !isBlank(text.bytes[$0]) }) else { return }
        switch text.bytes[start] {
        case UInt8(ascii: "#"): break
        case UInt8(ascii: "["): try readHeading(from: start)
        case UInt8(ascii: "-"): try readOptions(from: start)
        default: try readAssignment(from: start)
        }
    }

    /// Up to the end of the line, or of those that it goes on with; what is wrong takes them all.
    private mutating func words(from start: Int) throws(LineProblem) -> [PlacedWord] {
        do throws(LineProblem) {
            let end = part.range.upperBound
            let (words, next) = try ShellWords.line(of: text.bytes, from: start, until: end)
            self.next = next
            return words
        } catch {
            next = text.line(from: max(start, error.range.upperBound - 1)).upperBound + 1
            throw error
        }
    }

    // MARK: Options

    private mutating func readOptions(from start: Int) throws(LineProblem) {
        let words = try words(from: start)
        switch state {
        case .lost: break
        case .top:
            if let foreign = ForeignLine.problem(words) { throw foreign }
            throw LineProblem(
                "options stand under a heading: \(HeadingName.list(ofOptions: true))",
                words.first?.range ?? start..<start + 1
            )
        case .section(var section):
            // Not held twice while it grows.
            state = .lost
            take(words, in: &section)
            state = .section(section)
        }
    }

    private mutating func take(_ words: [PlacedWord], in section: inout ProfileDocument.Section) {
        if section.name == .hls {
            let keys = Quoted.list(SegmentsKey.allCases.map(\.rawValue), last: "and")
            return reading.problems.append(
                LineProblem(
                    "[hls] has no options of ffmpeg's, only \(keys)",
                    words.first?.range ?? section.heading
                )
            )
        }
        var reader = FFmpegOptionReader(words)
        while reading.problems.count < DocumentReading.problemsMax {
            do throws(LineProblem) {
                guard let option = try reader.next() else { return }
                _ = try RecipeDraft.target(of: option, in: section.name)
                section.options.append(option)
            } catch {
                reading.problems.append(ForeignLine.problem(error, text) ?? error)
            }
        }
    }

    // MARK: Headings

    private mutating func readHeading(from start: Int) throws(LineProblem) {
        endSection()
        state = .lost
        let rest = start..<line.upperBound
        guard let end = rest.first(where: { text.bytes[$0] == UInt8(ascii: "]") }) else {
            throw LineProblem("the heading has no \"]\" at its end", trimmed(rest))
        }
        let range = start..<end + 1
        let after = trimmed(end + 1..<line.upperBound)
        if let first = text.bytes[after].first, first != UInt8(ascii: "#") {
            throw LineProblem("there is more behind the heading", after)
        }
        let (name, isAppending) = try HeadingName.read(text[start + 1..<end], range)
        try checkFirst(name.title, range)
        state = .section(.init(name: name, isAppending: isAppending, heading: range))
    }

    private mutating func endSection() {
        if case .section(let section) = state { reading.document.sections.append(section) }
    }

    // MARK: Settings

    private mutating func readAssignment(from start: Int) throws(LineProblem) {
        if case .lost = state { return }
        guard let equals = line.first(where: { text.bytes[$0] == UInt8(ascii: "=") }) else {
            throw ForeignLine.problem(text, trimmed(start..<line.upperBound))
                ?? LineProblem(
                    "a line is  key = value,  a heading such as [video], or ffmpeg's options",
                    trimmed(start..<line.upperBound)
                )
        }
        let key = trimmed(start..<equals)
        guard !key.isEmpty else {
            throw LineProblem("there is no key before the \"=\"", equals..<equals + 1)
        }
        if let problem = ForeignLine.problem(text, trimmed(start..<line.upperBound)) {
            throw problem
        }
        let name = text[key]
        try checkKey(name, key)
        guard SettingKey(rawValue: name)?.isText ?? false else {
            return try readValue(of: name, key, behind: equals)
        }
        let range = textRange(equals + 1..<line.upperBound)
        guard !range.isEmpty else { throw LineProblem("there is no value", key) }
        let word = PlacedWord(Array(text.bytes[range]), range)
        try take(.init(key: name, keyRange: key, words: [word]))
    }

    private mutating func readValue(
        of name: String,
        _ key: Range<Int>,
        behind equals: Int
    ) throws(LineProblem) {
        let words = try words(from: equals + 1)
        if words.isEmpty { throw LineProblem("there is no value", key) }
        if words.count > DocumentReader.wordsMax {
            let range = words[DocumentReader.wordsMax].range
            throw LineProblem("\(name) takes at most \(DocumentReader.wordsMax) words", range)
        }
        try take(.init(key: name, keyRange: key, words: words))
    }

    private mutating func take(_ assignment: ProfileDocument.Assignment) throws(LineProblem) {
        let place = state
        switch place {
        case .lost: break
        case .top:
            var settings = ProfileSettings()
            try settings.set(assignment, text)
            reading.document.assignments.append(assignment)
        case .section(var section):
            try SectionSettings.check(assignment, in: section.name)
            section.assignments.append(assignment)
            state = .section(section)
        }
    }

    private mutating func checkKey(_ name: String, _ range: Range<Int>) throws(LineProblem) {
        guard case .section(let section) = state else {
            try KeyCheck.check(name, range)
            return try checkFirst(name, range)
        }
        try KeyCheck.check(name, range, in: section.name)
        try checkFirst(name, range, in: section.name.title)
    }

    private mutating func checkFirst(
        _ name: String,
        _ range: Range<Int>,
        in section: String = ""
    ) throws(LineProblem) {
        if let first = seen[section + name] {
            throw LineProblem(
                "\(Quoted.readable(name)) stands here twice; the first is on line \(first)",
                range
            )
        }
        seen[section + name] = text.lineNumber(of: range.lowerBound)
    }

    // MARK: Blanks

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        guard let start = range.first(where: { !isBlank(text.bytes[$0]) }),
            let last = range.last(where: { !isBlank(text.bytes[$0]) })
        else { return range.lowerBound..<range.lowerBound }
        return start..<last + 1
    }

    /// Without the comment behind it and the quotes around it.
    private func textRange(_ range: Range<Int>) -> Range<Int> {
        let all = trimmed(range)
        let quote = UInt8(ascii: "\"")
        if all.count > 2, text.bytes[all.lowerBound] == quote,
            let end = all.dropFirst().first(where: { text.bytes[$0] == quote })
        {
            let after = trimmed(end + 1..<all.upperBound)
            if after.isEmpty || text.bytes[after.lowerBound] == UInt8(ascii: "#") {
                return all.lowerBound + 1..<end
            }
        }
        let comment = all.first { index in
            text.bytes[index] == UInt8(ascii: "#") && isBlank(text.bytes[index - 1])
        }
        let isNothing = text.bytes[all].first == UInt8(ascii: "#")
        let end = isNothing ? all.lowerBound : comment ?? all.upperBound
        return trimmed(all.lowerBound..<end)
    }
}
