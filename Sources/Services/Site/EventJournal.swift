internal import Model
public import Spool

/// Moves in the spool that a node makes for others, or behind its tasks, as lines of its journal:
/// what it does with its own tasks it tells itself.
public enum EventJournal {
    public static func entry(_ event: Event) -> Journal.Entry? {
        guard let (level, text) = told(event) else { return nil }
        var fields: [Journal.Entry.Field] = [.init(name: "event", value: event.kind.rawValue)]
        if let job = event.job { fields.append(.init(name: "job", value: job.text)) }
        if let attempt = event.attempt {
            fields.append(.init(name: "attempt", value: attempt.text))
            fields.append(.init(name: "task", value: attempt.task.text))
            fields += attempt.task.fields
        }
        return Journal.Entry(level: level, text: text, fields: fields)
    }

    private static func told(_ event: Event) -> (Journal.Level, String)? {
        let job = event.job?.text ?? ""
        let detail = event.detail ?? ""
        switch event.kind {
        case .jobPublished: return (.info, "published \(detail)")
        case .historyRecorded: return (.detail, "\(job) is recorded as \(detail)")
        case .jobFailed: return (.error, "\(job) failed: \(detail)")
        case .jobCancelled: return (.info, "\(job) is cancelled")
        case .taskTakenBack:
            let task = event.attempt.map { "\($0.task) of \(job) back from \($0.holder)" } ?? job
            return (.warning, "took \(task): \(detail)")
        case .taskRejected:
            let task = event.attempt.map { "\($0.task)" } ?? "a task"
            return (.warning, "\(job): what was made of \(task) is rejected: \(detail)")
        case .nodeLost: return (.warning, "\(detail) is lost: its tasks go to others")
        default: return nil
        }
    }
}
