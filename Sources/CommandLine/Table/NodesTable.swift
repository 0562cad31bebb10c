/// Commands about the nodes of the cluster.
public enum NodesTable {
    private static let family = CommandFamily(
        name: "nodes",
        settings: SettingsTable.folders,
        exitCodes: [.notFound, .invalidConfiguration, .temporary]
    )

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

    public static let list = family.command("ls", .built, "List the nodes")
    public static let show = family.command(
        "show",
        .built,
        "Show one node in full",
        arguments: [node]
    )
    public static let drain = family.command(
        "drain",
        .built,
        "Let nodes finish what they have and take no more",
        arguments: [nodes],
        flags: [wait, CommonFlags.timeout]
    )
    public static let resume = family.command(
        "resume",
        .built,
        "Let drained nodes take work again",
        arguments: [nodes]
    )
    public static let forget = family.command(
        "forget",
        .built,
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
}
