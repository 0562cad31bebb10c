/// Commands that show what is going on.
public enum WatchingTable {
    public static let watch = Flag<Bool>.toggle("watch", short: "w", "Go on and show changes")
    public static let status = Command(
        "status",
        .built,
        "Show the queue, the nodes and what needs attention",
        details: [
            "Jobs that something is done for come first, then those that wait, each with the "
                + "reason: no node, no encoder, its hours, its place in the queue. Below stand "
                + "files that are no jobs yet, and at the end what somebody has to see to.",
            "It reads the spool and writes nothing, so it needs no running node.",
        ],
        flags: [watch, CommonFlags.interval],
        settings: SettingsTable.folders,
        examples: [
            .init("reelmill status --root /media", "How is everything?"),
            .init("reelmill status --watch --interval 5s", "The same again and again"),
        ],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    public static let top = Command(
        "top",
        .built,
        "Show the running slices on the whole screen",
        details: [
            "A line for each slice that runs, with its node, its progress and its speed, below the "
                + "nodes and the sums, and what waits with the reason. It is drawn again in its "
                + "place; q leaves and gives the screen back as it was.",
            "It reads the spool and writes nothing, so it needs no running node. It needs a "
                + "terminal; without one use  reelmill status --watch.",
        ],
        flags: [CommonFlags.interval],
        settings: SettingsTable.folders,
        examples: [.init("reelmill top --root /media", "Who works on what?")],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    public static let events = Command(
        "events",
        .built,
        "Print what happened",
        details: [
            "Every node writes down what it does; the lines of all of them are merged by their "
                + "times. With --json each is a document on a line of its own."
        ],
        flags: [CommonFlags.follow, CommonFlags.since, CommonFlags.limit],
        settings: SettingsTable.folders,
        examples: [
            .init("reelmill events --since 1h", "What happened in the last hour"),
            .init("reelmill events --follow --limit 10", "The last ten, and what comes"),
        ],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    public static let fix = Flag<Bool>.toggle(
        "fix",
        "Mend what can be mended safely",
        details: "Folders of the spool that are missing are made again, where the spool is surely "
            + "there. Everything else is told with a command that mends it."
    )
    public static let doctor = Command(
        "doctor",
        .built,
        "Check the volume, the tools and the nodes",
        details: [
            "It tries what the spool stands on by doing it: exclusive creation, links, renames, "
                + "and whether entries can be put on the disk. It looks at rights, free space, "
                + "clocks, watches, the versions of all nodes, the tasks of open jobs, and has the "
                + "media libraries try every profile. Each finding comes with its fix.",
            "A profile or a setting that is wrong ends with 5, all other failures with 6; "
                + "warnings alone with 0.",
        ],
        flags: [fix],
        settings: SettingsTable.folders,
        examples: [.init("reelmill doctor --root /media", "Is everything as it should be?")],
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
        details: [
            "A node replaces a file in its state directory with every beat. It is live while that "
                + "file is no older than a minute and its process is there, and ready while it can "
                + "take work. Only this machine is asked, never the volume, which may hang. It "
                + "ends with 0 or with 1; without a flag it asks whether the node is live."
        ],
        flags: [live, ready],
        settings: [SettingsTable.state],
        conflicts: [[live, ready]],
        examples: [.init("reelmill health --ready", "As a container's health check")],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    static let section = CommandSection(
        title: "Look",
        entries: [
            .command(status), .command(top), .command(events), .command(doctor), .command(audit),
            .command(health),
        ]
    )
}
