/// Commands about the nodes of the cluster.
public enum NodesTable {
    public static let nodes = Argument<[String]>(
        "NODE",
        .text,
        .some,
        "The name of a node as nodes ls shows it"
    ) { $0.compactMap(\.asText) }
    public static let node = Argument<String?>(
        "NODE",
        .text,
        .one,
        "The name of a node as nodes ls shows it"
    ) { $0.first?.asText }
    public static let wait = Flag<Bool>.toggle("wait", "Come back when it is done")

    public static let list = command("ls", .planned, "List the nodes")
    public static let show = command("show", .planned, "Show one node in full", arguments: [node])
    public static let drain = command(
        "drain",
        .planned,
        "Let nodes finish what they have and take no more",
        arguments: [nodes],
        flags: [wait, CommonFlags.timeout]
    )
    public static let resume = command(
        "resume",
        .planned,
        "Let drained nodes take work again",
        arguments: [nodes]
    )
    public static let forget = command(
        "forget",
        .planned,
        "Remove nodes that will not come back",
        arguments: [nodes],
        flags: [CommonFlags.yes]
    )

    static let group = CommandEntry.group(
        CommandGroup(
            name: "nodes",
            alias: "node",
            summary: "List and steer the nodes",
            commands: [list, show, drain, resume, forget]
        )
    )

    private static func command(
        _ name: String,
        _ availability: Command.Availability,
        _ summary: String,
        arguments: [any ArgumentKey] = [],
        flags: [any FlagKey] = []
    ) -> Command {
        Command(
            "nodes \(name)",
            availability,
            summary,
            arguments: arguments,
            flags: flags,
            settings: SettingsTable.folders,
            exitCodes: [.notFound, .temporary]
        )
    }
}
