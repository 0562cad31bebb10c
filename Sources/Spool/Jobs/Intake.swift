public import Model

/// A source that was found, and what is to become of it.
public struct Offer: Hashable, Sendable {
    public var job: JobID
    public var source: JobOrder.SourceFile
    public var result: Path
    public var priority: Int
    public var recipe: EncodeRecipe
    /// The sizes that are made; nil is one.
    public var ladder: FilmLadder?
    public var profile: String?
    /// Of all that the profile said.
    public var digest: String?
    public var hasAudio: Bool
    public var work = WorkRules()
    public var publication = PublicationRules()

    public init(
        job: JobID,
        source: JobOrder.SourceFile,
        result: Path,
        priority: Int,
        recipe: EncodeRecipe,
        profile: String?,
        hasAudio: Bool
    ) {
        self.job = job
        self.source = source
        self.result = result
        self.priority = priority
        self.recipe = recipe
        self.profile = profile
        self.hasAudio = hasAudio
    }
}

/// What became of an offer.
public enum Intake: Hashable, Sendable {
    case queued(JobKey)
    /// It is a job already.
    case isOpen(JobKey)
    /// It was done, or failed, or was cancelled, before.
    case isRecorded(RecordName)
    /// Another source owns a result of that name.
    case resultIsTaken(by: Path)
}

extension Spool {
    /// Makes a job of a source. The same source twice, from any nodes at any time, is one job.
    public func takeIn(_ offer: Offer) throws(SpoolError) -> Intake {
        if let open = try openLives(of: offer.job).last { return .isOpen(open) }
        if let record = try records(of: offer.job).first { return .isRecorded(record) }
        try moveLateRecordsAside(offer.job)
        // The life is a function of what lies there, so that two scanners make the same name.
        let ended = try removedRecords(of: offer.job).map(\.key.life).max() ?? -1
        let key = JobKey(offer.job, life: ended + 1)
        let owner = try reserve(offer.result, for: offer.source.path)
        guard owner == offer.source.path else { return .resultIsTaken(by: owner) }
        var order = JobOrder(
            key: key,
            source: offer.source,
            result: offer.result,
            priority: offer.priority,
            arrival: clock.wall.milliseconds,
            recipe: offer.recipe,
            profile: offer.profile,
            hasAudio: offer.hasAudio
        )
        order.ladder = offer.ladder
        order.digest = offer.digest
        order.work = offer.work
        order.publication = offer.publication
        let aside = aside()
        do throws(SpoolError) {
            try makeJob(order, at: JobLayout(path: aside))
            // Again, behind the records: a job that failed may be open again since, and its record
            // among those that were taken back.
            if let open = try openLives(of: offer.job).last {
                litter(aside)
                return .isOpen(open)
            }
            guard try publish(directory: aside, as: Layout.job(key).path) else {
                return .isOpen(key)
            }
        } catch {
            litter(aside)
            throw error
        }
        // Where it was ended while this was made, the coordinator drops what is too much.
        if let record = try records(of: offer.job).first { return .isRecorded(record) }
        tell(.jobQueued, key, nil, offer.source.path.description)
        try enqueue(order.entry)
        return .queued(key)
    }

    private func openLives(of job: JobID) throws(SpoolError) -> [JobKey] {
        let prefix = "\(job.text)."
        return try (access.entries(Layout.jobs) ?? []).filter { $0.hasPrefix(prefix) }
            .compactMap(JobKey.init).sorted()
    }

    /// Which source owns a result. The first to ask owns it for good.
    func reserve(_ result: Path, for source: Path) throws(SpoolError) -> Path {
        let path = Layout.results / FileName(ResultName.hash(result))
        let wanted = RecordCoding.bytes(Reservation(result: result, source: source))
        let found = try publish(wanted, as: path)
        return try RecordCoding.record(Reservation.self, found, at: path).source
    }

    private func makeJob(_ order: JobOrder, at layout: JobLayout) throws(SpoolError) {
        try access.makeDirectory(layout.path)
        try access.create(layout.order, RecordCoding.bytes(order))
        for folder in [layout.tasks.path, layout.batches, layout.locks, layout.parts, layout.logs] {
            try access.makeDirectory(folder)
        }
        try makeBoard(layout.tasks, order.jobTasks)
        try access.sync(layout.path)
    }

    /// Gives a job its place in the order of work.
    func enqueue(_ entry: QueueEntry) throws(SpoolError) {
        try access.create(Layout.queue / FileName(entry.text), [])
        try access.sync(Layout.queue)
    }
}

/// How results are called in `results/`: by a hash, since a path can be longer than a name.
enum ResultName {
    /// Nobody has a reason to make two collide, and a collision only refuses a result.
    static func hash(_ path: Path) -> String { StableHash.hexadecimal(path.bytes) }
}
