internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// Does what a request says: splits, encodes in child processes and joins.
enum TranscodeEngine {
    /// - Parameter onProgress: called as often as there is something new, from any thread.
    static func run(
        _ request: TranscodeRequest,
        onProgress: @escaping @Sendable (TranscodeProgress) -> Void
    ) throws -> TranscodeOutcome {
        // Before there is a second thread, which a signal would otherwise end the process in.
        let inbox = try SignalInbox(for: [.interrupt, .terminate, .hangUp])
        let done = try WakeUp()
        let transcode = LocalTranscode(
            try job(request),
            runner: TaskRunner(program: OwnProgram.path)
        )
        let thread = try NamedThread("transcode") { () throws(MediaFailure) in
            defer { done.wake() }
            return try transcode.run()
        }
        let signal = try wait(inbox, done) { onProgress(progress(transcode.state)) }
        if signal != nil { transcode.cancel() }
        do throws(MediaFailure) {
            return .done(summary(try thread.join()))
        } catch {
            if let signal { return .stopped(signal) }
            throw error
        }
    }

    /// The signal that came, or nil when the work is over.
    private static func wait(
        _ inbox: borrowing SignalInbox,
        _ done: WakeUp,
        _ show: () -> Void
    ) throws(SystemError) -> Signal? {
        while true {
            let tick = Deadline(after: .milliseconds(200))
            switch try inbox.next(until: tick, orWoken: done) {
            case .signal(let signal, _): return signal
            case .woken: return nil
            case .timedOut: show()
            }
        }
    }

    private static func job(_ request: TranscodeRequest) throws -> TranscodeJob {
        let machine = Platform.Machine()
        var job = TranscodeJob(
            source: request.source,
            result: request.result,
            recipe: request.recipe,
            slots: try request.slots ?? machine.cores().whole,
            workDirectory: request.workDirectory,
            overwrites: request.overwrite
        )
        job.ladder = request.ladder
        job.memory = (try? machine.memory().total).map { Int64(clamping: $0) }
        return job
    }

    private static func progress(_ state: TranscodeJob.State) -> TranscodeProgress {
        let elapsed = Double(max(1, state.elapsedMilliseconds)) / 1_000
        let done = Double(state.doneMilliseconds) / 1_000
        let film = state.filmMilliseconds.map { Double($0) / 1_000 }
        let speed = done / elapsed
        let left = film.flatMap { speed > 0 ? max(0, $0 - done) / speed : nil }
        return TranscodeProgress(
            percent: film.map { $0 > 0 ? done / $0 * 100 : 0 },
            framesPerSecond: Double(state.frames) / elapsed,
            speed: speed,
            secondsLeft: state.isJoining ? nil : left,
            stage: state.isJoining ? "joining" : state.isReading ? "reading" : "",
            slicesDone: state.slicesDone,
            slicesTotal: state.isCut ? state.slicesKnown : nil,
            bytes: state.bytes,
            renditions: state.renditions.map {
                TranscodeProgress.Rendition(
                    name: $0.name,
                    slicesDone: $0.slicesDone,
                    frames: $0.frames,
                    bytes: $0.bytes
                )
            }
        )
    }

    private static func summary(_ outcome: TranscodeJob.Outcome) -> TranscodeSummary {
        var notes = outcome.notes + outcome.join.dropped.map { "not in the result: \($0)" }
        if let reason = outcome.uncutReason {
            notes.append("the film was encoded in one piece where it could not be cut: \(reason)")
        }
        var damage = DamageReport()
        for report in outcome.damage {
            damage.concealed += report.concealed
            damage.concealedCount += report.concealedCount
            damage.missing += report.missing
            damage.missingCount += report.missingCount
        }
        return TranscodeSummary(
            frames: outcome.join.frames,
            filmMilliseconds: outcome.join.durationMilliseconds,
            bytes: outcome.join.bytes,
            sourceBytes: outcome.sourceBytes,
            elapsedMilliseconds: outcome.elapsedMilliseconds,
            notes: notes,
            damage: damage,
            timing: TranscodeTiming(
                slices: outcome.slices,
                splitMilliseconds: outcome.splitMilliseconds,
                encodeMilliseconds: outcome.encodeMilliseconds,
                partProofMilliseconds: outcome.proofMilliseconds,
                joinMilliseconds: outcome.join.joinMilliseconds,
                joinProofMilliseconds: outcome.join.proofMilliseconds
            ),
            renditions: outcome.renditions
        )
    }
}

/// The program that this process runs.
enum OwnProgram {
    /// The very file, even when another version was put in its place meanwhile: a node and its
    /// children must be of one version.
    static let path = Path("/proc/self/exe")
}
