internal import Model

/// A task of a job, and where its token lies.
public struct ViewedTask: Hashable, Sendable {
    public var task: TaskName
    public var token: ViewedToken

    public init(_ task: TaskName, _ token: ViewedToken) { (self.task, self.token) = (task, token) }
}

extension Spool {
    /// All tasks of a job that are known: those of the whole job, then slices in the order of the
    /// film. Nil where it was closed meanwhile.
    public func viewedTasks(of key: JobKey) throws(SpoolError) -> [ViewedTask]? {
        guard let order = try order(of: key) else { return nil }
        let layout = Layout.job(key)
        let whole = try view(layout.tasks)
        var tasks = order.jobTasks.map { ViewedTask($0, ViewedToken($0, whole)) }
        for index in try batchIndices(of: key) {
            guard let batch = try batch(index, of: key) else { continue }
            let board = try view(layout.batch(index).tasks)
            tasks += batch.tasks.map { ViewedTask($0, ViewedToken($0, board)) }
        }
        return tasks
    }

    /// When somebody asked for no more work to be taken here, and whether.
    public func isDrained(host: String) throws(SpoolError) -> Bool {
        try drainedHosts().contains(Holder.sanitized(host))
    }
}
