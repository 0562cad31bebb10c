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
    }

    /// A word that may stand at a place, with what it means.
    struct Word {
        let text: String
        let summary: String
    }

    enum Shape {
        case files
        case directories
        case words([String])
        case anything
    }

    let globals: [FlagDefinition]
    let places: [Place]
    /// The other names of groups: `job` -> `jobs`.
    let aliases: [(alias: String, name: String)]

    init(_ table: CommandTable) {
        let listed = table.listed
        globals = listed.globals
        let entries = listed.entries.map { Word(text: $0.name, summary: $0.summary) }
        let topics = listed.topics.map { Word(text: $0.name, summary: $0.summary) }
        var places = [
            Place(
                path: "",
                isCommand: false,
                words: entries,
                flags: [GlobalFlags.version.definition],
                arguments: []
            )
        ]
        var aliases: [(alias: String, name: String)] = []
        for entry in listed.entries {
            if case .group(let group) = entry {
                places.append(CompletionModel.place(group))
                if let alias = group.alias { aliases.append((alias, group.name)) }
            }
            for command in entry.commands {
                let isHelp = command.id == AboutTable.help.id
                places.append(CompletionModel.place(command, isHelp ? entries + topics : []))
            }
        }
        self.places = places
        self.aliases = aliases
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

    static func shape(_ kind: ValueKind, _ placeholder: String) -> Shape {
        switch kind {
        case .path where placeholder == "DIR": .directories
        case .path: .files
        case _ where !kind.words.isEmpty: .words(kind.words)
        default: .anything
        }
    }

    private static func place(_ group: CommandGroup) -> Place {
        Place(
            path: group.name,
            isCommand: false,
            words: group.commands.map { Word(text: $0.id.words[1], summary: $0.summary) },
            flags: [],
            arguments: []
        )
    }

    private static func place(_ command: Command, _ words: [Word]) -> Place {
        let choices = command.arguments.flatMap { $0.definition.kind.words }
        return Place(
            path: command.name,
            isCommand: true,
            words: words + choices.map { Word(text: $0, summary: "") },
            flags: command.ownFlags,
            arguments: command.arguments.map(\.definition)
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
