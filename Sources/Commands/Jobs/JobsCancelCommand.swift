internal import CommandLine
internal import Model
internal import Services
internal import Spool

/// `reelmill jobs cancel`: says what is lost, and asks.
enum JobsCancelCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let view = try spool.trying { reader throws(SpoolError) in try reader.jobs() }
        let selection = JobSelection(view, spool, context.surroundings)
        let chosen = try selection.jobs(context.invocation[CommonArguments.jobs])
        var changes = chosen.map { JobChange($0, objection: JobRules.objection(to: .cancel, $0)) }
        let isDry = context.invocation[CommonFlags.dryRun]
        let possible = zip(chosen, changes).filter { $0.1.objection == nil }.map(\.0)
        let isJSON = context.invocation[GlobalFlags.json]
        if !isJSON {
            let head = isDry ? "This would end" : "This ends"
            let text = possible.map {
                "  \(Shown.path($0.order.source.path.bytes))  \(JobRules.loss($0))\n"
            }
            if !possible.isEmpty, !context.console.isQuiet {
                context.console.draw(
                    "\(head) \(Counted.of(possible.count, "job")) without a "
                        + "result:\n\(text.joined())"
                )
            }
        }
        if !isDry, !possible.isEmpty {
            let what = "cancel \(Counted.of(possible.count, "job"))"
            let isAgreed = context.invocation[CommonFlags.yes]
            guard try context.console.confirm(what, isAgreed: isAgreed) else {
                context.console.note("nothing was cancelled")
                return .failed
            }
            for index in changes.indices where changes[index].objection == nil {
                changes[index].objection = try spool.trying { reader throws(SpoolError) in
                    try JobRules.carryOut(.cancel, chosen[index].key, reader.spool)
                }
            }
        }
        try report(changes, isDry, context)
        return changes.contains { $0.objection == nil } ? .done : .failed
    }

    private static func report(
        _ changes: [JobChange],
        _ isDry: Bool,
        _ context: Context
    ) throws {
        if context.invocation[GlobalFlags.json] {
            let body = JobChanges(action: "cancel", isDryRun: isDry, jobs: changes)
            let document = Document(schema: "\(Product.name).job-changes/1", body: body)
            return try context.console.print(JSONText.line(document))
        }
        for change in changes {
            guard let objection = change.objection else { continue }
            context.console.note("\(Shown.path(change.pathBytes)): \(objection)")
        }
        let count = changes.count { $0.objection == nil }
        guard count > 0, !isDry else { return }
        try context.console.print("cancelled \(Counted.of(count, "job"))\n")
    }
}
