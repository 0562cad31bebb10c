public import History
internal import Model
internal import Platform
internal import Synchronization

/// Keeps the history's database up to what lies in the spool, and does what is due with it: reports
/// of failures, a snapshot, and the sweep of what was staged for jobs that there are no more.
///
/// Two of them at once do some work twice and no harm: each has a database, or shares one that
/// takes everything once.
public final class HistoryKeeper: Sendable {
    private struct State {
        var store: HistoryStore
        var index = HistoryIndex()
    }

    private let site: Site
    private let state: Mutex<State>

    /// - Parameter isInMemory: Whether to have a database of its own that nothing is left of, for
    ///   those who may not write to this host's.
    public init(_ site: Site, isInMemory: Bool = false) {
        self.site = site
        state = Mutex(State(store: HistoryStore(site, isInMemory: isInMemory)))
    }

    /// Takes all that is new in the spool.
    public func catchUp() throws(HistoryKeepingError) {
        _ = try takeRecords { true }
        _ = try takeEvents { true }
    }

    /// For questions; as it was after the last catching up.
    public func database() throws(HistoryKeepingError) -> HistoryDatabase {
        try state.withLock { state throws(HistoryKeepingError) in try state.store.database() }
    }

    /// Marks an entry whose record somebody has just moved, before all of them are looked at.
    func mark(_ record: String, isRemoved: Bool) throws(HistoryKeepingError) {
        let database = try database()
        try Keeping.database { () throws(HistoryError) in
            try database.mark(record, isRemoved: isRemoved)
        }
    }

    func takeRecords(_ isWanted: () -> Bool) throws(HistoryKeepingError) -> Bool {
        try indexing { index, database throws(HistoryKeepingError) in
            try index.takeRecords(site, into: database, isWanted: isWanted)
        }
    }

    func takeEvents(_ isWanted: () -> Bool) throws(HistoryKeepingError) -> Bool {
        try indexing { index, database throws(HistoryKeepingError) in
            try index.takeEvents(site, into: database, isWanted: isWanted)
        }
    }

    /// Holds some more of the entries against their records.
    ///
    /// - Returns: Whether all of them were seen.
    func prove() throws(HistoryKeepingError) -> Bool {
        try indexing { index, database throws(HistoryKeepingError) in
            try index.prove(site, database)
        }
    }

    private func indexing(
        _ body: (inout HistoryIndex, HistoryDatabase) throws(HistoryKeepingError) -> Bool
    ) throws(HistoryKeepingError) -> Bool {
        try state.withLock { state throws(HistoryKeepingError) in
            var index = state.index
            defer { state.index = index }
            return try state.store.using { database, opening throws(HistoryKeepingError) in
                index.serve(opening)
                return try body(&index, database)
            }
        }
    }

    func close() { state.withLock { $0.store.close() } }

    /// Blocks until the sign is set. While this node does not lead, nothing is done.
    public func run(
        isLeading: @escaping @Sendable () -> Bool,
        until stop: StopSign
    ) {
        var duties = HistoryDuties(site, self)
        var pause = HistoryKeeper.pause
        while !stop.isSet {
            if isLeading() {
                do throws(HistoryKeepingError) {
                    try duties.round { !stop.isSet }
                    site.journal.end("history", "the history is kept up to date again")
                    pause = HistoryKeeper.pause
                } catch {
                    site.journal.begin("history", .error, HistoryKeeper.trouble(error))
                    pause = min(pause * 2, HistoryKeeper.pauseMax)
                }
            } else {
                close()
                duties = HistoryDuties(site, self)
            }
            stop.wait(upTo: pause)
        }
        close()
    }

    private static let pause = Duration.seconds(5)
    private static let pauseMax = Duration.seconds(300)

    private static func trouble(_ error: HistoryKeepingError) -> String {
        "the history is not up to date; its records in the spool are, and nothing is lost: \(error)"
    }
}
