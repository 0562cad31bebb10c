internal import CommandLine
internal import Model
internal import Platform
internal import Spool

/// `reelmill jobs logs`
enum JobsLogsCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.jobs() }
        guard let word = context.invocation[CommonArguments.job] else { return .usage }
        let job = try JobSelection(view, spool, context.surroundings).job(word)
        var told: Set<Attempt> = []
        try tell(job.key, spool, context, &told)
        if context.invocation[CommonFlags.follow] {
            try follow(job.key, spool, context, &told)
        } else if told.isEmpty {
            context.console.note("no attempt at \(job.key) has ended yet")
        }
        return .done
    }

    /// Until there is no such job any more, or it has failed.
    private static func follow(
        _ key: JobKey,
        _ spool: OpenSpool,
        _ context: Context,
        _ told: inout Set<Attempt>
    ) throws {
        let pause = Bell()
        while true {
            let job = try spool.trying { reader throws(SpoolError) in try reader.spool.viewed(key) }
            // What came between the last look and the end is told, too.
            try tell(key, spool, context, &told)
            guard let job, job.state != .failed else { return }
            pause.wait(after: pause.count, upTo: Watching.usualInterval)
        }
    }

    private static func tell(
        _ key: JobKey,
        _ spool: OpenSpool,
        _ context: Context,
        _ told: inout Set<Attempt>
    ) throws {
        let slice = context.invocation[JobsTable.slice]
        let logs = try spool.trying { reader throws(SpoolError) in
            try reader.spool.attemptLogs(of: key)
        }
        for log in logs where slice == nil || log.attempt.task.slice == slice {
            guard told.insert(log.attempt).inserted else { continue }
            if context.invocation[GlobalFlags.json] {
                let document = Document(
                    schema: "\(Product.name).attempt/1",
                    body: AttemptBody(key, log)
                )
                try context.console.print(JSONText.line(document))
            } else {
                try context.console.print(text(log))
            }
        }
    }

    /// For example `v00012, try 2 on pi4-a: returned (died): it was ended by signal 9`.
    static func text(_ log: AttemptLog) -> String {
        let attempt = log.attempt
        var head =
            "\(attempt.task), try \(attempt.generation + 1) on \(attempt.holder.node): "
            + log.outcome.rawValue
        if let blame = log.blame { head += " (\(name(blame)))" }
        if let reason = log.reason { head += ": \(Shown.line(reason))" }
        let lines = log.lines.map { "    \(Shown.line($0))" }
        return ([head] + lines).map { $0 + "\n" }.joined()
    }

    private static func name(_ blame: Blame) -> String {
        switch blame {
        case .died: "its child died"
        case .hung: "it made no progress"
        case .nodeLost: "its node was lost"
        case .badPart: "its part was bad"
        }
    }
}

/// What an attempt came to, for other programs.
struct AttemptBody: Encodable {
    let type = "attempt"
    let job: String
    let task: String
    let generation: Int
    let node: String
    let holder: String
    let outcome: String
    let blame: String?
    let reason: String?
    let time: String
    let writer: String
    let lines: [String]

    init(_ key: JobKey, _ log: AttemptLog) {
        (job, task, generation) = (key.text, log.attempt.task.text, log.attempt.generation)
        (node, holder) = (log.attempt.holder.node, log.attempt.holder.text)
        (outcome, blame, reason) = (log.outcome.rawValue, log.blame?.rawValue, log.reason)
        (time, writer, lines) = (log.time, log.writer, log.lines)
    }
}
