/// Commands that do the work.
public enum RunningTable {
    public static let initialize = Flag<Bool>.toggle(
        "init",
        "Make a new spool where there is none"
    )
    public static let up = Command(
        "up",
        .built,
        "Run a node until it is stopped",
        flags: [initialize],
        settings: SettingsTable.folders + SettingsTable.scanning + SettingsTable.node,
        examples: [
            .init("reelmill up --root /media", "Take part with all cores"),
            .init(
                "reelmill up --root /media --roles worker --slots 2",
                "Encode only, two at a time"
            ),
        ],
        exitCodes: [.invalidConfiguration, .temporary, .interrupted, .terminated]
    )

    public static let run = Command(
        "run",
        .built,
        "Scan, encode and merge what is there, then exit",
        arguments: [CommonArguments.paths],
        flags: [CommonFlags.dryRun],
        settings: SettingsTable.folders + SettingsTable.scanning + SettingsTable.node,
        exitCodes: [.someJobsFailed, .invalidConfiguration, .temporary, .interrupted, .terminated]
    )

    public static let scan = Command(
        "scan",
        .planned,
        "Look for files to take, and say why others are left",
        arguments: [CommonArguments.paths],
        flags: [CommonFlags.dryRun],
        settings: SettingsTable.folders,
        exitCodes: [.invalidConfiguration, .temporary]
    )

    static let section = CommandSection(
        title: "Run",
        entries: [
            .command(up), .command(run), .command(TranscodeTable.transcode), .command(scan),
            .command(TranscodeTable.task),
        ]
    )
}
