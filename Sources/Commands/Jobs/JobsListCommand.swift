internal import CommandLine
internal import Model
internal import Platform
internal import Services
internal import Spool

/// `reelmill jobs ls`
enum JobsListCommand {
    private struct Body: Encodable {
        let jobs: [JobLine]
        /// How many there are, listed or not.
        let total: Int
        let troubles: [String]
    }

    static func run(_ context: Context) throws -> ExitCode {
        let status = try StatusCommand.status(try OpenSpool(context))
        let profile = context.invocation[CommonFlags.profile]
        let wanted = context.invocation[JobsTable.status]
        let found = status.jobs.filter { job in
            (profile.map { $0 == job.profile } ?? true)
                && (wanted.map { isOf($0, job) } ?? true)
        }
        let shown = Array(found.prefix(context.invocation[CommonFlags.limit] ?? .max))
        if context.invocation[GlobalFlags.json] {
            let body = Body(jobs: shown, total: found.count, troubles: status.troubles)
            try context.console.print(
                JSONText.line(Document(schema: "\(Product.name).jobs/1", body: body))
            )
            return .done
        }
        for trouble in status.troubles { context.console.note(Shown.line(trouble)) }
        try context.console.print(text(shown, of: found.count, context))
        return .done
    }

    private static func isOf(_ status: JobsTable.Status, _ job: JobLine) -> Bool {
        switch status {
        case .waiting: job.state == "waiting"
        case .paused: job.state == "paused"
        case .failed: job.state == "failed"
        case .running: ["splitting", "encoding", "merging", "publishing"].contains(job.state)
        }
    }

    private static func text(_ jobs: [JobLine], of total: Int, _ context: Context) -> String {
        guard !jobs.isEmpty else { return "no open job\n" }
        let table = JobsText.table(jobs, hasBars: context.console.outputIsTerminal).text()
        let sum =
            jobs.count == total
            ? Counted.of(total, "job") : "\(jobs.count) of \(Counted.of(total, "job"))"
        return table + sum + "\n"
    }
}

/// `reelmill jobs show`
enum JobsShowCommand {
    private struct Body: Encodable {
        let job: JobLine
        let order: JobOrder
    }

    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.view() }
        let selection = JobSelection(view, spool, context.surroundings)
        guard let word = context.invocation[CommonArguments.job] else { return .usage }
        let job = try selection.job(word)
        let place = (view.jobs.firstIndex { $0.key == job.key } ?? 0) + 1
        let summary = ClusterSummary(view, spool.reader, at: LocalTime(.now))
        let line = summary.line(of: job, place: place)
        if context.invocation[GlobalFlags.json] {
            let body = Body(job: line, order: job.order)
            try context.console.print(
                JSONText.line(Document(schema: "\(Product.name).job/1", body: body))
            )
        } else {
            try context.console.print(JobsText.full(line, facts(job, line, view.jobs.count)))
        }
        return .done
    }

    private static func facts(
        _ job: ViewedJob,
        _ line: JobLine,
        _ jobs: Int
    ) -> [(String, String)] {
        let order = job.order
        let arrival = WallTime(seconds: order.arrival / 1_000)
        var facts = [
            ("size", Amount.size(Int64(clamping: order.source.bytes))),
            ("profile", order.profile.map(Shown.line) ?? "none"),
            ("place", "\(line.place) of \(jobs), priority \(line.priority)"),
            ("taken in", arrival.rfc3339),
        ]
        if !order.work.hours.isEmpty {
            facts.append(("hours", order.work.hours.map(\.text).joined(separator: ", ")))
        }
        let terms = order.work.nodes.terms
        if !terms.isEmpty {
            let text = terms.map { Shown.line($0.description) }.joined(separator: ", ")
            facts.append(("nodes", text))
        }
        let encoders = order.encodersNeeded
        if !encoders.isEmpty { facts.append(("encoders", encoders.joined(separator: ", "))) }
        facts.append(("split", name(job.split)))
        if let audio = job.audio { facts.append(("sound", name(audio))) }
        facts.append(("merge", name(job.merge)))
        return facts
    }

    private static func name(_ token: ViewedToken) -> String {
        switch token {
        case .waiting(let generation):
            generation == 0 ? "waiting" : "waiting, tried \(Counted.of(generation, "time"))"
        case .running(let attempt): "running on \(attempt.holder.node)"
        case .done(let attempt): "done by \(attempt.holder.node)"
        case .failed(let attempt): "failed on \(attempt.holder.node)"
        case .unseen: "not seen"
        }
    }
}
