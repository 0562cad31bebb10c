/// What a command is called: `["jobs", "retry"]`.
public struct CommandID: Hashable, Sendable, CustomStringConvertible {
    public let words: [String]

    public var description: String { words.joined(separator: " ") }
}

/// All there is to say about one command.
public struct Command: Sendable {
    public enum Availability: Sendable {
        case built
        /// Works and is shown nowhere: for the program itself.
        case hidden
    }

    public enum Output: Sendable {
        /// Also for other programs, as JSON.
        case data
        /// Made for one reader, such as a shell: there is no JSON of it.
        case text
    }

    public struct Example: Sendable {
        public let line: String
        public let meaning: String

        init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    public let id: CommandID
    public var availability: Availability
    public let output: Output
    /// One line, without a full stop.
    public let summary: String
    /// Paragraphs that say what the summary leaves open.
    public let details: [String]
    public let arguments: [any ArgumentKey]
    public let flags: [any FlagKey]
    /// Those whose flags the command takes besides the global ones.
    public let settings: [any SettingKey]
    /// Flags of which only one may be given.
    public let conflicts: [[any FlagKey]]
    /// Those of ffmpeg's that help explains; a command with any takes all of them.
    public let encodingOptions: [EncodingOption]
    public let examples: [Example]
    /// Those a script has to expect here, besides done, failed and usage.
    public let exitCodes: [ExitCode]

    init(
        _ name: String,
        _ availability: Availability,
        _ summary: String,
        output: Output = .data,
        details: [String] = [],
        arguments: [any ArgumentKey] = [],
        flags: [any FlagKey] = [],
        settings: [any SettingKey] = [],
        conflicts: [[any FlagKey]] = [],
        encodingOptions: [EncodingOption] = [],
        examples: [Example] = [],
        exitCodes: [ExitCode] = []
    ) {
        id = CommandID(words: name.split(separator: " ").map(String.init))
        self.availability = availability
        self.output = output
        self.summary = summary
        self.details = details
        self.arguments = arguments
        self.flags = flags
        self.settings = settings
        self.conflicts = conflicts
        self.encodingOptions = encodingOptions
        self.examples = examples
        self.exitCodes = exitCodes
    }

    public var name: String { id.description }

    var isBuilt: Bool { availability == .built }
    public var takesEncodingOptions: Bool { !encodingOptions.isEmpty }

    /// Its own flags and those of its settings; the global ones are the table's.
    public var ownFlags: [FlagDefinition] {
        flags.map(\.definition) + settings.compactMap(\.definition.flag)
    }
}

/// Commands that share their first word.
public struct CommandGroup: Sendable {
    public let name: String
    /// The other number of the word: `job` for `jobs`.
    public let alias: String?
    public let summary: String
    public var commands: [Command]
}

/// One line of the overview.
public enum CommandEntry: Sendable {
    case command(Command)
    case group(CommandGroup)

    public var name: String {
        switch self {
        case .command(let command): command.name
        case .group(let group): group.name
        }
    }

    public var summary: String {
        switch self {
        case .command(let command): command.summary
        case .group(let group): group.summary
        }
    }

    public var commands: [Command] {
        switch self {
        case .command(let command): [command]
        case .group(let group): group.commands
        }
    }
}

/// Lines of the overview under one heading.
public struct CommandSection: Sendable {
    public let title: String
    public var entries: [CommandEntry]
}
