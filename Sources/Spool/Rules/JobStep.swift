/// What is known of a job that decides how it goes on.
struct JobView: Hashable, Sendable {
    var tasks: BoardView
    /// Of the batches that are not spent.
    var failedTasks: [Attempt]
    var isCancelled: Bool
    /// Of this life, in history and taken back from there.
    var records: [RecordName]
    var removed: [RecordName]
}

/// What is to be done next with a job, by anybody, any number of times.
public enum JobStep: Hashable, Sendable {
    /// Its tasks are being done.
    case goOn
    /// The directory was made by a late intake, when the job had ended already.
    case drop
    /// A retry was interrupted before it moved this record aside.
    case moveAside(RecordName)
    /// Somebody cancelled it, or tasks of it failed.
    case decide(HistoryRecord.Outcome)
    /// Its merge is done: publish, write the record, see to the source, close.
    case finish(Attempt)
    /// It was decided against: write the record.
    case record(Attempt)
    /// It is in history as this.
    case ended(RecordName)

    /// - Returns: Nil when the merge's token was not seen; the next look will show it.
    static func next(_ view: JobView) -> JobStep? {
        guard let generation = view.tasks.generation(of: .merge) else { return nil }
        if let done = view.tasks.done.first(where: { $0.task == .merge }) {
            // Also when its record is there: the source action may be missing. Where it is on
            // record as something else it was done in the directory of a late intake.
            let ends = view.records.filter { $0.outcome != .done } + view.removed
            return ends.contains { JobStep.ends($0, done.generation) } ? .drop : .finish(done)
        }
        if let end = view.records.first(where: { ends($0, generation) }) {
            let failed = view.tasks.failed.contains { $0.task == .merge }
            return failed ? .ended(end) : .drop
        }
        if view.removed.contains(where: { ends($0, generation) }) { return .drop }
        if let leftover = view.records.first { return .moveAside(leftover) }
        if let failed = view.tasks.failed.first(where: { $0.task == .merge }) {
            return .record(failed)
        }
        if view.isCancelled { return .decide(.cancelled) }
        let isHopeless = !view.failedTasks.isEmpty || !view.tasks.failed.isEmpty
        return isHopeless ? .decide(.failed) : .goOn
    }

    /// Whether a record speaks of the directory whose merge has this generation. After a retry the
    /// generation is a higher one.
    static func ends(_ record: RecordName, _ generation: Int) -> Bool {
        record.outcome != .failed || record.generation >= generation
    }
}
