/// The one place that knows which commands, flags, settings and topics there are.
public struct CommandTable: Sendable {
    public var sections: [CommandSection]
    /// Flags that every command takes, before or after its name.
    public let globals: [FlagDefinition]
    public let globalConflicts: [[any FlagKey]]
    public let settings: [SettingDefinition]
    public let variables: [EnvironmentVariable]
    public let topics: [Topic]

    public var entries: [CommandEntry] { sections.flatMap(\.entries) }
    public var commands: [Command] { entries.flatMap(\.commands) }

    /// What is shown to people: the commands that are built, without the rest.
    public var listed: CommandTable {
        filtered { $0.isBuilt ? $0 : nil }
    }

    /// What help may speak of.
    var explained: CommandTable {
        filtered { $0.availability == .hidden ? nil : $0 }
    }

    public func command(_ id: CommandID) -> Command? { commands.first { $0.id == id } }

    /// All flags that stand behind this command.
    public func flags(of command: Command) -> [FlagDefinition] { command.ownFlags + globals }

    /// The global flags that its help explains; the others it refuses or has no use for.
    func globals(of command: Command) -> [FlagDefinition] {
        globals.filter { $0.name != GlobalFlags.json.definition.name || command.output == .data }
    }

    public func entry(named word: String) -> CommandEntry? {
        entries.first { entry in
            if case .group(let group) = entry, group.alias == word { return true }
            return entry.name == word
        }
    }

    private func filtered(_ transform: (Command) -> Command?) -> CommandTable {
        var table = self
        table.sections = sections.compactMap { section in
            let entries = section.entries.compactMap { $0.filtered(transform) }
            return entries.isEmpty ? nil : CommandSection(title: section.title, entries: entries)
        }
        return table
    }
}

extension CommandEntry {
    fileprivate func filtered(_ transform: (Command) -> Command?) -> CommandEntry? {
        switch self {
        case .command(let command): return transform(command).map(CommandEntry.command)
        case .group(var group):
            group.commands = group.commands.compactMap(transform)
            return group.commands.isEmpty ? nil : .group(group)
        }
    }
}

/// A page of help that is about no command.
public struct Topic: Sendable {
    public let name: String
    public let summary: String
    let page: @Sendable (CommandTable) -> Page
}

/// A variable that is read, though it is no setting.
public struct EnvironmentVariable: Sendable {
    public let name: String
    public let summary: String
}
