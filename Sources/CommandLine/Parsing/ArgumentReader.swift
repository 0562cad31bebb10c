internal import Model

/// Words behind a command -> its arguments.
struct ArgumentReader {
    private let command: Command

    init(_ command: Command) { self.command = command }

    /// Each argument takes one word; the last one may take all that are left.
    func read(_ words: [[UInt8]]) throws(UsageError) -> [String: [ParsedValue]] {
        var values: [String: [ParsedValue]] = [:]
        var rest = words[...]
        for argument in command.arguments.map(\.definition) {
            let taken = argument.takesMany ? rest : rest.prefix(1)
            rest = rest.dropFirst(taken.count)
            guard !taken.isEmpty || !argument.isNeeded else { throw missing(argument) }
            var parsed: [ParsedValue] = []
            for word in taken { parsed.append(try value(of: argument, word)) }
            values[argument.name] = parsed
        }
        if let extra = rest.first { throw tooMany(extra) }
        return values
    }

    private func value(
        of argument: ArgumentDefinition,
        _ word: [UInt8]
    ) throws(UsageError) -> ParsedValue {
        if word == [UInt8(ascii: "-")], !argument.takesDash, argument.kind == .path {
            throw error("\(argument.name) cannot be \"-\"; a file of that name is \"./-\"")
        }
        do throws(ValueProblem) {
            return try argument.kind.parse(word)
        } catch {
            throw self.error(error.sentence(subject: argument.name, given: word))
        }
    }

    private func missing(_ argument: ArgumentDefinition) -> UsageError {
        let words = argument.kind.words
        let choice = words.isEmpty ? "" : ": \(Quoted.list(words, last: "or"))"
        return error("\"\(command.name)\" needs \(argument.name)\(choice)")
    }

    private func tooMany(_ word: [UInt8]) -> UsageError {
        let shown = Quoted.readable(word)
        let count = command.arguments.count
        let most = ["no argument", "one argument", "two arguments"]
        let limit = count < most.count ? most[count] : "\(count) arguments"
        return error("\"\(command.name)\" takes \(limit); \(shown) is one too many")
    }

    private func error(_ message: String) -> UsageError {
        UsageError(message, help: command.name)
    }
}
