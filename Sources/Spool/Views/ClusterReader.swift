internal import Model
internal import Platform

/// Reads a spool that is a directory, for people and for the page. What never changes, such as the
/// orders of jobs, is remembered from one view to the next.
public struct ClusterReader: Sendable {
    public let volume: DirectoryVolume
    /// For what people ask for; it is no node of the cluster.
    public let spool: Spool

    /// - Parameter hostName: Of whoever looks; it stands behind what they ask for.
    public init(_ volume: DirectoryVolume, hostName: String) {
        self.volume = volume
        spool = Spool(
            volume: volume,
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: hostName,
            settings: volume.traits.isShared ? .shared : .local
        )
    }

    public func view() throws(SpoolError) -> ClusterView {
        var view = ClusterView()
        if case .open(let format) = SpoolOpening(of: volume) { view.spool = format.spool }
        let now = serverTime()
        (view.nodes, view.leader) = try nodesAndLeader(now, &view.troubles)
        view.pause = try spool.pauseOfAll()
        view.scan = scan(&view.troubles)
        try readJobs(into: &view)
        return view
    }

    /// The nodes alone.
    public func nodes() throws(SpoolError) -> ClusterView {
        var view = ClusterView()
        (view.nodes, view.leader) = try nodesAndLeader(serverTime(), &view.troubles)
        return view
    }

    /// The jobs alone.
    public func jobs() throws(SpoolError) -> ClusterView {
        var view = ClusterView()
        try readJobs(into: &view)
        return view
    }

    private func readJobs(into view: inout ClusterView) throws(SpoolError) {
        let ranks = try spool.ranks()
        for key in try spool.jobsInOrder() {
            do throws(SpoolError) {
                guard var job = try spool.viewed(key) else { continue }
                job.rank = ranks[key]
                view.jobs.append(job)
            } catch {
                view.troubles.append(error)
            }
        }
        view.jobs = ClusterReader.inOrder(view.jobs)
    }

    /// Nodes take those that are begun before others of the same rank, and so they stand here; who
    /// has not looked yet does not know which they are.
    private static func inOrder(_ jobs: [ViewedJob]) -> [ViewedJob] {
        jobs.enumerated().sorted { left, right in
            place(left) < place(right)
        }.map(\.element)
    }

    private static func place(_ job: (offset: Int, element: ViewedJob)) -> (Int, Int, Int) {
        (job.element.rank ?? .max, job.element.batches.isEmpty ? 1 : 0, job.offset)
    }

    private func scan(_ troubles: inout [SpoolError]) -> ScanSummary? {
        let path = Layout.leader / "scan.json"
        do throws(SpoolError) {
            guard let bytes = try spool.access.read(path) else { return nil }
            return try RecordCoding.record(ScanSummary.self, bytes, at: path)
        } catch {
            troubles.append(error)
            return nil
        }
    }

    // MARK: - Nodes

    private func nodesAndLeader(
        _ now: Double?,
        _ troubles: inout [SpoolError]
    ) throws(SpoolError) -> ([ViewedNode], ViewedLeader?) {
        let names = try spool.nodeFiles()
        var found: [(holder: Holder, file: (bytes: [UInt8], modified: Double))] = []
        for holder in names.compactMap(Holder.init).sorted() {
            do throws(SpoolError) {
                guard let file = try read(Layout.node(holder)) else { continue }
                found.append((holder, file))
            } catch {
                troubles.append(error)
            }
        }
        let term = try spool.terms().max()
        let leading = try term.flatMap { term throws(SpoolError) in try read(Layout.term(term)) }
        // Where no file may be made the youngest one is the nearest to now that there is.
        let times = found.map(\.file.modified) + (leading.map { [$0.modified] } ?? [])
        let now = now ?? times.max()
        let limit = spool.settings.beat * spool.settings.looksUntilSuspected
        let nodes = found.map { holder, file in
            let record = try? RecordCoding.record(
                NodeRecord.self,
                file.bytes,
                at: Layout.node(holder)
            )
            let silence = now.map { $0 - file.modified } ?? 0
            let wall = record.flatMap { WallTime(rfc3339: $0.time) }
            return ViewedNode(
                holder: holder,
                record: record,
                secondsSilent: max(0, silence),
                isSilent: silence > limit.inSeconds,
                secondsAhead: wall.map { $0.inSeconds - file.modified },
                isDrained: names.contains("\(holder.node).drain")
            )
        }
        guard let term, let leading else { return (nodes, nil) }
        let record = try? RecordCoding.record(TermRecord.self, leading.bytes, at: Layout.term(term))
        let silence = now.map { $0 - leading.modified } ?? 0
        let leader = record.map {
            ViewedLeader(
                term: term,
                holder: $0.holder,
                isReleased: $0.isReleased,
                secondsSilent: max(0, silence)
            )
        }
        return (nodes, leader)
    }

    /// With the time of its last change, asked of the server: examining a name may answer from a
    /// cache that is half a minute old, opening it does not; see nfs(5).
    private func read(
        _ file: Path
    ) throws(SpoolError) -> (bytes: [UInt8], modified: Double)? {
        do throws(SystemError) {
            let open = try OpenFile(volume.root.appending(file), for: .readRegular)
            let bytes = try open.readAll(limit: ClusterReader.recordBytesMax)
            return (bytes, try open.status().modified.inSeconds)
        } catch {
            if Access.isGone(error) || error.errno == .staleHandle { return nil }
            throw .storage(error)
        }
    }

    /// What the clock of the file's server shows. On a local disk that is this machine's; over a
    /// network it is told by a file made just now. Nil where none may be made.
    private func serverTime() -> Double? {
        guard volume.traits.isShared else { return WallTime.now.inSeconds }
        let path = volume.root.appending(Layout.temporary) / UniqueName.hidden()
        do throws(SystemError) {
            let file = try OpenFile.create(path)
            defer { try? Directory.removeFile(path) }
            return try file.status().modified.inSeconds
        } catch {
            return nil
        }
    }

    private static let recordBytesMax = 1 << 20
}

/// Seconds since 1970 by whichever clock; to tell ages of seconds, these are exact enough.
extension FileTime {
    fileprivate var inSeconds: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
}

extension WallTime {
    fileprivate var inSeconds: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
}
