/// One life of a job: `film_0123456789abcdef.0`. A source whose record was taken back is done again
/// under the next life, so that the name of a directory or a record never comes a second time, and
/// whoever was late with the first cannot touch the second.
public struct JobKey: Hashable, Sendable, Comparable {
    public let job: JobID
    public let life: Int

    public init(_ job: JobID, life: Int) {
        self.job = job
        self.life = life
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let job = JobID(parts[0]), let life = Int(parts[1]), life >= 0,
            String(life) == parts[1]
        else { return nil }
        self.init(job, life: life)
    }

    public var text: String { "\(job.text).\(life)" }

    public static func < (left: JobKey, right: JobKey) -> Bool {
        (left.job, left.life) < (right.job, right.life)
    }
}

extension JobKey: CustomStringConvertible {
    public var description: String { text }
}

extension JobKey: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let key = JobKey(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no job")
            )
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What a record is called: `film_0123456789abcdef.0.2.failed.json` says that the second retry of
/// the first life failed. Never the same twice, since a generation of the merge ends one way only.
public struct RecordName: Hashable, Sendable {
    public let key: JobKey
    /// Of the merge that decided the job.
    public let generation: Int
    public let outcome: HistoryRecord.Outcome

    public init(_ key: JobKey, generation: Int, outcome: HistoryRecord.Outcome) {
        self.key = key
        self.generation = generation
        self.outcome = outcome
    }

    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[4] == "json", let key = JobKey("\(parts[0]).\(parts[1])"),
            let generation = Int(parts[2]), generation >= 0, String(generation) == parts[2],
            let outcome = HistoryRecord.Outcome(rawValue: parts[3])
        else { return nil }
        self.init(key, generation: generation, outcome: outcome)
    }

    public var text: String { "\(key.text).\(generation).\(outcome.rawValue).json" }

    /// Those that count for nothing: taken back, or of a generation that was tried again, and
    /// linked by somebody who came late.
    static func late(_ found: [RecordName], removed: [RecordName]) -> Set<RecordName> {
        let removed = Set(removed)
        return Set(
            found.filter { record in
                removed.contains(record)
                    || found.contains { $0.key == record.key && $0.generation > record.generation }
            }
        )
    }
}
