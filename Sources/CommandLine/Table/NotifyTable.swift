/// Commands about what people are told of.
public enum NotifyTable {
    public static let test = Command(
        "notify test",
        .built,
        "Send a test event to the webhook and the hook that are set",
        details: [
            "It says what came back from each. No node has to run, and nothing else is sent.",
            "A target that did not take it ends with 6.",
        ],
        settings: SettingsTable.notifying + [SettingsTable.name],
        examples: [.init("reelmill notify test", "Do notifications arrive?")],
        exitCodes: [.invalidConfiguration, .temporary]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "notify",
            alias: nil,
            summary: "Try what people are told of",
            commands: [test]
        )
    )
}
