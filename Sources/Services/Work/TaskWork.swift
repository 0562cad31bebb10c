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
            gate.wentWell(claim.key, claim.task)
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
            tellDone("")
        case .video:
            let report = try SliceWork(bench: bench, task: task).run()
            try commit(report, nil)
            tellMade(report)
        case .audio:
            try commit(try SoundWork(bench: bench, task: task).run(), nil)
            tellDone("")
        case .merge:
            let (report, staged) = try MergeWork(bench: bench, task: task).run()
            try commit(report, staged)
            tellDone("")
            publish()
        }
    }

    private var source: String { Quoted.path(claim.order.source.path) }
    private var matter: String { WorkMatters.task(claim.key, claim.task) }

    private var commit: String { WorkMatters.commit(claim.key, claim.task) }

    // MARK: Success

    private var seconds: Double { (MonotonicTime.now - task.began).inSeconds }

    private func tellMade(_ event: TaskEvent) {
        let reports = event.parts
        for report in reports {
            let task = TaskName.video(report.slice, rung: report.rung)
            bench.site.tally.encoded(
                claim.order.videoEncoders(of: task).first ?? claim.order.recipe.video.encoder,
                mediaSeconds: report.mediaSeconds,
                in: seconds
            )
        }
        // The largest rendition has all the frames there are.
        guard let report = reports.first else { return }
        tellDone(
            ": \(report.text(in: seconds))",
            [
                ("frames", "\(report.times.count)"),
                ("seconds", Figures.decimal(seconds, digits: 3)),
            ]
        )
    }

    private func tellDone(_ text: String, _ more: [(String, String)] = []) {
        let fields = claim.fields + more.map { Journal.Entry.Field(name: $0.0, value: $0.1) }
        journal.tell(.detail, "\(claim.text) is done\(text)", fields: fields)
    }

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
                // The coordinator goes on with it, or has come to its end already.
                if let view = try? spool.viewed(claim.key), view.key == claim.key {
                    journal.tell(.warning, "\(source): \(error); it is tried again")
                }
                return
            }
        }
    }

    /// Until it is done, or the claim is another's, or this node stops.
    private func insisting(_ body: () throws(SpoolError) -> Void) throws(WorkError) {
        var delay = Duration.milliseconds(500)
        while true {
            // Taken before the look at whether this is the end, or the ring for it is missed.
            let count = bench.bell.count
            do throws(SpoolError) {
                try body()
                return journal.end(commit, "\(source): the spool takes \(claim.task) again")
            } catch {
                if task.ending != nil { throw .spool(error) }
                let text = "\(source): \(claim.task) cannot be settled: \(error); tried again"
                journal.begin(commit, .warning, text)
            }
            task.step()
            bench.bell.wait(after: count, upTo: delay)
            delay = min(delay * 2, .seconds(15))
        }
    }

    // MARK: Failure

    private func settle(_ error: WorkError) {
        switch task.ending {
        case .lost: return
        case .unwanted: return handBack(ReturnReason.unwanted, nil)
        case .closed: return handBack(ReturnReason.closed, nil)
        case .stopping: return handBack(ReturnReason.stops(spool.holder.node), nil)
        case nil: break
        }
        switch error {
        case .media(let failure): settle(failure)
        case .spool(.unreadable(let path, let reason)):
            // It does not mend itself, however often it is read.
            let id = claim.key.job.shortText
            let remedy = "\(Product.name) jobs cancel \(id), then  \(Product.name) history rm \(id)"
            fail("cannot read \(path): \(reason); begin anew by  \(remedy)")
        case .spool(let error): wait("\(error)")
        case .sourceChanged(let how): cancel(how)
        case .sourceMissing:
            let path = Quoted.path(bench.site.source(of: claim.order))
            let id = claim.key.job.shortText
            wait(
                "there is no file \(path); mount its volume, put it back, or end the job by  "
                    + "\(Product.name) jobs cancel \(id)"
            )
        case .foreignHeaders(let pin): leave(pin)
        case .badParts(let parts, let reason):
            attempting { () throws(SpoolError) in
                try spool.reject(parts, claim, reason: reason)
            }
        case .noRoom(let reason):
            gate.rest(claim.key, claim.task, at: .now)
            handBack(reason, nil)
        case .partsMissing: handBack("not all parts are there", nil)
        }
    }

    private func settle(_ failure: MediaFailure) {
        switch failure.kind {
        case .storage: wait(text(failure))
        case .resources:
            gate.pause(at: .now)
            wait(text(failure))
        case .died, .hung, .killed, .mismatch:
            rest()
            gate.avoid(claim.key, claim.task, at: .now)
            handBack(text(failure), blame(of: failure))
        case .changed: cancel(failure.cause)
        case .unreadable, .incomplete, .refused, .recipe, .damaged: giveUp(failure)
        }
    }

    private func blame(of failure: MediaFailure) -> Blame {
        switch failure.kind {
        case .mismatch: .badPart
        case .hung: .hung
        default: .died
        }
    }

    /// A source that is gone or another cannot be read either, and then the film is not to blame.
    private func giveUp(_ failure: MediaFailure) {
        do throws(WorkError) {
            try bench.checkSource(of: claim.order)
        } catch {
            return settle(error)
        }
        fail(text(failure))
    }

    private func fail(_ reason: String) {
        let text = "\(source): \(claim.task) failed: \(reason)"
        journal.tell(.error, text, fields: claim.fields)
        attempting { () throws(SpoolError) in try spool.giveUp(claim, reason: reason) }
    }

    /// It lasts, so it is told once, and once more when it is over.
    private func wait(_ reason: String) {
        gate.rest(claim.key, claim.task, at: .now)
        let text = "\(source): \(claim.task) waits: \(reason)"
        journal.begin(matter, .warning, text, fields: claim.fields)
        handBack(reason, nil)
    }

    /// Others go on with the job, unless nobody makes such headers any more.
    private func leave(_ pin: Pin) {
        gate.isForeign(claim.key, rung: claim.task.rung)
        let makers = try? spool.makers()
        guard let makers, !makers.contains(pin.maker) else {
            let text =
                "\(source): left to others: the encoder here makes other headers than that of "
                + "\(pin.by) (\(pin.maker))"
            journal.tell(.warning, text)
            return handBack("the encoder here makes other headers than that of \(pin.by)", nil)
        }
        let id = claim.key.job.shortText
        fail(
            "its first parts were made by \(pin.maker), of which no node runs any more; begin anew "
                + "by  \(Product.name) jobs cancel \(id), then  \(Product.name) history rm \(id)"
        )
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
        let text = "\(claim.key): \(claim.task) goes back: \(reason)"
        journal.tell(level, text, fields: claim.fields)
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
