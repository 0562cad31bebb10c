internal import Media
public import Model
internal import Platform
internal import Spool

/// Does a job with the same children as a cluster does, without a spool: cuts, encodes in as many
/// slots as there are, joins, and puts the proven result in its place by one rename.
public final class LocalTranscode: Sendable {
    private let job: TranscodeJob
    private let tasks: LocalTasks

    public init(_ job: TranscodeJob, runner: TaskRunner) {
        self.job = job
        tasks = LocalTasks(runner: runner)
    }

    private var board: TaskBoard { tasks.board }

    /// How far it is; for any thread, at any time.
    public var state: TranscodeJob.State { board.state }

    /// Ends it soon; `run` then throws and leaves nothing behind.
    public func cancel() { board.cancellation.set() }
    public var isCancelled: Bool { board.cancellation.isSet }

    /// Blocks until the result is in its place.
    public func run() throws(MediaFailure) -> TranscodeJob.Outcome {
        let begin = MonotonicTime.now
        let identity = try SourceIdentity(job.source)
        let fitted = try fitted()
        let room = try WorkRoom(for: job)
        defer { room.remove() }
        var made: MergedFilm
        do throws(MediaFailure) {
            made = try LocalRun(job: job, fitted: fitted, room: room, tasks: tasks).run()
            try identity.check()
        } catch {
            room.removeStaged()
            throw error
        }
        if fitted == nil {
            try room.publish(as: job.result, overwrites: job.overwrites)
        } else {
            try room.publish(directoryAs: job.result, of: identity, overwrites: job.overwrites)
        }
        made.join.path = job.result
        return board.outcome(
            made,
            sourceBytes: identity.bytes,
            elapsedMilliseconds: (MonotonicTime.now - begin).milliseconds
        )
    }

    /// Which sizes the film is made in, by what is in it; nil is one.
    private func fitted() throws(MediaFailure) -> FittedLadder? {
        guard let ladder = job.ladder else { return nil }
        board.beginReading()
        var event: TaskEvent?
        try tasks.retrying { _ throws(MediaFailure) in
            event = try tasks.run(.probe(job.source), of: .split)
        }
        guard case .probed(let film) = event else { throw tasks.silentChild("read the film") }
        let fitted = try FittedLadder(ladder, job.recipe, film)
        let memory = job.memory.flatMap { NodeRecord.memoryPerSlot($0, slots: max(1, job.slots)) }
        board.begin(fitted.ladder, isApart: fitted.ladder.isApart(memoryPerSlot: memory))
        return fitted
    }
}

/// Children that work for a job, and the board on which they report.
struct LocalTasks: Sendable {
    let runner: TaskRunner
    let board = TaskBoard()

    func run(_ order: TaskOrder, of owner: TaskBoard.Owner) throws(MediaFailure) -> TaskEvent {
        try runner.run(order, cancellation: board.cancellation) { board.note($0, of: owner) }
    }

    /// A child that died may have met a fault of the moment; an error that it names would come
    /// again.
    func retrying(_ body: (Int) throws(MediaFailure) -> Void) throws(MediaFailure) {
        for attempt in 1... {
            do throws(MediaFailure) {
                return try body(attempt)
            } catch {
                if attempt == attemptsMax || !error.isTransient || board.cancellation.isSet {
                    throw error
                }
            }
        }
    }

    /// The same of what others do not wait for: its failure is the job's.
    func attempt(_ body: (Int) throws(MediaFailure) -> Void) {
        do throws(MediaFailure) {
            try retrying(body)
        } catch {
            board.fail(error)
        }
    }

    func silentChild(_ attempt: String) -> MediaFailure {
        MediaFailure(.mismatch, attempt, nil, "the child gave no report")
    }
}

private let attemptsMax = 3
