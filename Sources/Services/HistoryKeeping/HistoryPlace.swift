public import Model
internal import Platform
internal import Spool

/// Where a host has its history's database: in the spool where that is on this host's own disk,
/// else in the node's state directory. SQLite loses what it acknowledged on a network file system.
public struct HistoryPlace: Hashable, Sendable {
    public let path: Path
    /// Where there is none it may begin as a copy of this.
    let snapshot: Path

    public init(_ site: Site) throws(HistoryKeepingError) {
        let folders = site.folders
        snapshot = folders.spool / HistoryPlace.snapshotName
        let isLocal = try Keeping.storage { () throws(SystemError) in
            try MountedFileSystem(of: folders.spool).reportsEveryChange
        }
        if isLocal {
            path = folders.spool / "history.db"
        } else {
            path = folders.state / FileName("history-\(try HistoryPlace.spoolID(site)).db")
        }
    }

    static let snapshotName: FileName = "snapshot.db"

    private static func spoolID(_ site: Site) throws(HistoryKeepingError) -> String {
        switch SpoolOpening(of: site.spool.volume) {
        case .open(let format): return format.spool
        case .unreadable(let error): throw .storage(error)
        case .missing, .wrongFormat, .damaged:
            throw .spool(.unreadable(Layout.format, "it does not say which spool this is"))
        }
    }
}
