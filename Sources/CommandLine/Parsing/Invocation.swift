public import Model

/// A command line that was understood.
public struct Invocation: Sendable {
    public let command: Command
    let flags: [String: [ParsedValue]]
    let arguments: [String: [ParsedValue]]
    /// ffmpeg's options with their values, unread, placed by their number on the line.
    public let encodingOptions: [PlacedWord]
    private let known: Set<String>

    init(
        _ command: Command,
        flags: [String: [ParsedValue]],
        arguments: [String: [ParsedValue]],
        encodingOptions: [PlacedWord] = [],
        known: [FlagDefinition]
    ) {
        self.command = command
        self.flags = flags
        self.arguments = arguments
        self.encodingOptions = encodingOptions
        self.known = Set(known.map(\.name))
    }

    /// What a flag says; traps for a flag that the command does not have, which nobody could give.
    public subscript<Value>(flag: Flag<Value>) -> Value {
        let name = flag.definition.name
        precondition(known.contains(name), "\"\(command.name)\" has no flag --\(name)")
        return flag.read(flags[name] ?? [])
    }

    public subscript<Value>(argument: Argument<Value>) -> Value {
        let name = argument.definition.name
        precondition(
            command.arguments.contains { $0.definition.name == name },
            "\"\(command.name)\" has no argument \(name)"
        )
        return argument.read(arguments[name] ?? [])
    }
}
