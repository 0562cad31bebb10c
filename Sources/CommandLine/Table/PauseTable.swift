/// Commands for the whole cluster.
public enum PauseTable {
    public static let reason = Flag<String?>.single(
        "reason",
        "TEXT",
        .text,
        "Why, for those who wonder",
        as: \.asText
    )
    public static let pause = Command(
        "pause",
        .built,
        "Let no node take anything until resume",
        details: [
            "Files are still seen and become jobs, which wait. What runs comes to its end, unless "
                + "a node is set to something else.",
            "It is a file in the spool, so it needs no running node and outlives every restart.",
        ],
        flags: [reason],
        settings: SettingsTable.folders,
        examples: [
            .init("reelmill pause --reason maintenance", "Nothing more is begun"),
            .init("reelmill jobs pause movies/Heat.mkv", "One film alone"),
        ],
        exitCodes: [.invalidConfiguration, .temporary]
    )
    public static let resume = Command(
        "resume",
        .built,
        "Let the cluster go on behind a pause",
        settings: SettingsTable.folders,
        exitCodes: [.invalidConfiguration, .temporary]
    )
}
