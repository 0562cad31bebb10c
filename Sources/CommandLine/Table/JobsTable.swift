/// Commands about open jobs.
public enum JobsTable {
    private static let family = CommandFamily(
        name: "jobs",
        settings: SettingsTable.folders,
        exitCodes: [.notFound, .invalidConfiguration, .temporary]
    )

    public enum Status: String, CaseIterable, Sendable {
        case waiting, running, paused, failed
    }

    public static let status = Flag<Status?>.single(
        "status",
        "STATUS",
        .choice(Status.allCases.map(\.rawValue)),
        "Only jobs of this status"
    ) { $0.asText.flatMap(Status.init) }
    public static let slice = Flag<Int?>.single(
        "slice",
        "N",
        .integer(0...999_999),
        "Only this slice",
        as: \.asInteger
    )

    public static let retryAll = Flag<Bool>.toggle("all", "Do again what is done, too")

    public static let list = family.command(
        "ls",
        .built,
        "List open jobs",
        flags: [status, CommonFlags.profile, CommonFlags.limit]
    )
    public static let show = family.command(
        "show",
        .built,
        "Show one job in full",
        arguments: [CommonArguments.job]
    )
    public static let wait = family.command(
        "wait",
        .built,
        "Wait until jobs have ended",
        arguments: [CommonArguments.jobs],
        flags: [CommonFlags.timeout],
        exitCodes: [.someJobsFailed, .notFound, .invalidConfiguration, .temporary]
    )
    public static let logs = family.command(
        "logs",
        .built,
        "Print what the attempts of a job said",
        arguments: [CommonArguments.job],
        flags: [CommonFlags.follow, slice]
    )
    public static let cancel = family.command(
        "cancel",
        .built,
        "End jobs without a result",
        arguments: [CommonArguments.jobs],
        flags: [CommonFlags.dryRun, CommonFlags.yes]
    )
    public static let retry = family.command(
        "retry",
        .built,
        "Take failed jobs up again",
        arguments: [CommonArguments.jobs],
        flags: [CommonFlags.dryRun, retryAll]
    )
    public static let pause = steering("pause", .built, "Let jobs claim nothing more")
    public static let resume = steering("resume", .built, "Let paused jobs go on")
    public static let bump = steering("bump", .built, "Put jobs before all others")
    public static let `defer` = steering("defer", .built, "Put jobs behind all others")

    static let group = CommandEntry.group(
        CommandGroup(
            name: "jobs",
            alias: "job",
            summary: "List, watch and steer open jobs",
            commands: [
                list, show, wait, logs, cancel, retry, pause, resume, bump, `defer`,
            ]
        )
    )

    private static func steering(
        _ name: String,
        _ availability: Command.Availability,
        _ summary: String
    ) -> Command {
        family.command(
            name,
            availability,
            summary,
            arguments: [CommonArguments.jobs],
            flags: [CommonFlags.dryRun]
        )
    }
}
