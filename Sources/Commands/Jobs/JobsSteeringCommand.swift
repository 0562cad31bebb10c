internal import CommandLine
internal import Model
internal import Spool

/// `reelmill jobs retry|pause|resume|bump|defer`: operations on files that need no running node.
struct JobsSteeringCommand: Sendable {
    /// For example `pause`.
    let action: String
    /// For example `paused`.
    let past: String
    /// Why there is nothing to do with a job; nil where there is.
    let objection: @Sendable (ViewedJob) -> String?
    /// False where it was not possible any more.
    let act: @Sendable (Spool, JobKey) throws(SpoolError) -> Bool

    static let retry = JobsSteeringCommand(
        action: "retry",
        past: "taken up again",
        objection: { $0.state == .failed ? nil : "it has not failed" },
        act: { spool, key throws(SpoolError) in try spool.retry(key) }
    )
    static let pause = JobsSteeringCommand(
        action: "pause",
        past: "paused",
        objection: { $0.isPaused ? "it is paused already" : JobsSteeringCommand.ending($0) },
        act: { spool, key throws(SpoolError) in try spool.pause(key) }
    )
    static let resume = JobsSteeringCommand(
        action: "resume",
        past: "resumed",
        objection: { $0.isPaused ? nil : "it is not paused" },
        act: { spool, key throws(SpoolError) in
            try spool.resume(key)
            return true
        }
    )
    static let bump = JobsSteeringCommand(
        action: "bump",
        past: "put before all others",
        objection: JobsSteeringCommand.ending,
        act: { spool, key throws(SpoolError) in
            try spool.bump(key)
            return true
        }
    )
    static let `defer` = JobsSteeringCommand(
        action: "defer",
        past: "put behind all others",
        objection: JobsSteeringCommand.ending,
        act: { spool, key throws(SpoolError) in
            try spool.postpone(key)
            return true
        }
    )

    private static func ending(_ job: ViewedJob) -> String? {
        switch job.state {
        case .cancelling: "it is cancelled"
        case .publishing: "its result is being published"
        case .failed: "it has failed"
        case .waiting, .splitting, .encoding, .merging, .paused: nil
        }
    }

    func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.jobs() }
        let selection = JobSelection(view, spool, context.surroundings)
        let chosen = try selection.jobs(context.invocation[CommonArguments.jobs])
        let isDry = context.invocation[CommonFlags.dryRun]
        var changes: [JobChange] = []
        for job in chosen {
            var change = JobChange(job, objection: objection(job))
            if change.objection == nil, !isDry {
                let isDone = try spool.trying { reader throws(SpoolError) in
                    try act(reader.spool, job.key)
                }
                if !isDone { change.objection = "it has gone on meanwhile" }
            }
            changes.append(change)
        }
        try report(changes, isDry, context)
        return changes.contains { $0.objection == nil } ? .done : .failed
    }

    private func report(_ changes: [JobChange], _ isDry: Bool, _ context: Context) throws {
        if context.invocation[GlobalFlags.json] {
            let body = JobChanges(action: action, isDryRun: isDry, jobs: changes)
            let document = Document(schema: "\(Product.name).job-changes/1", body: body)
            return try context.console.print(JSONText.line(document))
        }
        var lines: [String] = []
        for change in changes {
            if let objection = change.objection {
                context.console.note("\(Shown.path(change.pathBytes)): \(objection)")
            } else {
                let verb = isDry ? "would be \(past)" : past
                lines.append("\(change.id)  \(Shown.path(change.pathBytes))  \(verb)\n")
            }
        }
        try context.console.print(lines.joined())
    }
}

/// What became of a job that somebody wanted to steer.
struct JobChange: Encodable {
    let id: String
    let key: String
    let path: String
    let path_b64: String?
    /// Why nothing was done.
    var objection: String?

    init(_ job: ViewedJob, objection: String?) {
        (id, key) = (job.key.job.shortText, job.key.text)
        let bytes = JSONBytes(job.order.source.path.bytes)
        (path, path_b64, self.objection) = (bytes.text, bytes.base64, objection)
    }

    var pathBytes: [UInt8] {
        path_b64.flatMap(ReadableBytes.bytes(fromBase64:)) ?? Array(path.utf8)
    }
}

struct JobChanges: Encodable {
    let action: String
    let isDryRun: Bool
    let jobs: [JobChange]
}
