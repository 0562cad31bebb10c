internal import Model

/// What the three completion scripts have in common.
struct CompletionModel {
    /// One place in the tree of commands: the root, a group or a command.
    struct Place {
        /// The words that lead here; empty for the root.
        let path: String
        let isCommand: Bool
        let words: [Word]
        let flags: [FlagDefinition]
        let arguments: [ArgumentDefinition]
        var options: [EncodingOption] = []
    }

    /// A word that may stand at a place, with what it means.
    struct Word {
        let text: String
        let summary: String
    }

    /// The other name of a group, and where it may stand: `job` for `jobs`, at the root and behind
    /// `help`.
    struct Alias {
        let place: String
        let word: String
        let name: String

        var path: String { CompletionModel.path(place, word) }
        var target: String { CompletionModel.path(place, name) }
    }

    enum Shape: Hashable {
        case files
        case directories
        case words([String])
        case anything
    }

    let globals: [FlagDefinition]
    let places: [Place]
    let aliases: [Alias]

    init(_ table: CommandTable) {
        let listed = table.listed
        globals = listed.globals
        let root = Place(
            path: "",
            isCommand: false,
            words: listed.entries.map { Word(text: $0.name, summary: $0.summary) },
            flags: [GlobalFlags.version.definition],
            arguments: []
        )
        var places = [root]
        var aliases: [Alias] = []
        for entry in listed.entries {
            if case .group(let group) = entry {
                places.append(CompletionModel.place(group))
                aliases += CompletionModel.aliases(of: group)
            }
            for command in entry.commands {
                let isHelp = command.id == AboutTable.help.id
                places +=
                    isHelp
                    ? CompletionModel.helpPlaces(command, listed)
                    : [CompletionModel.place(command)]
            }
        }
        self.places = places
        self.aliases = aliases
    }

    /// Whether anything is offered behind these words.
    func isPlace(_ path: String) -> Bool { places.contains { $0.path == path } }

    static func path(_ place: String, _ word: String) -> String {
        place.isEmpty ? word : "\(place) \(word)"
    }

    /// Every way to write a flag that a value follows.
    var spellingsWithValue: [String] {
        let all = places.flatMap(\.flags) + globals
        let spellings = all.filter { $0.value != nil }.flatMap(CompletionModel.spellings)
        return spellings.reduce(into: []) { unique, spelling in
            if !unique.contains(spelling) { unique.append(spelling) }
        }
    }

    static func spellings(_ flag: FlagDefinition) -> [String] {
        (flag.short.map { ["-\($0)"] } ?? []) + [flag.spelling]
    }

    /// Whether the flag takes values of one shape wherever it stands.
    func isAlike(_ flag: FlagDefinition) -> Bool {
        let all = (globals + places.flatMap(\.flags)).filter { $0.name == flag.name }
        let shapes = all.map { flag in
            flag.value.map { CompletionModel.shape($0.kind, $0.placeholder) }
        }
        return Set(shapes).count == 1
    }

    static func shape(_ kind: ValueKind, _ placeholder: String) -> Shape {
        switch kind {
        case .path where placeholder == "DIR": .directories
        case .path: .files
        case _ where !kind.words.isEmpty: .words(kind.words)
        default: .anything
        }
    }

    static func shape(_ option: EncodingOption) -> Shape {
        option.words.isEmpty ? .anything : .words(option.words)
    }

    private static func place(_ group: CommandGroup, behind place: String = "") -> Place {
        Place(
            path: path(place, group.name),
            isCommand: false,
            words: group.commands.map { Word(text: $0.id.words[1], summary: $0.summary) },
            flags: [],
            arguments: []
        )
    }

    /// `help` is followed by the words of a command, so it is completed as a tree of its own.
    private static func helpPlaces(_ help: Command, _ table: CommandTable) -> [Place] {
        let words =
            table.entries.map { Word(text: $0.name, summary: $0.summary) }
            + table.topics.map { Word(text: $0.name, summary: $0.summary) }
        let place = Place(
            path: help.name,
            isCommand: false,
            words: words,
            flags: help.ownFlags,
            arguments: []
        )
        return [place]
            + table.entries.compactMap { entry in
                if case .group(let group) = entry {
                    return CompletionModel.place(group, behind: help.name)
                }
                return nil
            }
    }

    private static func aliases(of group: CommandGroup) -> [Alias] {
        guard let alias = group.alias else { return [] }
        return ["", AboutTable.help.name].map { Alias(place: $0, word: alias, name: group.name) }
    }

    private static func place(_ command: Command) -> Place {
        let choices = command.arguments.flatMap { $0.definition.kind.words }
        return Place(
            path: command.name,
            isCommand: true,
            words: choices.map { Word(text: $0, summary: "") },
            flags: command.ownFlags,
            arguments: command.arguments.map(\.definition),
            options: command.encodingOptions
        )
    }
}

extension CompletionModel.Place {
    var takesFiles: Bool { arguments.contains { $0.kind == .path } }
}

/// The completion scripts.
public enum Completions {
    public static func script(for shell: AboutTable.Shell, _ table: CommandTable) -> String {
        let model = CompletionModel(table)
        return switch shell {
        case .bash: BashCompletion(model).script
        case .zsh: ZshCompletion(model).script
        case .fish: FishCompletion(model).script
        }
    }

    static func header(_ shell: String) -> String {
        "# \(shell) completion for \(Product.name) \(Product.version)"
    }
}
