internal import Model
internal import Platform
internal import Spool
private import Synchronization

/// Reads how the cluster is, and tells it to whoever keeps it in memory: once a second while
/// anybody listens, else when somebody asks. However large the cluster is, it takes no more than a
/// tenth of a core: behind a pass it rests for ten times what that took.
public final class LiveKeeper: Sendable {
    private struct State {
        var view: ClusterView?
        var isAsked = false
        /// How many passes have ended.
        var passes: UInt64 = 0
        /// When the next one may begin.
        var next = MonotonicTime.now
    }

    private let site: Site
    private let sink: any LiveSink
    private let sums: @Sendable () -> (saved: Int64, of: Int64)
    private let sources: EventSources
    private let upSince = WallTime.now.rfc3339
    private let state = Mutex(State())
    private let asked = Bell()
    private let passed = Bell()

    /// - Parameter sums: What was saved in this month, and of how much; asked now and then.
    init(
        _ site: Site,
        sink: any LiveSink,
        sources: EventSources,
        sums: @escaping @Sendable () -> (saved: Int64, of: Int64)
    ) {
        (self.site, self.sink, self.sources, self.sums) = (site, sink, sources, sums)
        let asked = asked
        sink.onWanted { [weak self] in
            self?.state.withLock { $0.isAsked = true }
            asked.ring()
        }
    }

    /// As it was seen last.
    var view: ClusterView? { state.withLock(\.view) }

    /// Has everything read anew soon.
    public func ask() {
        state.withLock { $0.isAsked = true }
        asked.ring()
    }

    /// The same, and waits for it where it can come in time: behind a pass over a large cluster
    /// there is a long rest, and whoever asks meanwhile is better served with what there is.
    public func refresh(upTo limit: Duration) {
        let isInTime = state.withLock { $0.passes == 0 || $0.next - .now < limit }
        guard isInTime else { return ask() }
        let deadline = Deadline(after: limit)
        // The one that runs may have looked before what this is about.
        let goal = state.withLock { $0.passes } + 1
        ask()
        while !deadline.isOver {
            let count = passed.count
            if state.withLock({ $0.passes >= goal }) { return }
            passed.wait(after: count, upTo: deadline.remaining ?? limit)
        }
    }

    /// Blocks until the sign is set. While this node does not lead, nothing is read.
    public func run(isLeading: @escaping @Sendable () -> Bool, until stop: StopSign) {
        var round: LiveRound?
        while !stop.isSet {
            let count = asked.count
            guard isLeading() else {
                round = nil
                _ = stop.wait(upTo: LiveKeeper.tick)
                continue
            }
            let now = MonotonicTime.now
            let (isAsked, next) = state.withLock { ($0.isAsked, $0.next) }
            guard now >= next, isAsked || sink.isListenedTo else {
                asked.wait(after: count, upTo: LiveKeeper.tick)
                continue
            }
            state.withLock { $0.isAsked = false }
            pass(&round)
            let took = MonotonicTime.now - now
            let rest = min(took * LiveKeeper.restFactor, LiveKeeper.restMax)
            let pause = max(rest, isAsked ? LiveKeeper.askedPause : LiveKeeper.pause)
            state.withLock { $0.next = .now + pause }
            sink.tick()
        }
    }

    private func pass(_ round: inout LiveRound?) {
        defer {
            state.withLock { $0.passes += 1 }
            passed.ring()
        }
        let asOf = WallTime.now.rfc3339
        sink.look()
        do throws(SpoolError) {
            var current: LiveRound
            if let round { current = round } else { current = try LiveRound(site) }
            let view = try current.look()
            let status = current.status(view)
            state.withLock { $0.view = view }
            var snapshot = LiveSnapshot(
                status: status,
                upSince: upSince,
                node: site.spool.holder.node,
                input: site.folders.input
            )
            snapshot.asOf = asOf
            (snapshot.savedBytes, snapshot.savedOfBytes) = current.sums(sums)
            sink.show(snapshot)
            sink.tell(try current.news().map { sources.line($0) })
            round = current
        } catch {
            sink.fail("the spool cannot be read: \(error)")
        }
    }

    private static let tick = Duration.milliseconds(250)
    private static let pause = Duration.seconds(1)
    /// For those who have just done something.
    private static let askedPause = Duration.milliseconds(500)
    private static let restFactor = 10
    private static let restMax = Duration.seconds(60)
}

/// What is remembered from one pass to the next.
private struct LiveRound {
    private let reader: ClusterReader
    private var tail: EventTail
    private var told: MonotonicTime?
    /// Why jobs failed, by the attempt that failed them.
    private var failures: [JobKey: (attempt: ViewedToken, line: FailureLine)] = [:]
    private var summed: (at: MonotonicTime, saved: Int64, of: Int64)?

    init(_ site: Site) throws(SpoolError) {
        do throws(SystemError) {
            let volume = try DirectoryVolume(root: site.folders.spool)
            reader = ClusterReader(volume, hostName: site.spool.holder.node)
            tail = EventTail(volume)
        } catch {
            throw .storage(error)
        }
    }

    mutating func look() throws(SpoolError) -> ClusterView { try reader.view() }

    mutating func status(_ view: ClusterView) -> ClusterStatus {
        var known: [JobKey: (attempt: ViewedToken, line: FailureLine)] = [:]
        for job in view.jobs where job.state == .failed {
            guard known.count < ClusterSummary.failuresMax else { break }
            if let before = failures[job.key], before.attempt == job.merge {
                known[job.key] = before
            } else {
                known[job.key] = (job.merge, ClusterSummary.failure(of: job, reader))
            }
        }
        failures = known
        let lines = known.mapValues(\.line)
        let settings = reader.spool.settings
        return ClusterSummary(view, failures: lines, settings, at: LocalTime(.now)).status
    }

    /// What has happened since the last call. Where that was long ago, nobody has listened since:
    /// then it is no news any more, and stands in the list of events.
    mutating func news() throws(SpoolError) -> [Event] {
        let now = MonotonicTime.now
        let isNews = told.map { now - $0 < LiveRound.newsMax } ?? false
        let events = try tail.next(since: isNews ? nil : .now)
        told = now
        return isNews && events.count <= LiveRound.newsCountMax ? events : []
    }

    /// Longer than the longest rest between two passes while somebody listens.
    private static let newsMax = Duration.seconds(90)
    /// All of them would not fit through a line at once.
    private static let newsCountMax = 500

    mutating func sums(
        _ ask: () -> (saved: Int64, of: Int64)
    ) -> (saved: Int64, of: Int64) {
        let now = MonotonicTime.now
        if let summed, now - summed.at < LiveRound.sumsPause { return (summed.saved, summed.of) }
        let sums = ask()
        summed = (now, sums.saved, sums.of)
        return sums
    }

    private static let sumsPause = Duration.seconds(30)
}
