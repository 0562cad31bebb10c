internal import Dashboard
internal import Model
internal import Platform
internal import Services
internal import Spool

/// What a node shows and tells beside its work: figures, and news that are no moves in the spool.
final class Edges: Sendable {
    let metrics: NodeMetrics
    private let news: NewsTeller
    private let notifiers: [Notifier]
    private let leading: Leading
    private let stop = StopSign()
    private let isOver = StopSign()

    init(
        _ site: Site,
        _ facts: NodeFacts,
        _ tasks: ActiveTasks,
        slots: Int,
        leading: Leading,
        keeper: HistoryKeeper?,
        volumes: VolumeWatch,
        front: Front?,
        hub: LiveHub,
        notify: NotifySettings,
        isSettling: @escaping @Sendable () -> Bool
    ) {
        var sources = NodeMetrics.Sources()
        sources.isLeading = { leading.isSet }
        sources.volumes = { volumes.readings }
        sources.slots = slots
        sources.busySlots = { tasks.busySlots }
        if let front {
            sources.eventClients = { front.streams }
            sources.cluster = {
                // That asks for a newer one where it is old: the next who asks gets it.
                _ = hub.isRecent
                return hub.snapshot?.status
            }
        }
        metrics = NodeMetrics(
            site.tally,
            node: site.spool.holder.node,
            architecture: facts.architecture,
            sources
        )
        news = NewsTeller(
            site,
            keeper,
            volumes: { volumes.readings },
            isSettling: isSettling
        )
        notifiers = keeper.map { Notifier.all(site, $0, notify) } ?? []
        self.leading = leading
    }

    func start() throws -> [ServiceThread] {
        let (news, leading, stop, isOver) = (news, leading, stop, isOver)
        var threads = [
            try ServiceThread("news") { news.run(isLeading: { leading.isSet }, until: stop) }
        ]
        for notifier in notifiers {
            threads.append(
                try ServiceThread(notifier.name) {
                    notifier.run(
                        isLeading: { leading.isSet },
                        until: stop,
                        mayEnd: { isOver.isSet }
                    )
                }
            )
        }
        return threads
    }

    /// - Parameter isOver: Whether it ends because nothing is left to do: then that is told before.
    func end(_ threads: [ServiceThread], isOver: Bool) {
        if isOver {
            if leading.isSet { news.tellBatch() }
            self.isOver.set()
        }
        stop.set()
        for thread in threads.reversed() { thread.join() }
    }
}
