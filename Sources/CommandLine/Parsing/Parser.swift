internal import Model

/// Arguments of the process -> an invocation, by the table and nothing else.
public struct Parser {
    private let table: CommandTable
    private var rest: ArraySlice<[UInt8]>
    private var scope = Scope.start
    private var values: [String: [ParsedValue]] = [:]
    private var words: [[UInt8]] = []
    private var encodingOptions: [PlacedWord] = []

    private init(_ table: CommandTable, _ arguments: [[UInt8]]) {
        self.table = table
        rest = arguments[...]
    }

    public static func parse(
        _ arguments: [[UInt8]],
        table: CommandTable
    ) throws(UsageError) -> Invocation {
        var parser = Parser(table, arguments)
        if asks(arguments, for: GlobalFlags.help) { return try parser.helpInvocation() }
        return try parser.invocation()
    }

    /// Whether a flag without a value stands on the line, which may be wrong otherwise.
    public static func asks(_ arguments: [[UInt8]], for flag: Flag<Bool>) -> Bool {
        let short = flag.definition.short.map { Array("-\($0)".utf8) }
        let long = Array(flag.definition.spelling.utf8)
        return arguments.prefix { $0 != Array("--".utf8) }.contains { $0 == long || $0 == short }
    }

    private mutating func invocation() throws(UsageError) -> Invocation {
        while let token = rest.popFirst() { try take(token) }
        // Among other letters, as in `-qh`, it is not seen before the line is read.
        if values[GlobalFlags.help.definition.name] != nil { return explanation }
        if values[GlobalFlags.version.definition.name] != nil {
            return invocation(of: AboutTable.version)
        }
        switch scope {
        case .command(let command): return try finished(command)
        case .group(let group):
            let words = group.builtWords
            throw UsageError(
                "\"\(group.name)\" needs a command: \(Quoted.list(words, last: "or"))",
                help: group.name
            )
        case .start: throw UsageError("a command is missing", isEmptyLine: true)
        }
    }

    /// `--help` explains the command it stands behind, however wrong the rest of the line is.
    private mutating func helpInvocation() throws(UsageError) -> Invocation {
        while let token = rest.popFirst(), token != Array("--".utf8) {
            if token.first == UInt8(ascii: "-") {
                // What it says of colors and JSON holds here too; what is wrong with it does not
                // matter.
                try? take(token)
            } else if case .command = scope {
                continue
            } else {
                scope = try table.next(scope, token)
            }
        }
        return explanation
    }

    /// `help` of as much as is understood.
    private var explanation: Invocation {
        let words = scope.help.split(separator: " ").map { ParsedValue.text(String($0)) }
        return Invocation(
            AboutTable.help,
            flags: values,
            arguments: [AboutTable.words.definition.name: words],
            known: table.globals
        )
    }

    private func invocation(of command: Command) -> Invocation {
        Invocation(command, flags: values, arguments: [:], known: table.flags(of: command))
    }

    private mutating func take(_ token: [UInt8]) throws(UsageError) {
        let dash = UInt8(ascii: "-")
        if token == [dash, dash] {
            while let word = rest.popFirst() { try takeWord(word) }
        } else if token.starts(with: [dash, dash]) {
            try takeLong(token)
        } else if let reader = encodingOptionReader, reader.owns(token) {
            encodingOptions += try reader.take(token, &rest)
        } else if token.first == dash, token.count > 1 {
            try takeShorts(token)
        } else {
            try takeWord(token)
        }
    }

    private mutating func takeWord(_ word: [UInt8]) throws(UsageError) {
        if case .command = scope { words.append(word) } else { scope = try table.next(scope, word) }
    }

