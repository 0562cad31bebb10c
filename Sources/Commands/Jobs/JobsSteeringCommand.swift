internal import CommandLine
internal import Model
internal import Services
internal import Spool

/// `reelmill jobs retry|pause|resume|bump|defer`: operations on files that need no running node.
struct JobsSteeringCommand: Sendable {
    let action: @Sendable (Context) -> JobAction
    /// For example `paused`.
    let past: String

    static let retry = JobsSteeringCommand(
        action: { .retry(all: $0.invocation[JobsTable.retryAll]) },
        past: "taken up again"
    )
    static let pause = JobsSteeringCommand(action: { _ in .pause }, past: "paused")
    static let resume = JobsSteeringCommand(action: { _ in .resume }, past: "resumed")
    static let bump = JobsSteeringCommand(action: { _ in .bump }, past: "put before all others")
    static let `defer` = JobsSteeringCommand(
        action: { _ in .postpone },
        past: "put behind all others"
    )

    func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.jobs() }
        let selection = JobSelection(view, spool, context.surroundings)
        let chosen = try selection.jobs(context.invocation[CommonArguments.jobs])
        let isDry = context.invocation[CommonFlags.dryRun]
        let action = action(context)
        var changes: [JobChange] = []
        for job in chosen {
            var change = JobChange(job, objection: JobRules.objection(to: action, job))
            if change.objection == nil, !isDry {
                change.objection = try spool.trying { reader throws(SpoolError) in
                    try JobRules.carryOut(action, job.key, reader.spool)
                }
            }
            changes.append(change)
        }
        try report(action.name, changes, isDry, context)
        return changes.contains { $0.objection == nil } ? .done : .failed
    }

    private func report(
        _ action: String,
        _ changes: [JobChange],
        _ isDry: Bool,
        _ context: Context
    ) throws {
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
