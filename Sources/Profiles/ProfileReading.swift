public import Model

/// Files of a chain, the root first -> the profile that they make together.
public enum ProfileReading {
    /// - Parameter name: what it is called when no file says it.
    public static func read(
        _ chain: [ProfileSource],
        name: String
    ) throws(ConfigurationError) -> ReadProfile {
        preconditionFailure("to be written")
    }

    /// What the file says of its parent; nil when it says nothing, or nothing that can be read.
    public static func extends(_ source: ProfileSource) -> ProfileExtends? {
        preconditionFailure("to be written")
    }
}

/// A profile, and where each part of it comes from.
public struct ReadProfile: Sendable {
    public let profile: EncodingProfile
    /// What is not wrong but worth a word.
    public let notes: [ConfigurationProblem]
    /// All that holds, in the order of a file.
    public let lines: [EffectiveLine]
    /// The root first.
    public let origins: [ProfileSource.Origin]
}

/// A line that holds, and where it stands.
public struct EffectiveLine: Hashable, Sendable {
    /// Its heading, such as `[video]`; nil above them.
    public var section: String?
    public var text: String
    public var origin: Path
    public var line: Int

    public init(section: String?, text: String, origin: Path, line: Int) {
        self.section = section
        self.text = text
        self.origin = origin
        self.line = line
    }
}
