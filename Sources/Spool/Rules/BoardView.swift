/// The tokens of a board, as listings had them. A token that moves while the folders are listed may
/// be seen twice or not at all, so nothing is destroyed because one is missing here.
struct BoardView: Hashable, Sendable {
    var queued: [Waiting] = []
    var running: [Attempt] = []
    var done: [Attempt] = []
    var failed: [Attempt] = []

    /// The generation of a task's token; nil when none was seen.
    func generation(of task: TaskName) -> Int? {
        let waiting = queued.filter { $0.task == task }.map(\.generation)
        let held = (running + done + failed).filter { $0.task == task }.map(\.generation)
        return (waiting + held).max()
    }

    func isDone(_ task: TaskName) -> Bool { done.contains { $0.task == task } }
}

/// Batches of a job of which nothing is left to do, so that nobody has to list them again. A part
/// that is refused, or a retry, brings tokens back, and with it a new generation of the merge.
struct SpentBatches: Hashable, Sendable {
    var mergeGeneration: Int
    var indices: Set<Int> = []

    func indices(at generation: Int) -> Set<Int> {
        generation == mergeGeneration ? indices : []
    }
}
