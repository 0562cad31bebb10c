internal import Dashboard
internal import Model
internal import Platform
internal import Services
internal import Spool

/// What the server answers from in one life of the node.
struct FrontLife {
    let front: Front
    let site: Site
    let leading: Leading
    let heart: Heart
    let host: HostIdentity
    let metrics: NodeMetrics
    let hub: LiveHub
    let isDraining: @Sendable () -> Bool
    /// Nil where this node never leads.
    let desk: SiteDesk?

    /// The threads that keep it up to date.
    func start(until stop: StopSign) throws -> [ServiceThread] {
        let (heart, leading, metrics, hub) = (heart, leading, metrics, hub)
        front.state.begin(
            FrontState.Life(
                beat: site.spool.settings.beat,
                lastBeat: { heart.lastBeat },
                isDraining: isDraining,
                isLeading: { leading.isSet },
                handler: desk.map { HeavyGate(Router(desk: $0, hub: hub)) },
                metrics: { metrics.text() },
                tick: { hub.beat() }
            )
        )
        let search = CoordinatorSearch(
            site: site,
            state: front.state,
            leading: leading,
            bootID: host.bootID
        ) { hub.endAll() }
        var threads = [try ServiceThread("coordinators") { search.run(until: stop) }]
        if let live = desk?.live {
            threads.append(
                try ServiceThread("live") { live.run(isLeading: { leading.isSet }, until: stop) }
            )
        }
        return threads
    }

    /// Who listens comes again, to whoever answers then.
    static func end(_ front: Front?, _ hub: LiveHub) {
        front?.state.end()
        hub.endAll()
    }

    /// A memory of its own for each life: the numbers of its messages begin anew.
    static func hub(_ site: Site) -> LiveHub {
        LiveHub(epoch: site.spool.holder.text) {
            Double(MonotonicTime.now.nanoseconds) / 1_000_000_000
        }
    }
}
