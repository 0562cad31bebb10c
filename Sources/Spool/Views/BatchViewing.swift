internal import Model

extension ViewedBatch {
    /// - Parameter rungs: How many renditions there are; 0 is a film in one size.
    init(_ batch: BatchRecord, _ board: BoardView, rungs: Int) {
        self.init(index: batch.index, isLast: batch.isLast)
        self.rungs = Array(repeating: TaskCounts(), count: rungs)
        var ofSlices: [Int: TaskCounts] = [:]
        for task in batch.tasks {
            let token = ViewedToken(task, board)
            counts.add(token)
            if let slice = task.slice { ofSlices[slice, default: TaskCounts()].add(token) }
            for rung in 0..<rungs where task.rung == nil || task.rung == rung {
                self.rungs[rung].add(token)
            }
        }
        for counts in ofSlices.values { slices.add(slice: counts) }
    }
}

extension TaskCounts {
    fileprivate mutating func add(_ token: ViewedToken) {
        switch token {
        case .waiting: waiting += 1
        case .running: running += 1
        case .done: done += 1
        case .failed: failed += 1
        case .unseen: break
        }
    }

    /// A slice by the tasks that it has: what failed says most, and it is done when all of them
    /// are.
    fileprivate mutating func add(slice tasks: TaskCounts) {
        if tasks.failed > 0 {
            failed += 1
        } else if tasks.running > 0 {
            running += 1
        } else if tasks.waiting > 0 {
            waiting += 1
        } else if tasks.done > 0 {
            done += 1
        }
    }
}
