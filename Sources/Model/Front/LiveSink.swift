/// Takes what is read of the cluster, keeps it in memory and hands it on to all who listen.
public protocol LiveSink: Sendable {
    /// A look at the cluster begins, and ends by showing what was seen or why nothing could be.
    func look()
    /// How everything is now.
    func show(_ snapshot: LiveSnapshot)
    /// What has happened since.
    func tell(_ events: [EventLine])
    /// Now and then, at least every few seconds: sends what shows that the line still holds.
    func tick()
    /// When it cannot be read for now.
    func fail(_ trouble: String)

    /// Whether anybody listens.
    var isListenedTo: Bool { get }
    /// Called, from any thread, when somebody begins to listen, or asks for what is too old.
    func onWanted(_ wake: @escaping @Sendable () -> Void)
}

/// All that is shown of the cluster at one time.
public struct LiveSnapshot: Hashable, Sendable {
    /// With every job that is open.
    public var status: ClusterStatus
    /// Of the films that were done in this month, by UTC.
    public var savedBytes: Int64 = 0
    /// Of the sources of the same films.
    public var savedOfBytes: Int64 = 0
    /// Since when the coordinator runs, in RFC 3339.
    public var upSince: String
    /// Who answers.
    public var node: String
    /// The input folder on that node.
    public var input: Path
    /// When the look began that it is from, in RFC 3339.
    public var asOf = ""
    /// Whether a later look failed, or does not come to its end.
    public var isStale = false

    public init(status: ClusterStatus, upSince: String, node: String, input: Path) {
        (self.status, self.upSince, self.node, self.input) = (status, upSince, node, input)
    }
}

/// Something that happened, for people and programs.
public struct EventLine: Hashable, Sendable, Codable {
    /// In the history, counted from 1; nil where it is not yet in there.
    public var number: Int64?
    /// As people call it, see `EventNames`.
    public var type: String
    public var time: String
    public var node: String
    public var holder: String
    public var sequence: UInt64
    public var job: String?
    /// Of the job's source.
    public var path: String?
    public var path_b64: String?
    public var task: String?
    public var attempt: String?
    public var detail: String?

    public init(type: String, time: String, node: String, holder: String, sequence: UInt64) {
        (self.type, self.time, self.node) = (type, time, node)
        (self.holder, self.sequence) = (holder, sequence)
    }

    public var pathBytes: [UInt8]? {
        path.map { ReadableBytes.exact($0, base64: path_b64) }
    }

    public mutating func setPath(_ path: Path?) {
        guard let path else { return }
        (self.path, path_b64) = ReadableBytes.repaired(path.bytes)
    }
}

public struct EventPage: Hashable, Sendable, Codable {
    /// In the order in which they came in.
    public var events: [EventLine]
    /// What to ask on from.
    public var next: Int64

    public init(events: [EventLine], next: Int64) { (self.events, self.next) = (events, next) }
}
