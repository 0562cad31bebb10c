internal import Model
internal import Spool

/// Encodes one slice: in one size, in all of a ladder's renditions, or in one of them.
struct SliceWork {
    let bench: Workbench
    let task: ActiveTask

    private var claim: Claim { task.claim }

    func run() throws(WorkError) -> TaskEvent {
        guard let index = claim.task.slice, let batch = claim.batch else {
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
        var order = VideoOrder(
            source: bench.site.source(of: claim.order),
            sliceFile: file,
            film: plan.film,
            slice: slice,
            recipe: claim.order.recipe,
            part: bench.site.path(inSpool: claim.part)
        )
        order.ladder = ladderWork
        let event = try bench.run(.video(order), for: task)
        guard event.parts.map(\.rung) == order.pictures else {
            throw bench.noReport("encode slice \(index)")
        }
        if file == nil { try bench.checkSource(of: claim.order) }
        for report in event.parts { try pin(report) }
        return event
    }

    private var ladderWork: VideoOrder.LadderWork? {
        guard let ladder = claim.order.ladder else { return nil }
        let single = claim.task.rung
        return VideoOrder.LadderWork(ladder, rung: single) { rung in
            bench.site.path(inSpool: single == nil ? claim.part(rung: rung) : claim.part)
        }
    }

    /// A slice without a single frame says nothing about headers.
    private func pin(_ report: PartReport) throws(WorkError) {
        if report.times.isEmpty { return }
        let parameters = report.parameters
        let headers = StableHash.hexadecimal(Array(parameters.codec.utf8) + parameters.extradata)
        let found = try spooling { () throws(SpoolError) in
            try bench.spool.pin(headers, rung: report.rung, by: NodeFacts.maker, claim)
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
        var audio = AudioOrder(
            source: bench.site.source(of: order),
            recipe: order.recipe,
            part: bench.site.path(inSpool: task.claim.part)
        )
        audio.make(soundsOf: order.ladder) { index in
            bench.site.path(inSpool: task.claim.part(sound: index))
        }
        let event = try bench.run(.audio(audio), for: task)
        guard event.sounds.count == audio.sounds?.count ?? 1 else {
            throw bench.noReport("encode the sound")
        }
        try bench.checkSource(of: order)
        return event
    }
}

extension TaskEvent {
    /// What was made of a slice: a part of each rendition, the largest first, or a single one.
    var parts: [PartReport] {
        switch self {
        case .part(let part): [part]
        case .parts(let parts): parts
        default: []
        }
    }

    /// What was made of the sound: in each way, or a single one.
    var sounds: [SoundReport] {
        switch self {
        case .sound(let sound): [sound]
        case .sounds(let sounds): sounds
        default: []
        }
    }
}
