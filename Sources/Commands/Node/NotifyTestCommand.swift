internal import CommandLine
internal import Model
internal import Platform
internal import Services

/// `reelmill notify test`
enum NotifyTestCommand {
    private struct Body: Encodable {
        let targets: [Target]

        struct Target: Encodable {
            let target: String
            let sent: Bool
            let answer: String
        }
    }

    static func run(_ context: Context) throws -> ExitCode {
        let chosen = try context.settings().settings
        let settings = try NotifySetup(context, chosen).settings
        guard settings.webhook != nil || settings.hook != nil else {
            throw Failure(
                .invalidConfiguration,
                "neither webhook nor hook is set, so nobody is told anything",
                hint: "reelmill help configuration"
            )
        }
        try Signals.ignoreBrokenPipes()
        let name = chosen[SettingsTable.name] ?? HostIdentity.read().name
        let outcomes = NotifyTrial.run(settings, node: name)
        if context.invocation[GlobalFlags.json] {
            let body = Body(
                targets: outcomes.map {
                    Body.Target(target: $0.target, sent: $0.isSent, answer: $0.text)
                }
            )
            let document = Document(schema: "\(Product.name).notify-test/1", body: body)
            try context.console.print(JSONText.line(document))
        } else {
            let lines = outcomes.map { outcome in
                "\(outcome.isSent ? "sent  " : "FAILED")  \(outcome.target): \(outcome.text)\n"
            }
            try context.console.print(lines.joined())
        }
        return outcomes.allSatisfy(\.isSent) ? .done : .temporary
    }
}
