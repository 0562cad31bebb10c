/// What is wrong with settings or a profile, and where.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// A place in a file, counted from 1 as editors do.
    public struct Place: Hashable, Sendable {
        let file: Path
        let line: Int
        let column: Int

        public init(file: Path, line: Int, column: Int) {
            (self.file, self.line, self.column) = (file, line, column)
        }
    }

    let message: String
    let place: Place?
    /// The line with carets under what is meant.
    let excerpt: [String]

    public init(_ message: String, at place: Place? = nil, excerpt: [String] = []) {
        self.message = message
        self.place = place
        self.excerpt = excerpt
    }

    /// For example
    ///
    ///     /etc/reelmill/reelmill.conf:3:1: unknown key "sltos"; did you mean "slots"?
    ///         3 | sltos = 4
    ///           | ^^^^^
    public var description: String {
        let location = place.map { "\(Quoted.path($0.file)):\($0.line):\($0.column): " } ?? ""
        return ([location + message] + excerpt).joined(separator: "\n")
    }

    /// What an excerpt shows of a line at most.
    static let excerptScalarsMax = 72

    /// The line and carets under the scalars `range` of it, counted after escaping.
    public static func excerpt(
        line number: Int,
        before: [UInt8],
        marked: [UInt8],
        after: [UInt8]
    ) -> [String] {
        let parts = [before, marked, after].map { Array(ReadableBytes.escaped($0).unicodeScalars) }
        let whole = parts.joined()
        let markStart = parts[0].count
        // A window that begins a little before the mark when the line is longer than it.
        let tooLong = whole.count > excerptScalarsMax
        let start = tooLong ? max(0, min(markStart - 20, whole.count - excerptScalarsMax)) : 0
        let shown = whole.dropFirst(start).prefix(excerptScalarsMax)
        let carets = max(1, min(parts[1].count, start + excerptScalarsMax - markStart))
        let margin = String(repeating: " ", count: max(0, 5 - String(number).count))
        let blank = String(repeating: " ", count: max(5, String(number).count))
        return [
            "\(margin)\(number) | \(text(shown))",
            "\(blank) | " + String(repeating: " ", count: markStart - start)
                + String(repeating: "^", count: carets),
        ]
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

/// All problems that were found in one go, so that they can be mended in one go.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let problems: [ConfigurationProblem]

    public init(problems: [ConfigurationProblem]) { self.problems = problems }

    /// More would scroll the first one off the screen.
    static let problemsShownMax = 10

    public var description: String {
        let shown = problems.prefix(ConfigurationError.problemsShownMax).map(\.description)
        let rest = problems.count - shown.count
        return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
    }
}
