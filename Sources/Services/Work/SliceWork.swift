internal import Model
internal import Spool

/// Encodes one slice.
struct SliceWork {
    let bench: Workbench
    let task: ActiveTask

    private var claim: Claim { task.claim }

    func run() throws(WorkError) -> TaskEvent {
        guard case .video(let index) = claim.task, let batch = claim.batch else {
            preconditionFailure("not a slice: \(claim.task)")
        }
        let plan = try bench.plans.plan(batch, of: claim, bench.spool)
        guard let slice = plan.slices.first(where: { $0.index == index }) else {
            let path = Layout.job(claim.key).batch(batch).plan
            throw .spool(.unreadable(path, "it has no slice \(index)"))
        }
        var file: Path?
        switch slice.origin {
        case .file: file = claim.slice.map(bench.site.path(inSpool:))
        // An uncut stretch is read from the source, which must be the one that was planned.
        case .source: try bench.checkSource(of: claim.order)
        }
        let order = VideoOrder(
            source: bench.site.source(of: claim.order),
            sliceFile: file,
            film: plan.film,
            slice: slice,
            recipe: claim.order.recipe,
            part: bench.site.path(inSpool: claim.part)
        )
        let event = try bench.run(.video(order), for: task)
        guard case .part(let report) = event else { throw bench.noReport("encode slice \(index)") }
        if file == nil { try bench.checkSource(of: claim.order) }
        try pin(report)
        return event
    }

    /// A slice without a single frame says nothing about headers.
    private func pin(_ report: PartReport) throws(WorkError) {
        if report.times.isEmpty { return }
        let parameters = report.parameters
        let headers = StableHash.hexadecimal(Array(parameters.codec.utf8) + parameters.extradata)
        let found = try spooling { () throws(SpoolError) in
            try bench.spool.pin(headers, by: NodeFacts.maker, claim)
        }
        if let found, found.headers != headers { throw .foreignHeaders(found) }
    }
}

/// Encodes the sound of a film.
struct SoundWork {
    let bench: Workbench
    let task: ActiveTask

    func run() throws(WorkError) -> TaskEvent {
        let order = task.claim.order
        try bench.checkSource(of: order)
        let audio = AudioOrder(
            source: bench.site.source(of: order),
            recipe: order.recipe,
            part: bench.site.path(inSpool: task.claim.part)
        )
        let event = try bench.run(.audio(audio), for: task)
        guard case .sound = event else { throw bench.noReport("encode the sound") }
        try bench.checkSource(of: order)
        return event
    }
}
