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
            let order = try order(parts, result: staged)
            try checkSpace(order)
            let event = try make(order, parts)
            try bench.checkSource(of: claim.order)
            return (event, try finish(staged))
        } catch {
            // What cannot be removed now is swept when the job is closed.
            try? bench.staging.discard(claim.order, claim.attempt)
            throw error
        }
    }

    // MARK: The order

    private func order(_ parts: PartList, result: Path) throws(WorkError) -> TaskOrder {
        let last = try bench.plans.plan(parts.batches - 1, of: claim, spool)
        guard let ending = last.ending else { throw .partsMissing }
        var pictures: [[PartReport]] = []
        for rung in FilmLadder.pictures(of: claim.order.ladder) {
            pictures.append(try reports(of: parts, rung: rung))
        }
        let made = MadeFilm(
            source: bench.site.source(of: claim.order),
            recipe: claim.order.recipe,
            ladder: claim.order.ladder,
            film: last.film,
            lastDuration: ending.lastDuration,
            parts: pictures,
            sounds: try sounds(of: parts, claim.order.ladder?.sounds.count ?? 1)
        )
        return made.order(result: result, name: NameParts.film(claim.order.result))
    }

    /// Of the film in one size, or in one of its renditions.
    private func reports(of parts: PartList, rung: Int?) throws(WorkError) -> [PartReport] {
        var reports: [PartReport] = []
        for part in parts.slices
        where part.attempt.task.rung == nil || part.attempt.task.rung == rung {
            guard var report = part.report?.parts.first(where: { $0.rung == rung }) else {
                throw .badParts([part], "its log does not say what was made")
            }
            // The paths are those of the node that made it.
            report.path = bench.site.path(inSpool: part.path(of: report.rung))
            reports.append(report)
        }
        return reports
    }

    private func sounds(of parts: PartList, _ count: Int) throws(WorkError) -> [SoundReport] {
        guard let part = parts.sound else { return [] }
        let found: [SoundReport] =
            switch part.report {
            case .sound(var report)?:
                {
                    report.path = bench.site.path(inSpool: part.path)
                    return [report]
                }()
            case .sounds(let reports)?:
                reports.enumerated().map { index, report in
                    var report = report
                    report.path = bench.site.path(inSpool: part.path(sound: index))
                    return report
                }
            default: []
            }
        guard found.count == count else {
            throw .badParts([part], "its log does not say what was made")
        }
        return found
    }

    /// A merge that fills the disk up disturbs all others, and fails at its end.
    private func checkSpace(_ order: TaskOrder) throws(WorkError) {
        let needed = bytesNeeded(order)
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

    private func bytesNeeded(_ order: TaskOrder) -> Int64 {
        switch order {
        case .join(let join) where join.parts.isEmpty:
            return Int64(clamping: claim.order.source.bytes)
        case .join(let join):
            return join.parts.reduce(join.sound?.bytes ?? 0) { $0 + $1.bytes }
        case .package(let package):
            let sound = package.sounds.reduce(0) { $0 + $1.bytes }
            let all = package.parts.joined().reduce(sound) { $0 + $1.bytes }
            // An archive has everything once more.
            return package.ladder.hasArchive ? 2 * all : all
        default: return 0
        }
    }

    // MARK: Making it

    private func make(_ order: TaskOrder, _ parts: PartList) throws(WorkError) -> TaskEvent {
        do throws(WorkError) {
            let event = try bench.run(order, for: task)
            switch (order, event) {
            case (.join, .joined), (.package, .packaged): return event
            case (.package, _): throw bench.noReport("put the renditions together")
            default: throw bench.noReport("join the parts")
            }
        } catch {
            throw blamed(error, parts)
        }
    }

    /// A part that is not what its log says is made again, not the merge.
    private func blamed(_ error: WorkError, _ parts: PartList) -> WorkError {
        guard case .media(let failure) = error, let path = failure.path else { return error }
        let all = parts.slices + (parts.sound.map { [$0] } ?? [])
        let isIt = { (part: PartList.Part) in
            part.paths(claim.order.ladder).contains { bench.site.path(inSpool: $0) == path }
        }
        guard let part = all.first(where: isIt),
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
