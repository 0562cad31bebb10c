internal import Model
internal import Platform
internal import Services
internal import Spool

/// When a node that is to leave once there is nothing to do may leave.
///
/// One that coordinates leaves when nothing is open in the whole cluster and no file settles: it
/// would be missed. One that only works leaves as well when there is nothing that it could take,
/// such as slices for an encoder that it has not: nobody misses it. Neither leaves while it holds a
/// task, or does not know how things are.
struct Departure {
    private let settings: NodeSettings
    private let site: Site
    private let tasks: ActiveTasks
    private let leading: Leading
    /// Nil where this node never looks for films.
    private let scanner: Scanner?
    private var idleSince: MonotonicTime?
    private var looked: MonotonicTime?
    private var trace: LeaderTrace

    init(
        _ settings: NodeSettings,
        _ site: Site,
        _ tasks: ActiveTasks,
        _ leading: Leading,
        _ scanner: Scanner?
    ) {
        self.settings = settings
        self.site = site
        self.tasks = tasks
        self.leading = leading
        self.scanner = scanner
        trace = LeaderTrace(site.spool)
    }

    /// To be called every now and then; nil is that it stays.
    mutating func reason(_ worker: Worker) -> String? {
        guard let limit = settings.leavesWhenIdle else { return nil }
        let time = Measure.written(limit)
        if !settings.coordinates, !settings.isForOnce, worker.isIdle {
            return "leaving: there was nothing to take for \(time), as exit-when-idle says"
        }
        let now = MonotonicTime.now
        guard tasks.count == 0 else {
            idleSince = nil
            return nil
        }
        // One that is there for once has somebody who waits for it.
        let pause = settings.isForOnce ? .zero : site.spool.settings.beat
        if let looked, now - looked < pause { return nil }
        looked = now
        guard isNothingLeft() else {
            idleSince = nil
            return nil
        }
        let since = idleSince ?? now
        idleSince = since
        guard now - since >= limit else { return nil }
        return "leaving: nothing was open for \(time), as exit-when-idle says"
    }

    private mutating func isNothingLeft() -> Bool {
        guard isInputSettled(), let isOpen = try? site.spool.isAnythingOpen() else { return false }
        return !isOpen
    }

    /// An empty input may be a volume that is not mounted, unless it lies where the spool does.
    private var isInputWithSpool: Bool {
        func device(_ folder: Path) -> UInt64? {
            (try? Directory.target(of: folder))?.identity.device
        }
        guard let input = device(site.folders.input) else { return false }
        return input == device(site.folders.spool)
    }

    private mutating func isInputSettled() -> Bool {
        guard let scanner else { return true }
        if settings.isForOnce { return !scanner.isSettling }
        if leading.isSet {
            return !scanner.isSettling && (scanner.hasLooked || isInputWithSpool)
        }
        // Whoever leads wrote down what it sees; without one nobody has looked.
        do throws(SpoolError) {
            guard try trace.look() != nil else { return false }
            return !(try site.spool.readScanReport()?.isSettling ?? false)
        } catch {
            return false
        }
    }
}
