/// One file of a profile.
public struct ProfileFileLine: Hashable, Sendable, Codable {
    /// `file` or `builtin`.
    public var kind: String
    /// Of a built-in one as `extends` has it.
    public var path: String
    public var path_b64: String?

    public init(kind: String, path: Path) {
        self.kind = kind
        (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
    }
}

/// All profiles, and what they are for.
public struct ProfileTree: Hashable, Sendable, Codable {
    public struct Row: Hashable, Sendable, Codable {
        public var name: String?
        public var kind: String
        public var path: String
        public var path_b64: String?
        /// So many films it is the nearest profile of.
        public var films: Int
        public var folders: Int
        public var isValid: Bool
        public var error: String?
        /// From the first one that it is made of to itself.
        public var files: [ProfileFileLine]

        public init(file: ProfileFileLine, films: Int, folders: Int, isValid: Bool) {
            (kind, path, path_b64) = (file.kind, file.path, file.path_b64)
            (self.films, self.folders, self.isValid, files) = (films, folders, isValid, [])
        }
    }

    public struct Trouble: Hashable, Sendable, Codable {
        public var folder: String
        public var folder_b64: String?
        public var reason: String

        public init(folder: Path, reason: String) {
            (self.folder, folder_b64) = ReadableBytes.repaired(folder.bytes)
            self.reason = reason
        }
    }

    public var input: String
    public var input_b64: String?
    public var profiles: [Row]
    /// Folders that could not be listed.
    public var unlisted: [Trouble]
    /// Films whose profile cannot be told for that.
    public var filmsUnknown: Int

    public init(input: Path, profiles: [Row], unlisted: [Trouble], filmsUnknown: Int) {
        (self.input, input_b64) = ReadableBytes.repaired(input.bytes)
        (self.profiles, self.unlisted) = (profiles, unlisted)
        self.filmsUnknown = filmsUnknown
    }
}

/// What a film, a folder or a profile comes to, each line with where it stands.
public struct EffectiveProfile: Hashable, Sendable, Codable {
    public struct Line: Hashable, Sendable, Codable {
        /// With its brackets; none above the headings.
        public var section: String?
        public var text: String
        public var path: String
        public var path_b64: String?
        public var line: Int

        public init(section: String?, text: String, origin: Path, line: Int) {
            (self.section, self.text, self.line) = (section, text, line)
            (path, path_b64) = ReadableBytes.repaired(origin.bytes)
        }
    }

    public var path: String
    public var path_b64: String?
    /// `film`, `folder`, `profile` or `builtin`.
    public var kind: String
    public var exists: Bool
    /// How it was found, for example `folder` or `companion`.
    public var found: String?
    /// Nil where it is not valid.
    public var name: String?
    public var description: String?
    public var digest: String?
    public var files: [ProfileFileLine] = []
    public var lines: [Line] = []
    public var notes: [String] = []
    /// As a profile that stands alone; nil where it is not valid.
    public var text: String?
    /// Why it is not valid.
    public var error: String?
    /// Of a film: where its result will lie, below the output.
    public var result: String?
    public var result_b64: String?
    public var priority: Int?

    public init(path: Path, kind: String, exists: Bool) {
        (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
        (self.kind, self.exists) = (kind, exists)
    }
}

/// Profiles held against the installed libraries.
public struct ProfileVerdicts: Hashable, Sendable, Codable {
    public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
        case good
        /// Right, but not for this machine.
        case lacking
        case wrong
    }

    public struct Row: Hashable, Sendable, Codable {
        public var name: String?
        public var kind: String
        public var path: String
        public var path_b64: String?
        public var verdict: Verdict
        public var wrong: [String] = []
        public var lacking: [String] = []
        public var notes: [String] = []
        /// Paths of those that it is the nearest profile of; nil where that was not asked.
        public var films: [String]?
        public var folders: Int?

        public init(file: ProfileFileLine, verdict: Verdict) {
            (kind, path, path_b64) = (file.kind, file.path, file.path_b64)
            self.verdict = verdict
        }
    }

    public var profiles: [Row]
    /// Why folders could not be listed.
    public var troubles: [String]

    public init(profiles: [Row], troubles: [String]) {
        (self.profiles, self.troubles) = (profiles, troubles)
    }
}
