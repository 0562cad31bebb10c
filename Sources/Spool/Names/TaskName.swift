/// What there is to do in a job, as it is called in the spool.
public enum TaskName: Hashable, Sendable {
    case split
    case audio
    case merge
    /// One slice, by its index in the film: with all of its renditions where there are several, or
    /// with one of them.
    case video(Int, rung: Int? = nil)

    public init?(_ text: String) {
        switch text {
        case "split": self = .split
        case "audio": self = .audio
        case "merge": self = .merge
        default:
            guard text.first == "v", let name = TaskName.video(text.dropFirst()),
                name.text == text
            else { return nil }
            self = name
        }
    }

    public var text: String {
        switch self {
        case .split: return "split"
        case .audio: return "audio"
        case .merge: return "merge"
        case .video(let index, let rung):
            let digits = String(index)
            let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
            return "v\(padded)\(rung.map { "r\($0)" } ?? "")"
        }
    }

    /// The index of its slice; nil is that it is of the whole film.
    public var slice: Int? { if case .video(let index, _) = self { index } else { nil } }
    /// The one rendition that it makes; nil is all there are.
    public var rung: Int? { if case .video(_, let rung) = self { rung } else { nil } }

    /// `00012`, or `00012r1`.
    private static func video(_ text: Substring) -> TaskName? {
        let parts = text.split(separator: "r", omittingEmptySubsequences: false)
        guard parts.count <= 2, let index = Int(parts[0]), index >= 0 else { return nil }
        guard parts.count == 2 else { return .video(index) }
        guard let rung = Int(parts[1]), rung >= 0 else { return nil }
        return .video(index, rung: rung)
    }
}

extension TaskName: CustomStringConvertible {
    public var description: String { text }
}

extension TaskName: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = TaskName(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "no task is called \(text)")
            )
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// One try at a task by one holder; `v00012.0.pi4.1z141z4abcdef`. No two are ever called the same,
/// since every return to the queue counts the generation up.
public struct Attempt: Hashable, Sendable {
    public let task: TaskName
    public let generation: Int
    public let holder: Holder

    public init(task: TaskName, generation: Int, holder: Holder) {
        self.task = task
        self.generation = generation
        self.holder = holder
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let waiting = Waiting("\(parts[0]).\(parts[1])"),
            let holder = Holder(String(parts[2]))
        else { return nil }
        self.init(task: waiting.task, generation: waiting.generation, holder: holder)
    }

    public var text: String { "\(task.text).\(generation).\(holder.text)" }
    public var waiting: Waiting { Waiting(task: task, generation: generation) }
    /// What it is called when it goes back.
    public var returned: Waiting { Waiting(task: task, generation: generation + 1) }
}

extension Attempt: CustomStringConvertible {
    public var description: String { text }
}

extension Attempt: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let attempt = Attempt(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no attempt")
            )
        }
        self = attempt
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A task that waits; `v00012.0`.
public struct Waiting: Hashable, Sendable {
    public let task: TaskName
    /// How often it came back.
    public let generation: Int

    public init(task: TaskName, generation: Int) {
        self.task = task
        self.generation = generation
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let task = TaskName(String(parts[0])),
            let generation = Int(parts[1]),
            generation >= 0, String(generation) == parts[1]
        else { return nil }
        self.init(task: task, generation: generation)
    }

    public var text: String { "\(task.text).\(generation)" }
}
