public import Model

/// Commands about profiles.
public enum ProfilesTable {
    public static let path = Argument<Path?>(
        "PATH",
        .path,
        .one,
        "A profile, or a file or folder below the input"
    ) { $0.first?.asPath }
    public static let origin = Flag<Bool>.toggle("origin", "Say where each line comes from")

    public static let list = command("ls", .planned, "List the profiles in use")
    public static let show = command(
        "show",
        .planned,
        "Print a profile with all it inherits",
        arguments: [path],
        flags: [origin]
    )
    public static let which = command(
        "which",
        .planned,
        "Say which profile a file is encoded with",
        arguments: [CommonArguments.paths]
    )
    public static let check = command(
        "check",
        .planned,
        "Find mistakes in profiles",
        arguments: [CommonArguments.paths]
    )
    public static let attempt = command(
        "try",
        .planned,
        "Encode a moment of video with a profile",
        arguments: [CommonArguments.paths]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "profiles",
            alias: "profile",
            summary: "Look up, check and try profiles",
            commands: [list, show, which, check, attempt]
        )
    )

    private static func command(
        _ name: String,
        _ availability: Command.Availability,
        _ summary: String,
        arguments: [any ArgumentKey] = [],
        flags: [any FlagKey] = []
    ) -> Command {
        Command(
            "profiles \(name)",
            availability,
            summary,
            arguments: arguments,
            flags: flags,
            settings: [SettingsTable.input, SettingsTable.profiles],
            exitCodes: [.notFound, .invalidConfiguration]
        )
    }
}
