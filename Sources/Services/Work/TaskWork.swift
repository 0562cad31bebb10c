internal import Model
internal import Platform
internal import Spool

/// Does one task from its claim to its settlement, whatever happens.
struct TaskWork {
    let bench: Workbench
    let task: ActiveTask
    let gate: TaskGate

    private var claim: Claim { task.claim }
    private var spool: Spool { bench.spool }
    private var journal: Journal { bench.site.journal }

    func run() {
        do throws(WorkError) {
            try work()
            gate.wentWell(claim.key)
            journal.end(matter, "\(source): \(claim.task) goes on")
        } catch {
            settle(error)
        }
        bench.bell.ring()
    }

    private func work() throws(WorkError) {
        switch claim.task {
        case .split:
            try SplitWork(bench: bench, task: task).run()
            try commit(nil, nil)
        case .video: try commit(try SliceWork(bench: bench, task: task).run(), nil)
        case .audio: try commit(try SoundWork(bench: bench, task: task).run(), nil)
        case .merge:
            let (report, staged) = try MergeWork(bench: bench, task: task).run()
            try commit(report, staged)
            publish()
        }
    }

    private var source: String { Quoted.path(claim.order.source.path) }
    private var matter: String { "\(claim.key).\(claim.task)" }

    // MARK: Success

    private func commit(_ report: TaskEvent?, _ staged: StagedResult?) throws(WorkError) {
        try insisting { () throws(SpoolError) in
            _ = try spool.commit(claim, report: report, staged: staged)
        }
    }

    /// What the others would do a few seconds later.
    private func publish() {
        for _ in 0..<TaskWork.stepsMax {
            do throws(SpoolError) {
                guard let step = try spool.advance(claim.key, bench.outlet), step != .goOn else {
                    return
                }
            } catch {
                // The coordinator goes on with it.
                return journal.tell(.warning, "\(claim.key): \(error)")
            }
        }
    }

    /// Until it is done, or the claim is another's, or this node stops.
    private func insisting(_ body: () throws(SpoolError) -> Void) throws(WorkError) {
        var delay = Duration.milliseconds(500)
        while true {
            do throws(SpoolError) {
                return try body()
            } catch {
                if task.ending != nil { throw .spool(error) }
                journal.begin("commit", .warning, "\(claim.key): \(error); tried again")
            }
            let count = bench.bell.count
            bench.bell.wait(after: count, upTo: delay)
            delay = min(delay * 2, .seconds(15))
        }
    }

    // MARK: Failure

    private func settle(_ error: WorkError) {
        switch task.ending {
        case .lost: return
        case .unwanted: return handBack("nobody wants it any more", nil)
        case .stopping: return handBack("\(spool.holder.node) stops", nil)
        case nil: break
        }
        switch error {
        case .media(let failure): settle(failure)
        case .spool(let error):
            gate.rest(claim.key, at: .now)
            handBack("\(error)", nil)
        case .sourceChanged(let how): cancel(how)
        case .sourceMissing:
            gate.rest(claim.key, at: .now)
            handBack("there is no source at \(bench.site.source(of: claim.order))", nil)
        case .foreignHeaders(let pin):
            gate.isForeign(claim.key)
            handBack("the encoder here makes other headers than the one of \(pin.by)", nil)
        case .badParts(let parts, let reason):
            attempting { () throws(SpoolError) in
                try spool.reject(parts, claim, reason: reason)
            }
        case .noRoom(let reason):
            gate.rest(claim.key, at: .now)
            handBack(reason, nil)
        case .partsMissing: handBack("not all parts are there", nil)
        }
    }

    private func settle(_ failure: MediaFailure) {
        switch failure.kind {
        case .storage, .resources:
            gate.rest(claim.key, at: .now)
            // It lasts, so it is told once, and once more when it is over.
            journal.begin(matter, .warning, "\(source): \(claim.task) waits: \(text(failure))")
            handBack(text(failure), nil)
        case .died, .mismatch:
            rest()
            let isHung = failure.cause.contains("made no progress")
            let blame: Blame = failure.kind == .mismatch ? .badPart : isHung ? .hung : .died
            handBack(text(failure), blame)
        case .changed: cancel(failure.cause)
        case .unreadable, .incomplete, .refused, .recipe, .damaged: giveUp(failure)
        }
    }

    /// A source that is gone or another cannot be read either, and then the film is not to blame.
    private func giveUp(_ failure: MediaFailure) {
        do throws(WorkError) {
            try bench.checkSource(of: claim.order)
        } catch {
            return settle(error)
        }
        journal.tell(.error, "\(source): \(claim.task) failed: \(text(failure))")
        attempting { () throws(SpoolError) in
            try spool.giveUp(claim, reason: text(failure))
        }
    }

    private func rest() {
        guard let (failures, pause) = gate.wentWrong(at: .now) else { return }
        journal.tell(
            .error,
            "\(failures) tasks in a row came to nothing on \(spool.holder.node); it takes none for "
                + "\(pause.components.seconds) s: see  reelmill jobs logs"
        )
    }

    /// By the reason the scanner knows that nobody asked for it, and takes the file again.
    private func cancel(_ how: String) {
        let reason = SourceLoss.changed(how)
        let text =
            "\(source) was changed while it was encoded: \(how); it is taken again when "
            + "it has settled"
        journal.tell(.warning, text)
        attempting { () throws(SpoolError) in
            try spool.cancel(claim.key, reason: reason)
        }
        handBack(reason, nil)
    }

    private func handBack(_ reason: String, _ blame: Blame?) {
        let level: Journal.Level = blame == nil ? .detail : .warning
        journal.tell(level, "\(claim.key): \(claim.task) goes back: \(reason)")
        attempting { () throws(SpoolError) in
            try spool.handBack(claim, reason: reason, blame: blame)
        }
    }

    /// What cannot be settled now stays a claim that beats no more: others take it back.
    private func attempting(_ body: () throws(SpoolError) -> Void) {
        do throws(WorkError) {
            try insisting(body)
        } catch {
            journal.tell(.warning, "\(claim.key): cannot settle \(claim.task): \(error)")
        }
    }

    private func text(_ failure: MediaFailure) -> String {
        failure.remedy.map { "\(failure); \($0)" } ?? "\(failure)"
    }

    private static let stepsMax = 8
}
