internal import Model
internal import Platform
internal import Spool

/// Joins the parts of a film to its result, which is staged in the output and proven.
struct MergeWork {
    let bench: Workbench
    let task: ActiveTask

    private var claim: Claim { task.claim }
    private var spool: Spool { bench.spool }

    func run() throws(WorkError) -> (TaskEvent, StagedResult) {
        let parts = try spooling { () throws(SpoolError) in try spool.parts(for: claim) }
        guard let parts else { throw .partsMissing }
        try bench.checkSource(of: claim.order)
        let staged = try storage { () throws(SystemError) in
            try bench.staging.begin(claim.order, claim.attempt)
        }
        do throws(WorkError) {
            let order = try joinOrder(parts, result: staged)
            try checkSpace(order)
            let event = try join(order, parts)
            try bench.checkSource(of: claim.order)
            return (event, try finish(staged))
        } catch {
            // What cannot be removed now is swept when the job is closed.
            try? bench.staging.discard(claim.order, claim.attempt)
            throw error
        }
    }

    private func joinOrder(
        _ parts: PartList,
        result: Path
    ) throws(WorkError) -> JoinOrder {
        let last = try bench.plans.plan(parts.batches - 1, of: claim, spool)
        guard let ending = last.ending else { throw .partsMissing }
        var slices: [PartReport] = []
        for part in parts.slices {
            guard case .part(var report)? = part.report else {
                throw .badParts([part], "its log does not say what was made")
            }
            // The paths are those of the node that made it.
            report.path = bench.site.path(inSpool: part.path)
            slices.append(report)
        }
        var sound: SoundReport?
        if let part = parts.sound {
            guard case .sound(var report)? = part.report else {
                throw .badParts([part], "its log does not say what was made")
            }
            report.path = bench.site.path(inSpool: part.path)
            if !report.tracks.isEmpty { sound = report }
        }
        return JoinOrder(
            source: bench.site.source(of: claim.order),
            recipe: claim.order.recipe,
            film: last.film,
            lastDuration: ending.lastDuration,
            parts: slices,
            sound: sound,
            result: result
        )
    }

    /// A merge that fills the disk up disturbs all others, and fails at its end.
    private func checkSpace(_ order: JoinOrder) throws(WorkError) {
        var needed = order.parts.reduce(order.sound?.bytes ?? 0) { $0 + $1.bytes }
        if order.parts.isEmpty { needed = Int64(clamping: claim.order.source.bytes) }
        guard let system = try? MountedFileSystem(of: bench.site.folders.output) else { return }
        let free = Int64(clamping: system.space.availableBytes)
        guard free < needed else { return }
        throw .media(
            MediaFailure(
                .storage,
                "write the result to",
                bench.site.folders.output,
                "it needs \(Amount.size(needed)) and \(Amount.size(free)) are free",
                remedy: "make room there; the job goes on by itself"
            )
        )
    }

    private func join(_ order: JoinOrder, _ parts: PartList) throws(WorkError) -> TaskEvent {
        do throws(WorkError) {
            let event = try bench.run(.join(order), for: task)
            guard case .joined = event else { throw bench.noReport("join the parts") }
            return event
        } catch {
            throw blamed(error, parts)
        }
    }

    /// A part that is not what its log says is made again, not the merge.
    private func blamed(_ error: WorkError, _ parts: PartList) -> WorkError {
        guard case .media(let failure) = error, let path = failure.path else { return error }
        let all = parts.slices + (parts.sound.map { [$0] } ?? [])
        guard let part = all.first(where: { bench.site.path(inSpool: $0.path) == path }),
            [.mismatch, .unreadable, .incomplete].contains(failure.kind) || isMissing(path)
        else { return error }
        return .badParts([part], "\(failure)")
    }

    private func isMissing(_ path: Path) -> Bool {
        do throws(SystemError) {
            return try Directory.entry(at: path) == nil
        } catch {
            return false
        }
    }

    private func finish(_ staged: Path) throws(WorkError) -> StagedResult {
        do throws(StagingError) {
            return try bench.staging.finish(claim.order, claim.attempt, at: staged) {
                task.step()
                return task.ending == nil
            }
        } catch {
            switch error {
            case .storage(let error): throw .media(MediaFailure(error))
            case .sourceChanged(let how): throw .sourceChanged(how)
            case .refused(let reason):
                let output = bench.site.folders.output
                throw .media(MediaFailure(.refused, "publish in", output, reason))
            case .stopped: throw .media(MediaFailure(.died, "stage the result", nil, "stopped"))
            }
        }
    }

    private func storage<Value>(
        _ body: () throws(SystemError) -> Value
    ) throws(WorkError) -> Value {
        do throws(SystemError) { return try body() } catch { throw .media(MediaFailure(error)) }
    }
}
