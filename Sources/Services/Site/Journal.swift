private import Synchronization

/// What the services tell whoever runs the node: one entry for each change of state. What is said
/// again and again while it lasts, such as that a volume is away, is told once, and once more when
/// it is over.
public final class Journal: Sendable {
    public enum Level: String, Hashable, Sendable, CaseIterable {
        case detail, info, warning, error
    }

    /// One line for people, and the same for machines.
    public struct Entry: Hashable, Sendable {
        public var level: Level
        public var text: String
        /// For example `job` and its name.
        public var fields: [Field]

        public struct Field: Hashable, Sendable {
            public var name: String
            public var value: String

            public init(name: String, value: String) { (self.name, self.value) = (name, value) }
        }
    }

    private let sink: @Sendable (Entry) -> Void
    /// What lasts, by what it is about.
    private let lasting = Mutex<[String: String]>([:])

    /// - Parameter sink: Gets every entry, from any thread.
    public init(_ sink: @escaping @Sendable (Entry) -> Void) { self.sink = sink }

    public static let silent = Journal { _ in }

    public func tell(_ level: Level, _ text: String, _ fields: KeyValuePairs<String, String> = [:])
    {
        tell(level, text, fields: fields.map { Entry.Field(name: $0.key, value: $0.value) })
    }

    public func tell(_ level: Level, _ text: String, fields: [Entry.Field]) {
        sink(Entry(level: level, text: text, fields: fields))
    }

    /// Trouble that lasts: told when it begins, and when it becomes another.
    public func begin(
        _ matter: String,
        _ level: Level,
        _ text: String,
        fields: [Entry.Field] = []
    ) {
        let isNew = lasting.withLock { $0.updateValue(text, forKey: matter) != text }
        if isNew { tell(level, text, fields: fields) }
    }

    /// It is over; told if it had been told of.
    public func end(_ matter: String, _ text: String) {
        let wasThere = lasting.withLock { $0.removeValue(forKey: matter) != nil }
        if wasThere { tell(.info, text) }
    }

    /// Forgets without a word what is over by itself.
    public func forget(where isOver: (String) -> Bool) {
        lasting.withLock { lasting in lasting = lasting.filter { !isOver($0.key) } }
    }

    /// Several matters of one kind: those that are there begin, all others of that kind end.
    public func keep(_ kind: String, _ level: Level, _ troubles: [String: String]) {
        let prefix = "\(kind)."
        let gone = lasting.withLock { lasting in
            lasting.keys.filter { $0.hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count)) }
                .filter { troubles[$0] == nil }
        }
        for name in gone { end(prefix + name, "\(name): it goes on") }
        for (name, text) in troubles.sorted(by: { $0.key < $1.key }) {
            begin(prefix + name, level, "\(name): \(text)")
        }
    }

    /// The troubles that last, for a status.
    public var troubles: [String] {
        lasting.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
    }
}
