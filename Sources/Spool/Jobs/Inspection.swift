internal import Model

extension Spool {
    /// Tasks of a job whose token two looks in a row did not find in any folder. Such a thing
    /// cannot happen by this protocol; somebody moved or removed it by hand, or the volume lost it.
    /// It is an alarm for a person, and never made again on the word of a listing.
    public func missingTokens(of key: JobKey) throws(SpoolError) -> [TaskName] {
        let first = try unseenTokens(of: key)
        guard !first.isEmpty else { return [] }
        let second = Set(try unseenTokens(of: key))
        return first.filter(second.contains)
    }

    private func unseenTokens(of key: JobKey) throws(SpoolError) -> [TaskName] {
        guard let order = try order(of: key) else { return [] }
        let layout = Layout.job(key)
        var unseen = try unseen(order.jobTasks, on: layout.tasks)
        for index in try batchIndices(of: key) {
            guard let batch = try batch(index, of: key) else { continue }
            unseen += try self.unseen(batch.tasks, on: layout.batch(index).tasks)
        }
        return unseen
    }

    private func unseen(_ tasks: [TaskName], on board: Board) throws(SpoolError) -> [TaskName] {
        let view = try view(board)
        return tasks.filter { view.generation(of: $0) == nil }
    }
}
