internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// `reelmill health --live|--ready`
enum HealthCommand {
    private struct Body: Encodable {
        let isLive: Bool
        let isReady: Bool
        let pid: Int32?
        let beat: UInt64?
        let time: String?
        let reason: String?
    }

    static func run(_ context: Context) throws -> ExitCode {
        let settings = try context.settings().settings
        guard let set = settings[SettingsTable.state] else {
            throw Failure(
                .invalidConfiguration,
                "there is no state directory; --state says where it is",
                hint: "reelmill help health"
            )
        }
        let state = context.surroundings.absolute(set)
        let finding: NodeHealthFile.Finding
        do throws(SystemError) {
            finding = try NodeHealthFile.look(in: state)
        } catch {
            throw Failure(.temporary, "\(error)")
        }
        let asksReady = context.invocation[WatchingTable.ready]
        try report(finding, context)
        switch finding {
        case .live(let health): return !asksReady || health.isReady ? .done : .failed
        case .dead: return .failed
        }
    }

    private static func report(_ finding: NodeHealthFile.Finding, _ context: Context) throws {
        if context.invocation[GlobalFlags.json] {
            let document = Document(schema: "\(Product.name).health/1", body: body(finding))
            return try context.console.print(JSONText.line(document))
        }
        if !context.console.isQuiet { try context.console.print(text(finding) + "\n") }
    }

    private static func body(_ finding: NodeHealthFile.Finding) -> Body {
        switch finding {
        case .live(let health):
            Body(
                isLive: true,
                isReady: health.isReady,
                pid: health.pid,
                beat: health.beat,
                time: health.time,
                reason: health.reason
            )
        case .dead(let reason):
            Body(
                isLive: false,
                isReady: false,
                pid: nil,
                beat: nil,
                time: nil,
                reason: reason
            )
        }
    }

    private static func text(_ finding: NodeHealthFile.Finding) -> String {
        switch finding {
        case .live(let health):
            let reason = health.reason.map { ": \(ReadableBytes.escaped(Array($0.utf8)))" } ?? ""
            return (health.isReady ? "live and ready" : "live, but not ready") + reason
        case .dead(let reason): return "not live: \(reason)"
        }
    }
}
