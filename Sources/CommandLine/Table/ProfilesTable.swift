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
        .optional,
        "A profile, builtin:NAME, or a file or folder below the input"
    ) { $0.first?.asPath }
    public static let paths = Argument<[Path]>(
        "PATH",
        .path,
        .some,
        "A file or folder below the input, a profile, or builtin:NAME"
    ) { $0.compactMap(\.asPath) }
    public static let origin = Flag<Bool>.toggle("origin", "Say where each line comes from")

    public static let list = Command(
        "profiles ls",
        .built,
        "List the profiles in use",
        details: [
            "All below the input and in the folder of profiles, and those that are part of the "
                + "program, each with the films and folders that it is the nearest profile of. "
                + "The exit code is 5 when one of them is invalid."
        ],
        settings: family.settings,
        examples: [.init("reelmill profiles ls --root /media", "What is there?")],
        exitCodes: [.invalidConfiguration, .temporary]
    )
    public static let show = Command(
        "profiles show",
        .built,
        "Print a profile with all it inherits",
        details: [
            "What is printed means the same as the files that it comes from: saved as a profile "
                + "it stands alone. A file or folder need not be there yet."
        ],
        arguments: [path],
        flags: [origin],
        settings: family.settings,
        examples: [
            .init("reelmill profiles show input/tv --origin", "Which file says what?"),
            .init("reelmill profiles show builtin:default > input/profile.conf", "Begin with one"),
        ],
        exitCodes: [.notFound, .invalidConfiguration, .temporary]
    )
    public static let which = Command(
        "profiles which",
        .built,
        "Say which profile a file is encoded with",
        details: [
            "The files that make it, each standing on the one before, by which rule the last one "
                + "was found, and where the result will lie. The rules in their order: "
                + "film.mkv.profile or film.mkv.ffmpeg beside film.mkv; profile.conf in its folder "
                + "or the nearest above it; the same way in the folder of profiles, by "
                + "film.mkv.profile, film.mkv.ffmpeg, profile.conf or profile.ffmpeg; default.conf "
                + "or default.ffmpeg there; builtin:default.",
            "A file or folder need not be there yet. The exit code is 5 when a profile is invalid.",
        ],
        arguments: [paths],
        settings: family.settings + [SettingsTable.output, SettingsTable.numberedFolders],
        examples: [.init("reelmill profiles which input/tv/a.mkv --root .", "By which files?")],
        exitCodes: [.notFound, .invalidConfiguration]
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