    /// `--name`, `--name value` or `--name=value`.
    private mutating func takeLong(_ token: [UInt8]) throws(UsageError) {
        let parts = token.split(
            separator: UInt8(ascii: "="),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let spelling = Array(parts[0])
        let flag = flags.first { Array($0.spelling.utf8) == spelling }
        guard let flag else { throw unknownFlag(spelling) }
        let attached = parts.count > 1 ? Array(parts[1]) : nil
        guard let form = flag.value else {
            guard attached == nil else { throw error("\(flag.spelling) takes no value") }
            values[flag.name] = [.on]
            return
        }
        let value = if let attached { attached } else { try followingValue(flag, form) }
        try set(flag, form, value)
    }

    /// `-q`, `-qv`, and where the last one takes a value: `-n5`, `-n 5`.
    private mutating func takeShorts(_ token: [UInt8]) throws(UsageError) {
        var letters = token.dropFirst()
        while let letter = letters.popFirst() {
            let flag = flags.first { $0.short.map { Array(String($0).utf8) } == [letter] }
            guard let flag else { throw unknownShort(letter, in: token) }
            guard let form = flag.value else {
                values[flag.name] = [.on]
                continue
            }
            let value = letters.isEmpty ? try followingValue(flag, form) : Array(letters)
            letters = []
            try set(flag, form, value)
        }
    }

    /// A value that looks like a flag is more likely a flag whose value was forgotten.
    private mutating func followingValue(
        _ flag: FlagDefinition,
        _ form: ValueForm
    ) throws(UsageError) -> [UInt8] {
        guard let next = rest.first else { throw missingValue(flag, form) }
        let looksLikeFlag = next.first == UInt8(ascii: "-") && next.count > 1
        let isNegative = looksLikeFlag && Measure.isDigit(next[1])
        guard !looksLikeFlag || isNegative else { throw missingValue(flag, form) }
        rest.removeFirst()
        return next
    }

    private mutating func set(
        _ flag: FlagDefinition,
        _ form: ValueForm,
        _ bytes: [UInt8]
    ) throws(UsageError) {
        if let problem = form.kind.shellProblem(subject: flag.spelling, bytes) {
            throw error(problem)
        }
        do throws(ValueProblem) {
            let value = try form.kind.parse(bytes)
            if values[flag.name] == nil || flag.isRepeatable {
                values[flag.name, default: []].append(value)
                return
            }
        } catch {
            throw self.error(error.sentence(subject: flag.spelling, given: bytes))
        }
        throw error("\(flag.spelling) is given twice")
    }

    private func finished(_ command: Command) throws(UsageError) -> Invocation {
        let asksForData = values[GlobalFlags.json.definition.name] != nil
        // Help is asked for in many ways, some of them on a line that says --json anyway.
        guard !asksForData || command.output == .data || command.id == AboutTable.help.id else {
            throw error(
                "\"\(command.name)\" prints text only; it takes no "
                    + GlobalFlags.json.definition.spelling
            )
        }
        for group in table.globalConflicts + command.conflicts {
            let given = group.map(\.definition).filter { values[$0.name] != nil }
            guard given.count < 2 else {
                let names = Quoted.list(given.map(\.spelling), last: "and")
                throw error("\(names) exclude each other")
            }
        }
        let required = command.flags.map(\.definition).filter(\.isRequired)
        if let missing = required.first(where: { values[$0.name] == nil }) {
            let placeholder = missing.value.map { " \($0.placeholder)" } ?? ""
            throw error("\"\(command.name)\" needs \(missing.spelling)\(placeholder)")
        }
        return Invocation(
            command,
            flags: values,
            arguments: try ArgumentReader(command).read(words),
            encodingOptions: encodingOptions,
            known: table.flags(of: command)
        )
    }
}

// What flags there are here, and what to say of others.
extension Parser {
    private var flags: [FlagDefinition] {
        switch scope {
        case .start: table.globals + [GlobalFlags.version.definition]
        case .group: table.globals
        case .command(let command): table.flags(of: command)
        }
    }

    private var encodingOptionReader: EncodingOptionReader? {
        guard case .command(let command) = scope, command.takesEncodingOptions else { return nil }
        return EncodingOptionReader(command: command, flags: flags)
    }

    private func error(_ message: String) -> UsageError { UsageError(message, help: scope.help) }

    private func missingValue(_ flag: FlagDefinition, _ form: ValueForm) -> UsageError {
        error("\(flag.spelling) needs a value: \(form.kind.expectation)")
    }

    private func unknownFlag(_ spelling: [UInt8]) -> UsageError {
        let text = String(decoding: spelling, as: UTF8.self)
        let shown = Quoted.readable(spelling)
        // The dashes are right; counted as well, they would make any two short names near.
        let near = Suggestion.nearest(to: String(text.dropFirst(2)), among: flags.map(\.name))
            .map { "--\($0)" }
        if case .command(let command) = scope {
            let option = String(text.dropFirst())
            let isEncoding =
                command.takesEncodingOptions && FFmpegOptionNames.isWellKnown(Array(option.utf8))
            return error("unknown flag \(shown)\(Quoted.suggestion(isEncoding ? option : near))")
        }
        let owners = table.listed.commands.filter { command in
            command.ownFlags.contains { $0.spelling == text }
        }
        // `config --slots 4 show` means the command of that group.
        if let owner = owners.first(where: { $0.id.words.first == scope.help }) ?? owners.first {
            return error("\(text) has to stand behind its command, for example \"\(owner.name)\"")
        }
        return error("unknown flag \(shown)\(Quoted.suggestion(near))")
    }

    private func unknownShort(_ letter: UInt8, in token: [UInt8]) -> UsageError {
        let long = "-" + String(decoding: token, as: UTF8.self)
        let meant = flags.first { $0.spelling == long }?.spelling
        // A letter beyond ASCII is several bytes, which mean something only together.
        guard token.count > 2, letter < 0x80 else {
            return error("unknown flag \(Quoted.readable(token))\(Quoted.suggestion(meant))")
        }
        let shown = Quoted.readable([UInt8(ascii: "-"), letter])
        let whole = Quoted.readable(token)
        return error("unknown flag \(shown) in \(whole)\(Quoted.suggestion(meant))")
    }
}
