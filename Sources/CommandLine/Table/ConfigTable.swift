/// Commands about the configuration.
public enum ConfigTable {
    public static let origin = Flag<Bool>.toggle("origin", "Say where each value comes from")

    public static let show = Command(
        "config show",
        .built,
        "Print the settings in effect",
        details: [
            "The lines can be put into a configuration file as they are. A setting without a value "
                + "is shown as a comment, and so is a secret, whose value is never printed."
        ],
        flags: [origin],
        settings: SettingsTable.folders + SettingsTable.intake + SettingsTable.node
            + SettingsTable.leaving,
        examples: [
            .init("reelmill config show --origin", "Where does each value come from?"),
            .init("reelmill config show --slots 4", "What would hold with this flag?"),
            .init("reelmill config show > reelmill.conf", "Begin a file of one's own"),
        ],
        exitCodes: [.invalidConfiguration]
    )

    public static let path = Command(
        "config path",
        .built,
        "Print the path of the configuration file in use",
        details: ["The file is not read, so this works with a broken one too."],
        examples: [
            .init("$EDITOR \"$(reelmill config path)\"", "Edit the file in use")
        ],
        exitCodes: [.notFound, .invalidConfiguration]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "config",
            alias: nil,
            summary: "Show the settings and where they come from",
            commands: [show, path]
        )
    )
}
