extension CommandTable {
    /// Everything this program understands, built or not.
    public static let standard = CommandTable(
        sections: [
            RunningTable.section,
            WatchingTable.section,
            CommandSection(
                title: "Manage",
                entries: [
                    JobsTable.group, NodesTable.group, HistoryTable.group, ProfilesTable.group,
                    MediaTable.group, NotifyTable.group, ConfigTable.group,
                ]
            ),
            AboutTable.section,
        ],
        globals: SettingsTable.global.compactMap(\.definition.flag)
            + GlobalFlags.all.map(\.definition),
        globalConflicts: GlobalFlags.conflicts,
        settings: SettingsTable.all.map(\.definition),
        variables: [
            EnvironmentVariable(
                name: EnvironmentRules.configuration,
                summary: "The configuration file, as with --config"
            )
        ],
        topics: Topics.all
    )
}
