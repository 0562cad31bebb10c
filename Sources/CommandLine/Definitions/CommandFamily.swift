/// What the commands of one group have in common.
struct CommandFamily: Sendable {
    let name: String
    let settings: [any SettingKey]
    /// Those of a command that names none of its own.
    let exitCodes: [ExitCode]

    func command(
        _ word: String,
        _ availability: Command.Availability,
        _ summary: String,
        details: [String] = [],
        arguments: [any ArgumentKey] = [],
        flags: [any FlagKey] = [],
        examples: [Command.Example] = [],
        exitCodes: [ExitCode]? = nil
    ) -> Command {
        Command(
            "\(name) \(word)",
            availability,
            summary,
            details: details,
            arguments: arguments,
            flags: flags,
            settings: settings,
            examples: examples,
            exitCodes: exitCodes ?? self.exitCodes
        )
    }
}
