/// What the coordinator answers and does when somebody asks over HTTP. What is shown of the queue
/// and of the nodes is not asked here: that is in memory, see `LiveSink`.
///
/// Each may touch files, and so may wait for them.
public protocol ClusterDesk: Sendable {
    /// Reads anew what is in memory, and waits for that.
    func refresh(upTo limit: Duration)
    /// Does something on a thread of its own.
    func inBackground(_ work: @escaping @Sendable () -> Void)

    // MARK: Jobs

    /// - Parameter word: Its key, or the first digits of its number.
    func job(_ word: String) throws(DeskRefusal) -> JobDetail
    /// What its attempts came to, the latest last.
    func logs(ofJob word: String) throws(DeskRefusal) -> JobLogs
    func steer(job word: String, _ action: JobAction) throws(DeskRefusal) -> JobChanges

    // MARK: The cluster and its nodes

    func steer(_ action: ClusterAction) throws(DeskRefusal) -> ClusterChange
    /// - Parameter word: The name of a host, of which there may be several nodes, or of one node.
    func nodes(_ word: String) throws(DeskRefusal) -> NodeDetail
    func steer(node word: String, _ action: NodeAction) throws(DeskRefusal) -> NodeChanges

    // MARK: History

    func history(_ query: HistoryQuery) throws(DeskRefusal) -> HistoryPage
    /// The entries alone, without how many there are.
    func historyLines(_ query: HistoryQuery) throws(DeskRefusal) -> [HistoryLine]
    /// - Parameter word: The id of an entry, or its first digits, or the name of its record.
    func historyEntry(_ word: String) throws(DeskRefusal) -> HistoryDetail
    /// Its source is done again when it is seen next.
    func removeEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges
    func restoreEntry(_ word: String) throws(DeskRefusal) -> HistoryChanges
    func statistics() throws(DeskRefusal) -> HistoryStatistics
    func events(_ query: EventQuery) throws(DeskRefusal) -> EventPage

    // MARK: Profiles and health

    func profiles() throws(DeskRefusal) -> ProfileTree
    /// - Parameter path: Of a film or a folder below the input, or of a profile.
    func effectiveProfile(_ path: Path) throws(DeskRefusal) -> EffectiveProfile
    /// - Parameter path: Nil is everything below the input and in the folder of profiles.
    func checkProfiles(_ path: Path?) throws(DeskRefusal) -> ProfileVerdicts
    /// What the last look at the input saw; nil where there was none yet.
    func scan() throws(DeskRefusal) -> ScanSummary?
    func doctor() throws(DeskRefusal) -> DoctorReport
}

/// Why something was not answered, or not done.
public struct DeskRefusal: Error, Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no such thing.
        case notFound
        /// There is, and what was asked cannot be done with it as it is.
        case conflict
        /// What was asked cannot be understood.
        case invalid
        /// It may be over when it is tried again, such as trouble of a volume.
        case unavailable
    }

    public var kind: Kind
    /// What was attempted, and why it was not done.
    public var detail: String
    /// A command that helps on.
    public var hint: String?

    public init(_ kind: Kind, _ detail: String, hint: String? = nil) {
        (self.kind, self.detail, self.hint) = (kind, detail, hint)
    }
}

/// What people do with a job.
public enum JobAction: Hashable, Sendable {
    case cancel, pause, resume, bump
    /// Behind all others.
    case postpone
    /// - Parameter all: Whether what is done is done again, too.
    case retry(all: Bool)

    /// As it is called on the command line and in addresses.
    public var name: String {
        switch self {
        case .cancel: "cancel"
        case .pause: "pause"
        case .resume: "resume"
        case .bump: "bump"
        case .postpone: "defer"
        case .retry: "retry"
        }
    }
}

/// What people do with all of it.
public enum ClusterAction: String, Hashable, Sendable, CaseIterable {
    case pause, resume
}

/// What people do with a node.
public enum NodeAction: String, Hashable, Sendable, CaseIterable {
    /// It finishes what it has, and takes no more.
    case drain
    case resume
    /// The record of one that will not come back is taken away.
    case forget
}

/// Which entries of the history are asked for.
public struct HistoryQuery: Hashable, Sendable {
    /// A piece of the path.
    public var search: String?
    public var outcome: HistoryEntry.Outcome?
    public var profile: String?
    /// Ended at or after this moment, in milliseconds since 1970.
    public var since: Int64?
    public var isOfRemoved = false
    /// Those that come behind this one, in place of an offset: its end, and its record.
    public var behind: HistoryCursor?
    public var offset = 0
    public var limit = 50

    public init() {}
}

/// A place in the history, the latest first.
public struct HistoryCursor: Hashable, Sendable {
    /// In milliseconds since 1970.
    public var ended: Int64
    public var record: String

    public init(ended: Int64, record: String) { (self.ended, self.record) = (ended, record) }

    /// Nil for a line that no version of the program made.
    public init?(_ line: HistoryLine) {
        guard let time = WallTime(rfc3339: line.ended) else { return nil }
        self.init(ended: time.milliseconds, record: line.record)
    }
}

/// Which events are asked for.
public struct EventQuery: Hashable, Sendable {
    /// Behind the one of this number; nil is the latest ones.
    public var after: Int64?
    /// Told at or after this moment, in RFC 3339; then the first ones of them.
    public var since: String?
    /// As people call them, for example `slice.done`; empty is all.
    public var kinds: [String] = []
    /// The key of a job.
    public var job: String?
    public var limit = 100

    public init() {}
}
