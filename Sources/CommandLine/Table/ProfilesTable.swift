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
    public static let anyPaths = Argument<[Path]>(
        "PATH",
        .path,
        .any,
        "A path below the input, a profile, or builtin:NAME; builtin: is all"
    ) { $0.compactMap(\.asPath) }

    public static let check = Command(
        "profiles check",
        .built,
        "Find mistakes in profiles",
        details: [
            "Without PATH all below the input and in the folder of profiles, and of those that are "
                + "part of the program the ones in use. Every word is judged: the keys and the "
                + "options by what a profile can say, then the encoders, filters and containers "
                + "with each option and its value by the installed libraries, whose encoders are "
                + "opened for it. All mistakes are told, each with its line.",
            "The exit code is 5 when a profile is wrong; its films wait then. One that asks for "
                + "what only this machine has not got is no mistake: other nodes may encode by it.",
        ],
        arguments: [anyPaths],
        settings: family.settings + [SettingsTable.numberedFolders],
        examples: [
            .init("reelmill profiles check --root /media", "Is anything wrong?"),
            .init("reelmill profiles check input/tv/profile.conf", "Is this one?"),
        ],
        exitCodes: [.notFound, .invalidConfiguration, .temporary]
    )
    public static let attempt = Command(
        "profiles try",
        .built,
        "Encode a second of film with a profile",
        details: [
            "A second of film with two tracks of sound and a text is made, encoded as any film is, "
                + "and removed. What comes of it is told, with how long it took and all that the "
                + "libraries warned of. Each rendition of a ladder is made as a file of its own; "
                + "the playlists are not. The files lie in a folder below TMPDIR, or /tmp, "
                + "meanwhile.",
            "The exit code is 5 when a profile is wrong, when the encode fails, or when an encoder "
                + "warns that it did not understand something; it is 1 when this machine lacks "
                + "what a profile asks for.",
        ],
        arguments: [anyPaths],
        settings: family.settings + [SettingsTable.numberedFolders],
        examples: [
            .init("reelmill profiles try input/tv/profile.conf", "Does it work?"),
            .init("reelmill profiles try builtin:", "Which shipped ones work here?"),
        ],
        exitCodes: [.notFound, .invalidConfiguration, .temporary, .interrupted, .terminated]
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
