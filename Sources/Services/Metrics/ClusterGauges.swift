internal import Model
internal import Spool

/// How the whole cluster is, as only the coordinator says it: so that nothing is counted twice.
struct ClusterGauges {
    private let cluster: ClusterStatus
    private let now: WallTime

    init(_ cluster: ClusterStatus, at now: WallTime) {
        (self.cluster, self.now) = (cluster, now)
    }

    func add(to text: inout MetricsText) {
        text.add(
            "reelmill_jobs",
            .gauge,
            "Open jobs by what goes on with them.",
            ViewedJob.State.allCases.map { state in
                (
                    [(name: "state", value: state.rawValue)],
                    Double(cluster.counts[state.rawValue] ?? 0)
                )
            }
        )
        text.add(
            "reelmill_slices",
            .gauge,
            "Slices of all open jobs.",
            [
                ("waiting", cluster.slices.waiting), ("running", cluster.slices.running),
                ("done", cluster.slices.done), ("failed", cluster.slices.failed),
            ].map { ([(name: "state", value: $0)], Double($1)) }
        )
        text.add(
            "reelmill_input_files",
            .gauge,
            "Files of the input by what becomes of them.",
            (cluster.watch?.files ?? [:]).sorted { $0.key < $1.key }.map {
                ([(name: "state", value: $0.key)], Double($0.value))
            }
        )
        text.add(
            "reelmill_paused",
            .gauge,
            "Whether somebody paused the whole cluster.",
            cluster.isPaused ? 1 : 0
        )
        text.add(
            "reelmill_encode_speed_ratio",
            .gauge,
            "Seconds of film in a second, over all that runs.",
            cluster.speed
        )
        addNodes(to: &text)
    }

    private func addNodes(to text: inout MetricsText) {
        let states: [NodeLine.State] = [.live, .draining, .silent]
        text.add(
            "reelmill_nodes",
            .gauge,
            "Nodes by how they are.",
            states.map { state in
                (
                    [(name: "state", value: state.rawValue)],
                    Double(cluster.nodes.count { $0.state == state })
                )
            }
        )
        // Two processes may go by one name.
        var seen: [String: Double] = [:]
        for node in cluster.nodes {
            let time = Double(now.milliseconds) / 1_000 - node.secondsSilent
            seen[node.node] = max(seen[node.node] ?? time, time)
        }
        text.add(
            "reelmill_node_last_seen_timestamp_seconds",
            .gauge,
            "When a node last showed that it lives, since 1970.",
            seen.sorted { $0.key < $1.key }.map { ([(name: "node", value: $0.key)], $0.value) }
        )
    }
}
