internal import CommandLine
internal import Model
internal import Spool

/// What was done with the whole cluster, for other programs.
private struct ClusterChange: Encodable {
    let action: String
    /// Whether it was otherwise before.
    let isNew: Bool

    static func report(_ change: ClusterChange, _ text: String, _ context: Context) throws {
        guard context.invocation[GlobalFlags.json] else {
            return try context.console.print(text + "\n")
        }
        let document = Document(schema: "\(Product.name).cluster-change/1", body: change)
        try context.console.print(JSONText.line(document))
    }
}

/// `reelmill pause`
enum PauseCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let reason = context.invocation[PauseTable.reason]
        let isNew = try spool.trying { reader throws(SpoolError) in
            try reader.spool.pauseAll(reason: reason)
        }
        try ClusterChange.report(
            ClusterChange(action: "pause", isNew: isNew),
            isNew
                ? "nothing more is taken; it goes on by  reelmill resume" : "it was paused before",
            context
        )
        return .done
    }
}

/// `reelmill resume`
enum ResumeCommand {
    static func run(_ context: Context) throws -> ExitCode {
        let spool = try OpenSpool(context)
        let isNew = try spool.trying { reader throws(SpoolError) in try reader.spool.resumeAll() }
        try ClusterChange.report(
            ClusterChange(action: "resume", isNew: isNew),
            isNew ? "the cluster goes on" : "it was not paused",
            context
        )
        return .done
    }
}
