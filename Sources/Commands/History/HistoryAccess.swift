internal import CommandLine
internal import History
internal import Model
internal import Platform
internal import Services
internal import Spool

/// The history as a command has it: this host's database, brought up to what lies in the spool. It
/// needs no running node, and disturbs none.
struct HistoryAccess {
    let open: OpenSpool
    let database: HistoryDatabase
    private let keeper: HistoryKeeper

    init(_ context: Context) throws {
        let settings = try context.settings().settings
        let open = try OpenSpool(context)
        let console = context.console
        let journal = Journal { entry in
            entry.level == .detail ? console.detail(entry.text) : console.note(entry.text)
        }
        let state = settings[SettingsTable.state].map(context.surroundings.absolute)
        let folders = MediaFolders(
            input: open.input ?? HistoryAccess.nowhere,
            output: open.output ?? HistoryAccess.nowhere,
            profiles: open.profiles,
            spool: open.path,
            state: state ?? HistoryAccess.nowhere
        )
        let site = Site(folders: folders, spool: open.reader.spool, journal: journal)
        let keeper = HistoryKeeper(site)
        do throws(HistoryKeepingError) {
            try keeper.catchUp()
            (self.keeper, database) = (keeper, try keeper.database())
        } catch {
            // Who may not write to the host's database has all that is in the records.
            guard HistoryAccess.canDoWithout(error) else { throw Failure(.temporary, "\(error)") }
            console.detail("\(error); the records in the spool are read instead")
            let own = HistoryKeeper(site, isInMemory: true)
            (self.keeper, database) = (own, try HistoryAccess.caughtUp(own))
        }
        self.open = open
    }

    private static func canDoWithout(_ error: HistoryKeepingError) -> Bool {
        switch error {
        case .database: return true
        case .storage(let error):
            return [
                .accessDenied, .operationNotPermitted, .readOnlyFileSystem, .noSuchFile,
                .notADirectory, .noSpace, .overQuota,
            ].contains(error.errno)
        case .spool: return false
        }
    }

    private static func caughtUp(_ keeper: HistoryKeeper) throws(Failure) -> HistoryDatabase {
        do throws(HistoryKeepingError) {
            try keeper.catchUp()
            return try keeper.database()
        } catch {
            throw Failure(.temporary, "\(error)")
        }
    }

    /// After something was changed in the spool. What does not come in now comes in later.
    func catchUp() { try? keeper.catchUp() }

    func asking<Value>(
        _ body: (HistoryDatabase) throws(HistoryError) -> Value
    ) throws(Failure) -> Value {
        do throws(HistoryError) { return try body(database) } catch {
            throw Failure(error.kind == .unavailable ? .temporary : .failed, "\(error)")
        }
    }

    /// Holds nothing and is below nothing that anybody has.
    private static let nowhere: Path = "/dev/null/none"
}
