internal import Model

/// The pages of help about commands, made from the table.
public struct CommandPages {
    /// With the commands that are not built, to say so.
    private let all: CommandTable
    private let table: CommandTable

    /// Shows what is built and nothing else.
    public init(_ table: CommandTable) {
        all = table.explained
        self.table = table.listed
    }

    /// What `reelmill help` prints.
    public var overview: Page {
        var page = Page(blocks: [
            .paragraph(CommandPages.purpose),
            .verbatim(["Usage: \(Product.name) COMMAND [ARGUMENTS] [FLAGS]"]),
        ])
        for section in table.sections {
            page.add(section.title, section.entries.map { .init(term: $0.name, text: $0.summary) })
        }
        page.add("Flags for every command", table.globals.map(Page.Item.init))
        page.add("More", more)
        return page
    }

    static let purpose =
        "Reelmill turns a folder into a transcoding cluster: every machine that mounts the volume "
        + "takes part."

    private var more: [Page.Item] {
        [Page.Item(term: "help COMMAND", text: "Explain a command, with examples")]
            + table.topics.map { .init(term: "help \($0.name)", text: $0.summary) }
    }

    /// What `reelmill help` prints for these words.
    public func page(about words: [String]) throws(UsageError) -> Page {
        guard let first = words.first else { return overview }
        if let topic = all.topics.first(where: { $0.name == first }) {
            guard words.count == 1 else {
                let extra = Quoted.readable(words[1])
                throw UsageError("\"\(topic.name)\" has no command \(extra)")
            }
            return topic.page(table)
        }
        var scope = Scope.start
        for word in words {
            if case .command(let command) = scope {
                throw UsageError("\"\(command.name)\" has no command \(Quoted.readable(word))")
            }
            scope = try all.next(scope, Array(word.utf8), alsoNear: all.topics.map(\.name))
        }
        switch scope {
        case .start: return overview
        case .group(let group): return page(group)
        case .command(let command): return page(command)
        }
    }

    /// What `reelmill help config` prints.
    func page(_ group: CommandGroup) -> Page {
        let commands = group.commands.filter(\.isBuilt)
        var page = Page(blocks: [
            .paragraph(group.summary + "."),
            .verbatim(["Usage: \(Product.name) \(group.name) COMMAND [ARGUMENTS] [FLAGS]"]),
        ])
        page.add("Commands", commands.map { .init(term: $0.name, text: $0.summary) })
        page.add("Examples", .examples(commands.flatMap { $0.examples.prefix(1) }))
        page.blocks.append(
            .paragraph("Read on with: \(Product.name) help \(group.name) COMMAND")
        )
        return page
    }

    /// What `reelmill help config show` prints.
    func page(_ command: Command) -> Page {
        var page = Page(blocks: [
            .paragraph(command.summary + "."),
            .verbatim(["Usage: \(CommandPages.usage(command))"]),
        ])
        page.blocks += body(command)
        page.add("Flags for every command", table.globals(of: command).map(Page.Item.init))
        if !command.examples.isEmpty { page.add("Examples", .examples(command.examples)) }
        page.add("Exit codes", exitCodes(command))
        return page
    }

    /// What is particular to the command: its details, arguments, flags and settings.
    func body(_ command: Command) -> [Page.Block] {
        var page = Page(blocks: command.details.map { .paragraph($0) })
        page.add("Arguments", command.arguments.map { .init($0.definition) })
        page.add("Flags", command.flags.map { .init($0.definition) })
        page.add("Encoding options", command.encodingOptions.map(Page.Item.init))
        page.add(
            "Settings (also by variable or file)",
            command.settings.compactMap { setting in
                setting.definition.flag.map(Page.Item.init)
            }
        )
        return page.blocks
    }

    static func usage(_ command: Command) -> String {
        let required = command.flags.map(\.definition).filter(\.isRequired).map { flag in
            flag.spelling + (flag.value.map { " \($0.placeholder)" } ?? "")
        }
        let arguments = command.arguments.map(\.definition.usage)
        let options = command.takesEncodingOptions ? ["[OPTIONS]"] : []
        return ([Product.name, command.name] + arguments + required + options + ["[FLAGS]"])
            .joined(separator: " ")
    }

    private func exitCodes(_ command: Command) -> [Page.Item] {
        guard !command.exitCodes.isEmpty else { return [] }
        return ([.done, .failed, .usage] + command.exitCodes).map(Page.Item.init)
    }
}
