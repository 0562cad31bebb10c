internal import Model

/// How far a command line is understood.
enum Scope {
    case start
    case group(CommandGroup)
    case command(Command)

    /// The words to ask `help` for.
    var help: String {
        switch self {
        case .start: ""
        case .group(let group): group.name
        case .command(let command): command.name
        }
    }
}

extension CommandTable {
    /// Where a word leads that stands in the place of a command; `others` might be meant as well.
    func next(
        _ scope: Scope,
        _ bytes: [UInt8],
        alsoNear others: [String] = []
    ) throws(UsageError) -> Scope {
        let word = String(validating: bytes, as: UTF8.self) ?? ""
        switch scope {
        case .start:
            guard let entry = entry(named: word) else { throw unknownCommand(bytes, others) }
            switch entry {
            case .command(let command): return .command(try CommandTable.checked(command))
            case .group(let group): return .group(group)
            }
        case .group(let group):
            if let command = group.commands.first(where: { $0.id.words.last == word }) {
                return .command(try CommandTable.checked(command))
            }
            _ = try group.builtWords
            throw unknownCommand(bytes, in: group)
        case .command:
            preconditionFailure("behind a command stand its arguments")
        }
    }

    private static func checked(_ command: Command) throws(UsageError) -> Command {
        guard command.availability != .planned else { throw notBuilt(command.name) }
        return command
    }

    fileprivate static func notBuilt(_ name: String) -> UsageError {
        UsageError("\"\(name)\" is not part of \(Product.name) \(Product.version) yet")
    }

    private func unknownCommand(_ bytes: [UInt8], _ others: [String]) -> UsageError {
        let word = String(decoding: bytes, as: UTF8.self)
        // `reelmill show` means one of the commands that end in it.
        let inner = listed.commands.filter { $0.id.words.count > 1 }
        let near =
            inner.first { $0.id.words.last == word }?.name
            ?? Suggestion.nearest(to: word, among: listed.entries.map(\.name) + others)
            ?? Suggestion.nearest(to: word, among: inner.compactMap(\.id.words.last)).flatMap {
                last in
                inner.first { $0.id.words.last == last }?.name
            }
        return UsageError(
            "unknown command \(Quoted.readable(bytes))" + Quoted.suggestion(near)
        )
    }

    private func unknownCommand(_ bytes: [UInt8], in group: CommandGroup) -> UsageError {
        let word = String(decoding: bytes, as: UTF8.self)
        let near = Suggestion.nearest(to: word, among: (try? group.builtWords) ?? [])
            .map { "\(group.name) \($0)" }
        let shown = Array("\(group.name) ".utf8) + bytes
        return UsageError(
            "unknown command \(Quoted.readable(shown))" + Quoted.suggestion(near),
            help: group.name
        )
    }
}

extension CommandGroup {
    /// What may stand behind the group's name; a group in which nothing is built says so instead.
    var builtWords: [String] {
        get throws(UsageError) {
            let words = commands.filter(\.isBuilt).compactMap(\.id.words.last)
            guard !words.isEmpty else { throw CommandTable.notBuilt(name) }
            return words
        }
    }
}
