public import Model
public import Platform
private import Synchronization

/// What `/metrics` of a node answers: its own figures, and those of the cluster where it leads. All
/// of it comes from memory, so that it answers while a volume hangs.
public final class NodeMetrics: Sendable {
    /// Where figures come from that are not counted.
    public struct Sources: Sendable {
        public var isLeading: @Sendable () -> Bool = { false }
        /// The last that was seen of the cluster; nil where nothing was.
        public var cluster: @Sendable () -> ClusterStatus? = { nil }
        public var volumes: @Sendable () -> [VolumeReading] = { [] }
        public var slots: Int = 0
        public var busySlots: @Sendable () -> Int = { 0 }
        /// How many listen to the live events; nil where there is no server.
        public var eventClients: @Sendable () -> Int? = { nil }

        public init() {}
    }

    private let tally: Tally
    private let node: String
    private let architecture: String
    private let sources: Sources

    var eventClients: Int? { sources.eventClients() }

    public init(_ tally: Tally, node: String, architecture: String, _ sources: Sources) {
        (self.tally, self.node, self.architecture) = (tally, node, architecture)
        self.sources = sources
    }

    public func text(at now: WallTime = .now) -> String {
        var text = MetricsText()
        let isLeading = sources.isLeading()
        addNode(&text, isLeading)
        let counts = tally.counts
        addWork(&text, counts)
        addJobs(&text, counts)
        addScans(&text, counts)
        addFront(&text, counts)
        if isLeading, let cluster = sources.cluster() {
            ClusterGauges(cluster, at: now).add(to: &text)
        }
        addProcess(&text)
        return text.text
    }

    private var ownLabels: MetricsText.Labels {
        [(name: "node", value: node), (name: "arch", value: architecture)]
    }

    private func addNode(_ text: inout MetricsText, _ isLeading: Bool) {
        let build: MetricsText.Labels = [
            (name: "version", value: Product.version), (name: "arch", value: architecture),
        ]
        text.add("reelmill_build_info", .gauge, "Which program this is.", [(build, 1)])
        text.add(
            "reelmill_leading",
            .gauge,
            "Whether this node is the coordinator.",
            [([(name: "node", value: node)], isLeading ? 1 : 0)]
        )
        text.add(
            "reelmill_node_slots",
            .gauge,
            "How many slices this node can encode at a time.",
            [(ownLabels, Double(sources.slots))]
        )
        text.add(
            "reelmill_node_slots_busy",
            .gauge,
            "How many of them are at work.",
            [(ownLabels, Double(sources.busySlots()))]
        )
        let volumes = sources.volumes()
        text.add(
            "reelmill_volume_up",
            .gauge,
            "Whether the volume of a folder answers this node.",
            volumes.map { ([(name: "volume", value: $0.name)], $0.isAnswering ? 1 : 0) }
        )
        text.add(
            "reelmill_volume_free_bytes",
            .gauge,
            "How much room the volume of a folder has, as it was last seen.",
            volumes.compactMap { volume in
                volume.freeBytes.map { ([(name: "volume", value: volume.name)], Double($0)) }
            }
        )
        text.add(
            "reelmill_volume_size_bytes",
            .gauge,
            "How large the volume of a folder is.",
            volumes.compactMap { volume in
                volume.totalBytes.map { ([(name: "volume", value: volume.name)], Double($0)) }
            }
        )
    }

    private func addProcess(_ text: inout MetricsText) {
        guard let process = OwnProcess() else { return }
        text.add(
            "process_cpu_seconds_total",
            .counter,
            "Processor time of this process, without its children.",
            process.processorSeconds
        )
        text.add(
            "process_resident_memory_bytes",
            .gauge,
            "Memory of this process, without its children.",
            Double(process.residentBytes)
        )
        text.add(
            "process_open_fds",
            .gauge,
            "Files that this process has open.",
            Double(process.openFiles)
        )
        text.add(
            "process_start_time_seconds",
            .gauge,
            "When this process began, since 1970.",
            process.startSeconds
        )
    }
}
