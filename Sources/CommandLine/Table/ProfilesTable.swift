public import Model

/// Commands about profiles.
public enum ProfilesTable {
    private static let family = CommandFamily(
        name: "profiles",
        settings: [SettingsTable.input, SettingsTable.profiles],
        exitCodes: [.notFound, .invalidConfiguration]
    )

    public static let path = Argument<Path?>(
        "PATH",
        .path,
        .one,
        "A profile, or a file or folder below the input"
    ) { $0.first?.asPath }
    public static let origin = Flag<Bool>.toggle("origin", "Say where each line comes from")

    public static let list = family.command("ls", .planned, "List the profiles in use")
    public static let show = family.command(
        "show",
        .planned,
        "Print a profile with all it inherits",
        arguments: [path],
        flags: [origin]
    )
    public static let which = family.command(
        "which",
        .planned,
        "Say which profile a file is encoded with",
        arguments: [CommonArguments.paths]
    )
    public static let check = family.command(
        "check",
        .planned,
        "Find mistakes in profiles",
        arguments: [CommonArguments.paths]
    )
    public static let attempt = family.command(
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
}
