/// Commands that show what is going on.
public enum WatchingTable {
    public static let watch = Flag<Bool>.toggle("watch", short: "w", "Go on and show changes")
    public static let status = Command(
        "status",
        .built,
        "Show the queue, the nodes and what needs attention",
        flags: [watch, CommonFlags.interval],
        settings: SettingsTable.folders,
        exitCodes: [.temporary]
    )

    public static let top = Command(
        "top",
        .planned,
        "Show the running slices on the whole screen",
        flags: [CommonFlags.interval],
        settings: SettingsTable.folders,
        exitCodes: [.temporary]
    )

    public static let events = Command(
        "events",
        .built,
        "Print what happened",
        flags: [CommonFlags.follow, CommonFlags.since, CommonFlags.limit],
        settings: SettingsTable.folders,
        exitCodes: [.temporary]
    )

    public static let fix = Flag<Bool>.toggle("fix", "Mend what can be mended safely")
    public static let doctor = Command(
        "doctor",
        .built,
        "Check the volume, the tools and the nodes",
        flags: [fix],
        settings: SettingsTable.folders,
        exitCodes: [.invalidConfiguration, .temporary]
    )

    public static let audit = Command(
        "audit",
        .built,
        "Check the events of a spool against its rules",
        details: [
            "Every node writes down what it does with each task. This reads all of it and says "
                + "whether every task was held by one process at a time and done once, and every "
                + "job recorded once. It writes nothing, and needs no running node.",
            "What a killed process could not write down any more is counted, and is no fault.",
        ],
        settings: SettingsTable.folders,
        examples: [.init("reelmill audit --root /media", "Was anything done twice or lost?")],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    public static let live = Flag<Bool>.toggle("live", "Is the node alive?")
    public static let ready = Flag<Bool>.toggle("ready", "Can the node take work?")
    public static let health = Command(
        "health",
        .built,
        "Tell by the exit code how this node is",
        flags: [live, ready],
        settings: [SettingsTable.state],
        conflicts: [[live, ready]],
        exitCodes: [.temporary]
    )

    static let section = CommandSection(
        title: "Look",
        entries: [
            .command(status), .command(top), .command(events), .command(doctor), .command(audit),
            .command(health),
        ]
    )
}
