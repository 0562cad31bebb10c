internal import History
internal import Model
internal import Platform
internal import Spool
private import Synchronization

/// The history's database for questions alone, apart from the one that is written to: while a
/// thousand records are taken in nobody who asks waits for that.
final class HistoryReading: Sendable {
    private struct State {
        var place: HistoryPlace?
        var open: (database: HistoryDatabase, identity: FileIdentity)?
    }

    private let site: Site
    private let state = Mutex(State())

    init(_ site: Site) { self.site = site }

    /// Does something with it, with its refusals in words.
    func asking<Value>(
        _ body: (HistoryDatabase) throws(HistoryError) -> Value
    ) throws(DeskRefusal) -> Value {
        let database = try database()
        do throws(HistoryError) { return try body(database) } catch {
            state.withLock { $0.open = nil }
            throw DeskRefusal(.unavailable, "the history cannot be read for now: \(error)")
        }
    }

    private func database() throws(DeskRefusal) -> HistoryDatabase {
        try state.withLock { state throws(DeskRefusal) in
            do throws(HistoryKeepingError) {
                let place: HistoryPlace
                if let known = state.place { place = known } else { place = try .init(site) }
                state.place = place
                let identity = try Keeping.storage { () throws(SystemError) in
                    try Directory.status(of: place.path).identity
                }
                // One that was set aside is read without anybody ever writing to it.
                if let open = state.open, open.identity == identity { return open.database }
                let database = try Keeping.database { () throws(HistoryError) in
                    try HistoryDatabase(reading: place.path)
                }
                state.open = (database, identity)
                return database
            } catch {
                state.open = nil
                throw DeskRefusal(
                    .unavailable,
                    "the history is not there yet; it is made from the records in the spool: "
                        + "\(error)"
                )
            }
        }
    }
}
