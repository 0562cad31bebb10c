internal import History
internal import Model
internal import Platform
internal import Spool

/// Tells one target what happens, in order and each once, as long as this node leads. How far it
/// came lies in the spool, behind every notice, so that the next coordinator goes on there.
struct Courier {
    private let site: Site
    private let keeper: HistoryKeeper
    private let kinds: Set<String>
    private let target: any NotifyTarget
    private let names: NoticeNames
    private var told: [String: UInt64]?
    /// In this node's database alone.
    private var number: Int64 = 0
    private var waiting: [(number: Int64, event: HistoryEvent)] = []
    private var backoff = Backoff()
    private let now: @Sendable () -> MonotonicTime

    init(
        _ site: Site,
        _ keeper: HistoryKeeper,
        _ target: any NotifyTarget,
        kinds: Set<String>,
        spool: String,
        now: @escaping @Sendable () -> MonotonicTime = { .now }
    ) {
        self.now = now
        (self.site, self.keeper, self.target, self.kinds) = (site, keeper, target, kinds)
        names = NoticeNames(spool: spool, site.spool)
    }

    private var matter: String { "notify.\(target.name)" }

    /// Another one leads: what it told is not known here.
    mutating func rest() { (told, number, waiting, backoff) = (nil, 0, [], Backoff()) }

    /// Sends what waits.
    ///
    /// - Returns: Whether there is more to be sent now.
    mutating func round(_ isWanted: @escaping @Sendable () -> Bool) -> Bool {
        guard backoff.isOver(at: now()), isWanted() else { return false }
        do {
            try load()
            guard let next = try next() else { return false }
            let isSettled = send(next.event, isWanted)
            if isSettled { try settle(next) }
            return isSettled
        } catch {
            site.journal.begin(
                "\(matter).cursor",
                .warning,
                "notifications wait for the spool or the history: \(error)"
            )
            _ = backoff.failed(at: now())
            return false
        }
    }

    private mutating func load() throws {
        guard told == nil else { return }
        if let found = try site.spool.toldEvents(target.name) {
            told = found
        } else {
            // Whoever begins to listen does not want to hear of last week.
            try keeper.catchUp()
            let present = try keeper.database().lastSequences()
            try site.spool.replaceToldEvents(target.name, present)
            told = present
        }
        site.journal.end("\(matter).cursor", "notifications go on")
    }

    private mutating func next() throws -> (number: Int64, event: HistoryEvent)? {
        while waiting.isEmpty {
            let oldest = WallTime(seconds: WallTime.now.seconds - Courier.ageMax).rfc3339
            waiting = try keeper.database()
                .events(of: kinds, after: number, since: oldest, limit: Courier.readAtOnce)
            guard let last = waiting.last else { return nil }
            number = last.number
            let told = told ?? [:]
            waiting.removeAll { $0.event.sequence <= told[$0.event.holder] ?? 0 }
        }
        return waiting.first
    }

    /// - Returns: Whether nothing more is to be done with it.
    private mutating func send(
        _ event: HistoryEvent,
        _ isWanted: @escaping @Sendable () -> Bool
    ) -> Bool {
        let isOld =
            (WallTime(rfc3339: event.time)?.seconds ?? 0) < WallTime.now.seconds - Courier.ageMax
        if isOld {
            site.tally.notified(target.name, "dropped")
            site.journal.tell(
                .warning,
                "\(target.name): \(event.kind) could not be told for a day, and is left out"
            )
            return true
        }
        switch target.deliver(names.notice(event), isWanted: isWanted) {
        case .sent:
            backoff.wentWell()
            site.tally.notified(target.name, "sent")
            site.journal.end(matter, "\(target.name): notifications arrive again")
            return true
        case .refused(let reason):
            backoff.wentWell()
            site.tally.notified(target.name, "refused")
            site.journal.tell(.error, "\(target.name): \(event.kind) is refused: \(reason)")
            return true
        case .failed(let reason):
            guard isWanted() else { return false }
            site.tally.notified(target.name, "failed")
            _ = backoff.failed(at: now())
            site.journal.begin(
                matter,
                .warning,
                "\(target.name): \(event.kind) cannot be told: \(reason); tried again for a day"
            )
            return false
        }
    }

    private mutating func settle(_ entry: (number: Int64, event: HistoryEvent)) throws {
        waiting.removeFirst()
        var told = told ?? [:]
        told[entry.event.holder] = max(told[entry.event.holder] ?? 0, entry.event.sequence)
        self.told = told
        try site.spool.replaceToldEvents(target.name, told)
    }

    /// In seconds: nobody wants to hear the day after tomorrow.
    private static let ageMax: Int64 = 86_400
    private static let readAtOnce = 200
}

/// What events are about, for people.
struct NoticeNames {
    private let spool: Spool
    private let number: String

    init(spool number: String, _ spool: Spool) { (self.number, self.spool) = (number, spool) }

    func notice(_ event: HistoryEvent) -> Notice {
        Notice(event, spool: number, path: event.job.flatMap(JobKey.init).flatMap(path))
    }

    /// Nil where nobody knows any more.
    private func path(_ key: JobKey) -> Path? {
        if let order = try? spool.order(of: key) { return order.source.path }
        guard let name = try? spool.records(of: key.job).last(where: { $0.key == key }) else {
            return nil
        }
        return (try? spool.record(name))?.order.source.path
    }
}
