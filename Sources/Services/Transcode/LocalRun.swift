internal import Media
internal import Model
internal import Platform

/// What was put together of a film's parts.
struct MergedFilm {
    var join: JoinReport
    /// Of a ladder, the largest first.
    var renditions: [PackageReport.Rendition] = []
}

/// From a film to a result that waits for its name.
struct LocalRun: Sendable {
    let job: TranscodeJob
    /// Nil is the film in one size.
    let fitted: FittedLadder?
    let room: WorkRoom
    let tasks: LocalTasks

    private var board: TaskBoard { tasks.board }
    private var recipe: EncodeRecipe { fitted?.recipe ?? job.recipe }

    func run() throws(MediaFailure) -> MergedFilm {
        runSlots()
        if let failure = board.failure { throw failure }
        let order = try board.made(job, recipe)
            .order(result: room.staged, name: NameParts.film(job.result))
        board.beginJoining()
        var event: TaskEvent?
        try tasks.retrying { _ throws(MediaFailure) in
            if fitted != nil { try room.stageDirectory() }
            event = try tasks.run(order, of: .join)
        }
        switch event {
        case .joined(let report): return MergedFilm(join: report)
        case .packaged(let report): return merged(report)
        default: throw tasks.silentChild("join the parts")
        }
    }

    private func merged(_ report: PackageReport) -> MergedFilm {
        let told = fitted?.ladder.notes ?? []
        let join = JoinReport(
            path: room.staged,
            bytes: report.bytes,
            frames: report.frames,
            durationMilliseconds: report.durationMilliseconds,
            joinMilliseconds: report.joinMilliseconds,
            proofMilliseconds: report.proofMilliseconds,
            dropped: report.dropped.filter { !told.contains($0) }
        )
        return MergedFilm(join: join, renditions: report.renditions)
    }

    // MARK: Tasks

    /// Cuts beside the slots: it is short of input, not of processor time.
    private func runSlots() {
        var threads: [JobThread] = []
        do throws(SystemError) {
            threads.append(try JobThread("split") { split() })
            for number in 0..<max(1, job.slots) {
                threads.append(try JobThread("slot-\(number)") { work() })
            }
        } catch {
            board.fail(MediaFailure(.resources, error.attempt, error.path, "\(error.errno)"))
        }
        // Also those of a job that failed: they write into the room, which is removed next.
        for thread in threads { thread.join() }
    }

    private func split() {
        let begin = MonotonicTime.now
        tasks.attempt { _ throws(MediaFailure) in
            // One that died goes on behind what it has published, and may have died after the end.
            let (batches, slices, isWhole) = board.cutSoFar
            if isWhole { return }
            var order = SplitOrder(
                source: job.source,
                recipe: recipe,
                directory: room.path,
                firstBatch: batches,
                firstSlice: slices
            )
            order.ladder = fitted?.ladder
            let runner = tasks.runner
            _ = try runner.run(.split(order), cancellation: board.cancellation) { event in
                guard case .batch(let batch) = event else { return board.note(event, of: .split) }
                board.add(batch)
                // No further ahead of the slots than they can use soon.
                board.waitForRoom(slices: 4 * job.slots)
            }
        }
        board.endCutting((MonotonicTime.now - begin).milliseconds)
    }

    private func work() {
        if hasSound, board.takeSound() { encodeSound() }
        while let task = board.takeSlice() { encode(task) }
    }

    private var hasSound: Bool {
        if let ladder = fitted?.ladder { return !ladder.sounds.isEmpty }
        if case .encode = job.recipe.audio.mode { return true }
        return false
    }

    private func encodeSound() {
        tasks.attempt { attempt throws(MediaFailure) in
            let part = room.path / FileName("sound.\(attempt).nut")
            var order = AudioOrder(source: job.source, recipe: recipe, part: part)
            order.make(soundsOf: fitted?.ladder) { index in
                room.path / FileName("sound.\(attempt).s\(index).nut")
            }
            let event = try tasks.run(.audio(order), of: .sound)
            guard event.sounds.count == order.sounds?.count ?? 1 else {
                throw tasks.silentChild("encode the sound")
            }
            board.finish(event.sounds)
        }
    }

    private func encode(_ task: TaskBoard.SliceTask) {
        let slice = task.slice.index
        let name = "part\(slice)" + (task.rung.map { ".t\($0)" } ?? "")
        tasks.attempt { attempt throws(MediaFailure) in
            var file: Path?
            if case .file(let name, _) = task.slice.origin { file = room.path / FileName(name) }
            var order = VideoOrder(
                source: job.source,
                sliceFile: file,
                film: task.film,
                slice: task.slice,
                recipe: recipe,
                part: room.path / FileName("\(name).\(attempt).nut")
            )
            order.ladder = fitted.map { fitted in
                VideoOrder.LadderWork(fitted.ladder, rung: task.rung) { rung in
                    room.path / FileName("\(name).\(attempt).r\(rung).nut")
                }
            }
            let event = try tasks.run(.video(order), of: .slice(slice, rung: task.rung))
            guard event.parts.map(\.rung) == order.pictures else {
                throw tasks.silentChild("encode slice \(slice)")
            }
            if board.finish(event.parts, of: task), let file { try? Directory.removeFile(file) }
        }
    }
}

/// A thread that works for the job; a class, since arrays hold no other owners.
private final class JobThread {
    private var thread: NamedThread<Void, Never>?

    init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        thread = try NamedThread(name, body)
    }

    func join() { if let thread = thread.take() { thread.join() } }
}
