internal import Model
internal import Spool

/// What troubles that last are called in the journal: of a job that is gone they are over.
enum WorkMatters {
    static func task(_ job: JobKey, _ task: TaskName) -> String { "job.\(job.text)/\(task)" }
    static func commit(_ job: JobKey, _ task: TaskName) -> String {
        "job.\(job.text)/\(task)/commit"
    }
    static func space(_ job: JobKey) -> String { "job.\(job.text)/space" }

    /// Whether a matter is that of a job that there is no more.
    static func isOver(_ matter: String, but jobs: Set<JobKey>) -> Bool {
        guard matter.hasPrefix("job.") else { return false }
        let name = matter.dropFirst(4).prefix { $0 != "/" }
        guard let job = JobKey(String(name)) else { return false }
        return !jobs.contains(job)
    }
}
