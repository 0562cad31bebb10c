/// The lines of a `.reelmillignore`: globs of names that are left alone in its folder and below, as
/// git has them.
///
/// A pattern without a slash is about names in whatever folder; one with a slash is about paths
/// below the list's folder; one that ends in a slash is about folders; one that begins with `!`
/// takes back what an earlier line said. Lines that begin with `#` say nothing.
public struct IgnoreList: Hashable, Sendable {
    private var rules: [Rule] = []
    /// Lines that are no patterns, with their numbers from 1.
    public private(set) var problems: [Problem] = []

    public struct Problem: Hashable, Sendable {
        public var line: Int
        public var reason: String
    }

    private struct Rule: Hashable {
        var glob: Glob
        var text: String
        /// Of the list's own folder alone.
        var isAnchored: Bool
        var isOfFolders: Bool
        var takesBack: Bool

        func isAbout(_ path: Path, isFolder: Bool) -> Bool {
            if isOfFolders, !isFolder { return false }
            if isAnchored, glob.isOfName, path.bytes.contains(UInt8(ascii: "/")) { return false }
            return glob.matches(path)
        }
    }

    /// What the list says of a path.
    public enum Verdict: Hashable, Sendable {
        /// By this pattern, as it was written.
        case ignored(String)
        /// An earlier line, or a list further up, is not to hold.
        case takenBack
    }

    public init(_ bytes: [UInt8]) {
        let lines = bytes.prefix(IgnoreList.bytesMax)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = String(decoding: line, as: UTF8.self)
            add(IgnoreList.trimmed(text), number: index + 1)
        }
    }

    private mutating func add(_ line: Substring, number: Int) {
        guard !line.isEmpty, !line.hasPrefix("#") else { return }
        var pattern = line
        let takesBack = pattern.hasPrefix("!")
        if takesBack { pattern = pattern.dropFirst() }
        let isOfFolders = pattern.hasSuffix("/")
        if isOfFolders { pattern = pattern.dropLast() }
        let isAnchored = pattern.hasPrefix("/")
        if isAnchored { pattern = pattern.dropFirst() }
        guard let glob = Glob(String(pattern)) else {
            let reason = Glob.problem(String(pattern)) ?? "it is no pattern"
            return problems.append(Problem(line: number, reason: reason))
        }
        rules.append(
            Rule(
                glob: glob,
                text: String(line),
                isAnchored: isAnchored,
                isOfFolders: isOfFolders,
                takesBack: takesBack
            )
        )
    }

    /// Without spaces at the end and what Windows ends lines with.
    private static func trimmed(_ line: String) -> Substring {
        // By scalars: CR and LF are one character, but a CR alone is one as well.
        var rest = line[...]
        while let last = rest.unicodeScalars.last, [" ", "\t", "\r"].contains(last) {
            rest.unicodeScalars.removeLast()
        }
        return rest
    }

    /// By the last line that is about a path; nil where none is.
    ///
    /// - Parameter path: Below the list's folder.
    public func verdict(for path: Path, isFolder: Bool) -> Verdict? {
        rules.last { $0.isAbout(path, isFolder: isFolder) }
            .map { $0.takesBack ? .takenBack : .ignored($0.text) }
    }

    /// Nobody writes more by hand, and every line is held against every name.
    public static let bytesMax = 1 << 20
}
