public import Model
internal import Platform
internal import Spool

extension SiteDesk {
    public func steer(_ action: ClusterAction) throws(DeskRefusal) -> ClusterChange {
        let isChanged = try trying { spool throws(SpoolError) -> Bool in
            switch action {
            case .pause: return try spool.pauseAll()
            case .resume: return try spool.resumeAll()
            }
        }
        guard isChanged else {
            let text =
                action == .pause ? "the cluster is paused already" : "the cluster is not paused"
            throw DeskRefusal(.conflict, text)
        }
        live.ask()
        return ClusterChange(action: action.rawValue, isPaused: action == .pause)
    }

    public func nodes(_ word: String) throws(DeskRefusal) -> NodeDetail {
        let (nodes, host) = try found(word)
        let isDrained = try trying { spool throws(SpoolError) in
            try spool.isDrained(host: host)
        }
        return NodeDetail(
            name: host,
            nodes: nodes,
            isDrained: isDrained,
            actions: NodeRules.actions(nodes, isDrained: isDrained)
        )
    }

    public func steer(
        node word: String,
        _ action: NodeAction
    ) throws(DeskRefusal) -> NodeChanges {
        let detail = try nodes(word)
        if let line = detail.actions.first(where: { $0.action == action.rawValue }),
            let objection = line.objection
        {
            throw DeskRefusal(.conflict, "\(detail.name): \(objection)")
        }
        try trying { spool throws(SpoolError) in
            switch action {
            case .drain: try spool.drain(detail.name)
            case .resume: try spool.undrain(detail.name)
            case .forget:
                for holder in detail.nodes.compactMap({ Holder($0.holder) }) {
                    try spool.forget(holder)
                }
            }
        }
        live.ask()
        let names = action == .forget ? detail.nodes.map(\.holder) : [detail.name]
        return NodeChanges(action: action.rawValue, nodes: names)
    }

    /// Those that go by this name now, and the name of their host.
    private func found(_ word: String) throws(DeskRefusal) -> ([NodeLine], String) {
        let reader: ClusterReader
        do throws(SystemError) {
            let volume = try DirectoryVolume(root: site.folders.spool)
            reader = ClusterReader(volume, hostName: site.spool.holder.node)
        } catch {
            throw DeskRefusal(.unavailable, "the spool cannot be used for now: \(error)")
        }
        let (now, drained) = try trying { spool throws(SpoolError) in
            (try reader.nodes(), try spool.drainedHosts())
        }
        // With the jobs as they were seen last, for what the nodes hold.
        var view = now
        view.jobs = live.view?.jobs ?? []
        let summary = ClusterSummary(view, failures: [:], site.spool.settings, at: LocalTime(.now))
        let nodes = summary.status.nodes.filter { $0.node == word || $0.holder == word }
        if let first = nodes.first { return (nodes, first.node) }
        guard drained.contains(word) else {
            throw DeskRefusal(
                .notFound,
                "no node is called \(Quoted.readable(String(word.prefix(80))))",
                hint: "reelmill nodes ls"
            )
        }
        return ([], word)
    }
}
