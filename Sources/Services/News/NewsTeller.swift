internal import History
public import Model
internal import Platform
internal import Spool
private import Synchronization

/// Tells what is no move in the spool: a machine that has too much to do, volumes that are short of
/// room, a cluster that has nothing more to do.
public final class NewsTeller: Sendable {
    private let site: Site
    private let keeper: HistoryKeeper?
    private let volumes: @Sendable () -> [VolumeReading]
    private let isSettling: @Sendable () -> Bool
    private let beginning = WallTime.now
    private let batch = Mutex<BatchNews?>(nil)

    /// - Parameters:
    ///   - keeper: Nil on a node that never leads.
    ///   - isSettling: Whether files are about to become jobs.
    public init(
        _ site: Site,
        _ keeper: HistoryKeeper?,
        volumes: @escaping @Sendable () -> [VolumeReading],
        isSettling: @escaping @Sendable () -> Bool
    ) {
        (self.site, self.keeper) = (site, keeper)
        (self.volumes, self.isSettling) = (volumes, isSettling)
    }

    /// Blocks until the sign is set.
    public func run(isLeading: @Sendable () -> Bool, until stop: StopSign) {
        var load = LoadWatch()
        var space = SpaceWatch()
        while !stop.wait(upTo: NewsTeller.pause) {
            tell(&load)
            guard isLeading() else {
                space = SpaceWatch()
                batch.withLock { $0 = nil }
                continue
            }
            for text in space.note(volumes()) {
                site.spool.report(.volumeLow, text)
                site.journal.tell(.warning, text, ["event": Event.Kind.volumeLow.rawValue])
            }
            tellBatch()
        }
    }

    /// What was done since nothing waited or ran the last time, if nothing does now. To be called
    /// while this node leads.
    public func tellBatch() { batch.withLock { tell(&$0) } }

    private func tell(_ watch: inout LoadWatch) {
        guard let load = Machine().load()?.lastMinute, let cores = try? Machine().cores().allowed
        else { return }
        guard watch.note(load, cores: cores, at: .now) else { return }
        let name = site.spool.holder.node
        let text =
            "\(name) has had more to do than its \(cores) cores can for five minutes: its load "
            + "is \(Figures.decimal(load, digits: 1))"
        site.spool.report(.nodeLoadHigh, text)
        site.journal.tell(.warning, text, ["event": Event.Kind.nodeLoadHigh.rawValue])
    }

    private func tell(_ batch: inout BatchNews?) {
        guard let keeper else { return }
        if batch == nil {
            guard (try? keeper.catchUp()) != nil else { return }
            batch = (try? keeper.database()).flatMap { try? BatchNews($0, since: beginning) }
        }
        // The database is asked first: it is on this machine.
        guard let database = try? keeper.database(),
            (try? batch?.pending(database)) != nil, !isSettling(),
            let isOpen = try? site.spool.isAnythingOpen(), !isOpen,
            (try? keeper.catchUp()) != nil, let text = try? batch?.take(database)
        else { return }
        site.spool.report(.batchFinished, text)
        site.journal.tell(
            .info,
            "nothing is left to do: \(text)",
            ["event": Event.Kind.batchFinished.rawValue]
        )
    }

    /// None of it is in a hurry.
    private static let pause = Duration.seconds(10)
}
