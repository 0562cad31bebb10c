internal import History
public import Model
internal import Platform
internal import Profiles
internal import Spool

/// The desk of the node that coordinates: answers from its folders, its spool and its history, and
/// does what people ask for as a node of the cluster.
public final class SiteDesk: ClusterDesk {
    let site: Site
    let runner: TaskRunner
    let numbers: NumberedFolders
    let keeper: HistoryKeeper
    let history: HistoryReading
    let sources: EventSources
    let check: ProfileCheck
    /// Reads what is shown; to be run on a thread for as long as the node lives.
    public let live: LiveKeeper

    /// - Parameters:
    ///   - keeper: Who writes to the history's database.
    ///   - numbers: As the scanner has them.
    ///   - sink: What keeps the cluster in memory.
    public init(
        _ site: Site,
        _ keeper: HistoryKeeper,
        runner: TaskRunner,
        numbers: NumberedFolders,
        sink: any LiveSink
    ) {
        (self.site, self.runner, self.keeper, self.numbers) = (site, runner, keeper, numbers)
        let history = HistoryReading(site)
        self.history = history
        check = ProfileCheck(runner: runner)
        // Apart from what people look for, which may take its time.
        let own = HistoryReading(site)
        sources = EventSources(site.spool) { key in
            try? own.asking { database throws(HistoryError) in
                try database.source(ofID: String(key.job.digits))
            }
        }
        live = LiveKeeper(site, sink: sink, sources: sources) {
            let sum = try? own.asking { database throws(HistoryError) in
                try database.totals(since: SiteDesk.monthBegan(.now))
            }
            return sum.map { ($0.savedBytes, $0.sourceBytes) } ?? (0, 0)
        }
    }

    public func refresh(upTo limit: Duration) { live.refresh(upTo: limit) }

    public func inBackground(_ work: @escaping @Sendable () -> Void) {
        // Without threads the work is done here and now, and somebody waits for it.
        do throws(SystemError) { _ = try NamedThread("front", work) } catch { work() }
    }

    /// In milliseconds since 1970, by UTC.
    static func monthBegan(_ time: WallTime) -> Int64 {
        WallTime(rfc3339: "\(time.rfc3339.prefix(7))-01T00:00:00Z")?.milliseconds ?? 0
    }

    /// Does something with the spool; trouble of the volume may be over when it is tried again.
    func trying<Value>(
        _ body: (Spool) throws(SpoolError) -> Value
    ) throws(DeskRefusal) -> Value {
        do throws(SpoolError) { return try body(site.spool) } catch {
            throw DeskRefusal(.unavailable, "the spool cannot be used for now: \(error)")
        }
    }
}
