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
            case .command(let command): return .command(command)
            case .group(let group): return .group(group)
            }
        case .group(let group):
            if let command = group.commands.first(where: { $0.id.words.last == word }) {
                return .command(command)
            }
            throw unknownCommand(bytes, in: group)
        case .command:
            preconditionFailure("behind a command stand its arguments")
        }
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
        let near = Suggestion.nearest(to: word, among: group.builtWords)
            .map { "\(group.name) \($0)" }
        let shown = Array("\(group.name) ".utf8) + bytes
        return UsageError(
            "unknown command \(Quoted.readable(shown))" + Quoted.suggestion(near),
            help: group.name
        )
    }
}

extension CommandGroup {
    /// What may stand behind the group's name.
    var builtWords: [String] { commands.filter(\.isBuilt).compactMap(\.id.words.last) }
}
