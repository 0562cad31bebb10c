/// Commands that do the work.
public enum RunningTable {
    public static let initialize = Flag<Bool>.toggle(
        "init",
        "Make a new spool where there is none"
    )
    public static let insecure = Flag<Bool>.toggle(
        "insecure",
        "Serve other machines without a token"
    )
    public static let up = Command(
        "up",
        .built,
        "Run a node until it is stopped",
        flags: [initialize, insecure],
        settings: SettingsTable.folders + SettingsTable.intake + SettingsTable.node
            + SettingsTable.leaving + SettingsTable.notifying,
        examples: [
            .init("reelmill up --root /media", "Take part with all cores"),
            .init(
                "reelmill up --root /media --roles worker --slots 2",
                "Encode only, two at a time"
            ),
            .init(
                "reelmill up --root /media --listen 0.0.0.0:8080 --token-file /etc/reelmill/token",
                "Serve the page to other machines"
            ),
            .init(
                "reelmill up --root /media --roles worker --exit-when-idle 60s",
                "Work off what there is, as in a batch job"
            ),
        ],
        exitCodes: [.invalidConfiguration, .temporary, .interrupted, .terminated]
    )

    public static let run = Command(
        "run",
        .built,
        "Scan, encode and merge what is there, then exit",
        arguments: [CommonArguments.paths],
        flags: [CommonFlags.dryRun, insecure],
        settings: SettingsTable.folders + SettingsTable.intake + SettingsTable.node
            + SettingsTable.notifying,
        exitCodes: [.someJobsFailed, .invalidConfiguration, .temporary, .interrupted, .terminated]
    )

    public static let scan = Command(
        "scan",
        .built,
        "Look for files to take, and say why others are left",
        details: [
            "It does once what a coordinator does all the time, and needs no running node. New "
                + "files are looked at twice, as far apart as they have to stand still; what is "
                + "whole by then becomes a job.",
            "With --dry-run nothing is taken and nothing is written, and there need be no spool.",
            "Every file has a reason: what it waits for, why it is left, or which job it is.",
        ],
        arguments: [CommonArguments.paths],
        flags: [CommonFlags.dryRun],
        settings: SettingsTable.folders + [SettingsTable.settle, SettingsTable.state],
        examples: [
            .init("reelmill scan --root /media --dry-run", "What would be taken, and what not?"),
            .init("reelmill scan --root /media tv/new.mkv", "Why is this one not encoded?"),
        ],
        exitCodes: [.notFound, .invalidConfiguration, .temporary]
    )

    static let section = CommandSection(
        title: "Run",
        entries: [
            .command(up), .command(run), .command(TranscodeTable.transcode), .command(scan),
            .command(PauseTable.pause), .command(PauseTable.resume),
            .command(TranscodeTable.task),
        ]
    )
}
