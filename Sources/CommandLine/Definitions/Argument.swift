/// All there is to say about one argument of a command.
public struct ArgumentDefinition: Sendable {
    public enum Count: Sendable {
        case one, optional, any, some
    }

    /// In capitals, as help shows it.
    public let name: String
    public let kind: ValueKind
    public let count: Count
    /// Whether `-` stands for standard input or output.
    public let takesDash: Bool
    public let summary: String

    /// For example `PATH`, `[PATH]`, `[PATH...]`, `PATH...`.
    public var usage: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .any: "[\(name)...]"
        case .some: "\(name)..."
        }
    }

    var isNeeded: Bool { count == .one || count == .some }
    var takesMany: Bool { count == .any || count == .some }
}

/// An argument together with the type that a command reads it as.
public struct Argument<Value: Sendable>: ArgumentKey {
    public let definition: ArgumentDefinition
    let read: @Sendable ([ParsedValue]) -> Value

    init(
        _ name: String,
        _ kind: ValueKind,
        _ count: ArgumentDefinition.Count,
        takesDash: Bool = false,
        _ summary: String,
        as read: @escaping @Sendable ([ParsedValue]) -> Value
    ) {
        definition = ArgumentDefinition(
            name: name,
            kind: kind,
            count: count,
            takesDash: takesDash,
            summary: summary
        )
        self.read = read
    }
}

/// An argument of any type, for the lists of the table.
public protocol ArgumentKey: Sendable {
    var definition: ArgumentDefinition { get }
}
