internal import Model
internal import Platform
public import Services
internal import Spool

/// A node: it waits for its volume, shows itself in the spool, and takes part until it is stopped.
/// When others took it for dead it begins again under another name.
public final class Node: Sendable {
    private let settings: NodeSettings
    private let journal: Journal
    /// For as long as the process runs, by whatever names.
    private let tally = Tally()
    public let orders = NodeOrders()

    public init(_ settings: NodeSettings, _ journal: Journal) {
        self.settings = settings
        self.journal = journal
    }

    /// On a thread that nobody waits for: a driver may hang, and its child with it.
    private func probe(_ encoders: KnownEncoders, _ cancellation: Cancellation) throws {
        let probing = EncoderProbing(
            encoders,
            program: settings.program,
            state: settings.folders.state,
            journal: journal,
            cancellation: cancellation
        )
        _ = try NamedThread("encoders") { probing.run() }
    }

    /// Blocks until it was stopped, or has nothing to do any more where that was asked for.
    public func run() throws {
        try Directory.createAll(settings.folders.state, permissions: 0o755)
        let folders = settings.folders
        let volumes = try VolumeWatch([
            ("input", folders.input), ("output", folders.output), ("spool", folders.spool),
        ])
        defer { volumes.end() }
        let front = try Front.start(settings, journal, orders, tally, volumes)
        defer { front?.end() }
        let supervision = Supervision(settings, orders, volumes)
        let telling = try supervision.start()
        defer {
            supervision.end()
            telling?.join()
        }
        let health = HealthTelling(folders.state, journal)
        let isOver = StopSign()
        let healthy = try ServiceThread("health") { health.run(until: isOver) }
        defer {
            isOver.set()
            healthy.join()
        }
        let facts = NodeFacts.here(name: settings.name)
        let probing = Cancellation()
        defer { probing.set() }
        try probe(facts.encoders, probing)
        while orders.stop == nil {
            guard let volume = try NodeStart(settings, journal, supervision).volume(orders) else {
                return
            }
            let site = site(on: volume)
            do {
                let life = NodeLife(
                    site,
                    settings,
                    orders,
                    facts,
                    volumes,
                    front,
                    supervision,
                    health
                )
                if try life.run() == .stopped { return }
            } catch let error as SpoolError {
                // As right behind a mount that went away again.
                journal.begin("join", .warning, "cannot take part: \(error); tried again")
                orders.wait(upTo: .seconds(5))
            }
        }
    }

    private func site(on volume: DirectoryVolume) -> Site {
        var pace = volume.traits.isShared ? SpoolSettings.shared : .local
        if let beat = settings.beat { pace.beat = beat }
        var spool = Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: settings.name,
            settings: pace
        )
        let (counts, log) = (tally.listener, journal)
        spool.listener = counts
        spool.listener.event = { event in
            counts.event?(event)
            guard let entry = EventJournal.entry(event) else { return }
            log.tell(entry.level, entry.text, fields: entry.fields)
        }
        return Site(
            folders: settings.folders,
            spool: spool,
            journal: journal,
            tally: tally
        )
    }
}
