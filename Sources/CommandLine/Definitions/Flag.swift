internal import Model

/// All there is to say about one flag. Parsing, help, the man page and the completions read it
/// here.
public struct FlagDefinition: Sendable {
    public let name: String
    public let short: Character?
    /// Nil for a flag that is given or not.
    public let value: ValueForm?
    public let isRepeatable: Bool
    public let isRequired: Bool
    /// One line, without a full stop.
    public let summary: String
    /// What the man page says besides.
    public let details: String?

    /// As it is typed: `--slots`.
    public var spelling: String { "--\(name)" }
}

/// A value as help shows it and as it is checked.
public struct ValueForm: Sendable {
    public let placeholder: String
    public let kind: ValueKind
}

/// A flag together with the type that a command reads it as.
public struct Flag<Value: Sendable>: FlagKey {
    public let definition: FlagDefinition
    let read: @Sendable ([ParsedValue]) -> Value
}

/// A flag of any type, for the lists of the table.
public protocol FlagKey: Sendable {
    var definition: FlagDefinition { get }
}

extension Flag where Value == Bool {
    static func toggle(
        _ name: String,
        short: Character? = nil,
        _ summary: String,
        details: String? = nil
    ) -> Flag {
        let definition = FlagDefinition(
            name: name,
            short: short,
            value: nil,
            isRepeatable: false,
            isRequired: false,
            summary: summary,
            details: details
        )
        return Flag(definition: definition) { !$0.isEmpty }
    }
}

extension Flag {
    /// A flag with a value that is given at most once; nil when it is not given.
    static func single<Read: Sendable>(
        _ name: String,
        short: Character? = nil,
        _ placeholder: String,
        _ kind: ValueKind,
        _ summary: String,
        details: String? = nil,
        isRequired: Bool = false,
        as read: @escaping @Sendable (ParsedValue) -> Read?
    ) -> Flag<Read?> where Value == Read? {
        let definition = FlagDefinition(
            name: name,
            short: short,
            value: ValueForm(placeholder: placeholder, kind: kind),
            isRepeatable: false,
            isRequired: isRequired,
            summary: summary,
            details: details
        )
        return Flag<Read?>(definition: definition) { $0.first.flatMap(read) }
    }
}

extension Flag where Value == [String] {
    /// A flag that may be given several times.
    static func repeated(
        _ name: String,
        _ placeholder: String,
        _ summary: String,
        details: String? = nil
    ) -> Flag {
        let definition = FlagDefinition(
            name: name,
            short: nil,
            value: ValueForm(placeholder: placeholder, kind: .text),
            isRepeatable: true,
            isRequired: false,
            summary: summary,
            details: details
        )
        return Flag(definition: definition) { $0.compactMap(\.asText) }
    }
}

/// A value as one of the types that commands read.
extension ParsedValue {
    var asText: String? { if case .text(let text) = self { text } else { nil } }
    var asPath: Path? { if case .path(let path) = self { path } else { nil } }
    var asWords: [String]? { if case .words(let words) = self { words } else { nil } }
    var asInteger: Int? { if case .integer(let number) = self { number } else { nil } }
    var asDuration: Duration? { if case .duration(let time) = self { time } else { nil } }
}
