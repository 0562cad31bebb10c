public import Model
internal import Platform

/// Does a job with the same children as a cluster does, without a spool: cuts, encodes in as many
/// slots as there are, joins, and puts the proven result in its place by one rename.
public final class LocalTranscode: Sendable {
    private let job: TranscodeJob
    private let runner: TaskRunner
    private let board = TaskBoard()

    public init(_ job: TranscodeJob, runner: TaskRunner) {
        self.job = job
        self.runner = runner
    }

    /// How far it is; for any thread, at any time.
    public var state: TranscodeJob.State { board.state }

    /// Ends it soon; `run` then throws and leaves nothing behind.
    public func cancel() { board.cancellation.set() }
    public var isCancelled: Bool { board.cancellation.isSet }

    /// Blocks until the result is in its place.
    public func run() throws(MediaFailure) -> TranscodeJob.Outcome {
        let begin = MonotonicTime.now
        let identity = try SourceIdentity(job.source)
        let room = try WorkRoom(for: job)
        defer { room.remove() }
        var report: JoinReport
        do throws(MediaFailure) {
            report = try encodeAndJoin(room)
            try identity.check()
        } catch {
            room.removeStaged()
            throw error
        }
        try room.publish(as: job.result, overwrites: job.overwrites)
        report.path = job.result
        return board.outcome(
            report,
            sourceBytes: identity.bytes,
            elapsedMilliseconds: (MonotonicTime.now - begin).milliseconds
        )
    }

    private func encodeAndJoin(_ room: WorkRoom) throws(MediaFailure) -> JoinReport {
        runSlots(room)
        if let failure = board.failure { throw failure }
        let order = try board.joinOrder(job, result: room.staged)
        board.beginJoining()
        var joined: JoinReport?
        attempt { _ throws(MediaFailure) in
            let event = try runner.run(.join(order), cancellation: board.cancellation) {
                board.note($0, of: .join)
            }
            guard case .joined(let report) = event else { throw silentChild("join the parts") }
            joined = report
        }
        if let failure = board.failure { throw failure }
        guard let joined else { throw silentChild("join the parts") }
        return joined
    }

    /// Cuts beside the slots: it is short of input, not of processor time.
    private func runSlots(_ room: WorkRoom) {
        var threads: [JobThread] = []
        do throws(SystemError) {
            threads.append(try JobThread("split") { [self] in split(room) })
            for number in 0..<max(1, job.slots) {
                threads.append(try JobThread("slot-\(number)") { [self] in work(room) })
            }
        } catch {
            board.fail(MediaFailure(.resources, error.attempt, error.path, "\(error.errno)"))
        }
        // Also those of a job that failed: they write into the room, which is removed next.
        for thread in threads { thread.join() }
    }

    private func split(_ room: WorkRoom) {
        let begin = MonotonicTime.now
        attempt { _ throws(MediaFailure) in
            // One that died goes on behind what it has published, and may have died after the end.
            let (batches, slices, isWhole) = board.cutSoFar
            if isWhole { return }
            let order = SplitOrder(
                source: job.source,
                recipe: job.recipe,
                directory: room.path,
                firstBatch: batches,
                firstSlice: slices
            )
            _ = try runner.run(.split(order), cancellation: board.cancellation) { event in
                guard case .batch(let batch) = event else { return board.note(event, of: .split) }
                board.add(batch)
                // No further ahead of the slots than they can use soon.
                board.waitForRoom(slices: 4 * job.slots)
            }
        }
        board.endCutting((MonotonicTime.now - begin).milliseconds)
    }

    private func work(_ room: WorkRoom) {
        if case .encode = job.recipe.audio.mode, board.takeSound() { encodeSound(room) }
        while let slice = board.takeSlice() { encode(slice, room) }
    }

    private func encodeSound(_ room: WorkRoom) {
        attempt { attempt throws(MediaFailure) in
            let part = room.path / FileName("sound.\(attempt).nut")
            let order = AudioOrder(source: job.source, recipe: job.recipe, part: part)
            let event = try runner.run(.audio(order), cancellation: board.cancellation) {
                board.note($0, of: .sound)
            }
            guard case .sound(let report) = event else { throw silentChild("encode the sound") }
            board.finish(report)
        }
    }

    private func encode(_ task: TaskBoard.SliceTask, _ room: WorkRoom) {
        attempt { attempt throws(MediaFailure) in
            var file: Path?
            if case .file(let name, _) = task.slice.origin { file = room.path / FileName(name) }
            let order = VideoOrder(
                source: job.source,
                sliceFile: file,
                film: task.film,
                slice: task.slice,
                recipe: job.recipe,
                part: room.path / FileName("part\(task.slice.index).\(attempt).nut")
            )
            let event = try runner.run(.video(order), cancellation: board.cancellation) {
                board.note($0, of: .slice(task.slice.index))
            }
            guard case .part(let report) = event else {
                throw silentChild("encode slice \(task.slice.index)")
            }
            board.finish(report)
            if let file { try? Directory.removeFile(file) }
        }
    }

    /// A child that died may have met a fault of the moment; an error that it names would come
    /// again.
    private func attempt(_ body: (Int) throws(MediaFailure) -> Void) {
        for attempt in 1...attemptsMax {
            do throws(MediaFailure) {
                return try body(attempt)
            } catch {
                if attempt == attemptsMax || !error.isTransient || board.cancellation.isSet {
                    return board.fail(error)
                }
            }
        }
    }

    private func silentChild(_ attempt: String) -> MediaFailure {
        MediaFailure(.mismatch, attempt, nil, "the child gave no report")
    }
}

private let attemptsMax = 3

/// A thread that works for the job; a class, since arrays hold no other owners.
private final class JobThread {
    private var thread: NamedThread<Void, Never>?

    init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        thread = try NamedThread(name, body)
    }

    func join() { if let thread = thread.take() { thread.join() } }
}
