public import Model

/// Commands about what was done.
public enum HistoryTable {
    private static let family = CommandFamily(
        name: "history",
        settings: SettingsTable.folders + [SettingsTable.state],
        exitCodes: [.notFound, .temporary]
    )

    public enum Outcome: String, CaseIterable, Sendable {
        case done, failed, cancelled
    }

    public enum Form: String, CaseIterable, Sendable {
        case csv, jsonl
    }

    public static let patterns = Argument<[Path]>(
        "PATTERN",
        .path,
        .any,
        "An id or its first letters, a path, or a pattern in quotes"
    ) { $0.compactMap(\.asPath) }
    public static let entry = Argument<Path?>(
        "ENTRY",
        .path,
        .one,
        "An id or its first letters, or a path"
    ) { $0.first?.asPath }
    public static let outcome = Flag<Outcome?>.single(
        "outcome",
        "OUTCOME",
        .choice(Outcome.allCases.map(\.rawValue)),
        "Only jobs that ended like this"
    ) { $0.asText.flatMap(Outcome.init) }
    public static let form = Flag<Form?>.single(
        "format",
        "FORM",
        .choice(Form.allCases.map(\.rawValue)),
        "Print csv or jsonl; jsonl by default"
    ) { $0.asText.flatMap(Form.init) }
    public static let all = Flag<Bool>.toggle("all", "Every entry that the other flags let through")
    public static let standardInput = Flag<Bool>.toggle("stdin", "Read paths from standard input")
    public static let null = Flag<Bool>.toggle(
        "null",
        short: "0",
        "Paths end with NUL, not a line end"
    )

    private static let filters: [any FlagKey] = [
        CommonFlags.since, CommonFlags.profile, outcome,
    ]

    public static let list = family.command(
        "ls",
        .built,
        "List ended jobs",
        arguments: [patterns],
        flags: filters + [CommonFlags.limit]
    )
    public static let show = family.command(
        "show",
        .built,
        "Show one ended job in full",
        arguments: [entry]
    )
    public static let remove = family.command(
        "rm",
        .built,
        "Take jobs out of the history, so that they are done again",
        details: [
            "It says what will happen to each source before it asks. The records are kept, and "
                + "restore puts them back. No node has to run.",
            "The result stays where it is until the new one replaces it.",
        ],
        arguments: [patterns],
        flags: filters + [all, standardInput, null, CommonFlags.dryRun, CommonFlags.yes],
        examples: [
            .init("reelmill history rm tv/dark --dry-run", "What would be done again?"),
            .init("reelmill history rm --all --outcome failed", "Try all that failed again"),
        ]
    )
    public static let restore = family.command(
        "restore",
        .built,
        "Put removed entries back",
        arguments: [patterns],
        flags: [CommonFlags.dryRun]
    )
    public static let stats = family.command(
        "stats",
        .built,
        "Sum up what was done",
        flags: filters
    )
    public static let export = family.command(
        "export",
        .built,
        "Print the history for other programs",
        arguments: [patterns],
        flags: filters + [form]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "history",
            alias: nil,
            summary: "Ask what was done, or have it done again",
            commands: [list, show, remove, restore, stats, export]
        )
    )
}
