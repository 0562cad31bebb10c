/// What every node can say of itself, from memory alone: nothing here touches a file, so that it
/// answers while a volume hangs.
public protocol NodeDesk: Sendable {
    var readiness: NodeReadiness { get }
    var coordinator: CoordinatorPlace { get }
    /// In the text format of Prometheus.
    var metrics: String { get }
}

/// Whether a node can do its work now.
public struct NodeReadiness: Hashable, Sendable {
    /// What stands in the way, for people; nothing when it is ready.
    public var obstacles: [String]
    public var volumes: [VolumeReading]

    public init(obstacles: [String], volumes: [VolumeReading] = []) {
        (self.obstacles, self.volumes) = (obstacles, volumes)
    }

    public var isReady: Bool { obstacles.isEmpty }
}

/// What a look at the volume of one folder came to.
public struct VolumeReading: Hashable, Sendable {
    /// `input`, `output` or `spool`.
    public var name: String
    /// How many bytes it holds, and how many are free for us; nil before the first look.
    public var totalBytes: UInt64?
    public var freeBytes: UInt64?
    /// Since the last look that was answered, or since the first began.
    public var secondsSilent: Double
    /// Why the last look failed; nil when it did not.
    public var trouble: String?
    /// Whether looks come back, in time and without an error.
    public var isAnswering: Bool

    public init(
        name: String,
        totalBytes: UInt64?,
        freeBytes: UInt64?,
        secondsSilent: Double = 0,
        trouble: String? = nil,
        isAnswering: Bool
    ) {
        (self.name, self.totalBytes, self.freeBytes) = (name, totalBytes, freeBytes)
        (self.secondsSilent, self.trouble, self.isAnswering) = (secondsSilent, trouble, isAnswering)
    }
}

/// Who answers for the whole cluster.
public enum CoordinatorPlace: Hashable, Sendable {
    /// This node does.
    case here
    /// Another one; its address is nil where it has none that can be reached from elsewhere.
    case elsewhere(node: String, address: String?)
    /// None was seen yet, or none is alive.
    case unknown
}
