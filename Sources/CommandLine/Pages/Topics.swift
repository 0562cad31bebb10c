internal import Model

/// Pages of help that are about no command.
enum Topics {
    static let all = [configuration, environment, exitCodes]

    static let exitCodes = Topic(
        name: "exit-codes",
        summary: "What the exit codes mean"
    ) { _ in
        var page = Page(blocks: [
            .paragraph(
                "Every command ends with one of these. Treat a number that is not here as a "
                    + "failure; some may be added."
            )
        ])
        page.add("Exit codes", ExitCode.allCases.map(Page.Item.init))
        return page
    }

    static let environment = Topic(
        name: "environment",
        summary: "The variables that are read"
    ) { table in
        var page = Page(blocks: environmentParagraphs.map { .paragraph($0) })
        page.add("Settings", table.settings.map { .init(term: $0.variable, text: $0.summary) })
        page.add("Others", table.variables.map { .init(term: $0.name, text: $0.summary) } + others)
        return page
    }

    static let environmentParagraphs = [
        "Every setting has a variable. A flag beats the variable, and the variable beats the "
            + "configuration file. An empty variable counts as not set.",
        "An unknown variable that begins with \(EnvironmentRules.prefix) is an error, since it is "
            + "most likely a mistyped one. Those that container engines make for a service named "
            + "\(Product.name) are passed over: names with _SERVICE_HOST, _SERVICE_PORT or "
            + "_PORT_8080_TCP in them, and _PORT with a value such as tcp://10.0.0.1:8080.",
    ]

    private static let others: [Page.Item] = [
        .init(term: "NO_COLOR", text: "If set, color = auto means no colors"),
        .init(term: "TERM", text: "If it is dumb or not set, color = auto means no colors"),
        .init(term: "XDG_CONFIG_HOME", text: "Where the configuration file is looked for"),
        .init(term: "XDG_STATE_HOME", text: "Where the state directory is by default"),
        .init(term: "HOME", text: "Used where the two before are not set"),
    ]

    static let configuration = Topic(
        name: "configuration",
        summary: "The settings and the configuration file"
    ) { table in
        var page = Page(blocks: searchBlocks)
        page.add("The file", .paragraph(fileParagraphs[0]))
        page.blocks += fileParagraphs.dropFirst().map { .paragraph($0) }
        page.blocks.append(.verbatim(fileExample))
        page.add("Settings", table.settings.map(settingItem))
        page.blocks.append(
            .paragraph(
                "See what holds, and where it comes from: \(Product.name) config show --origin"
            )
        )
        return page
    }

    private static let searchBlocks: [Page.Block] = [
        .paragraph(
            "A setting comes from a flag, else from its \(EnvironmentRules.prefix) variable, else "
                + "from the configuration file, else it has its default. The first file found is "
                + "read, and only that one:"
        ),
        .verbatim([
            "--config FILE",
            "$\(EnvironmentRules.configuration)",
            "$XDG_CONFIG_HOME/\(ConfigurationSearch.file)  "
                + "(or ~/.config/\(ConfigurationSearch.file))",
            "\(ConfigurationSearch.system)/\(ConfigurationSearch.file)",
        ]),
        .paragraph(
            "A file that is named by flag or variable has to be there, and to be a regular file: "
                + "a pipe such as <(...) is refused. The current directory is not looked at: who "
                + "may write there could otherwise give orders to a node."
        ),
    ]

    private static let fileParagraphs = [
        "One setting a line, in UTF-8. A # begins a comment at the start of a line or behind a "
            + "space. Relative paths begin at the folder of the file. An unknown key, a key given "
            + "twice or a value that does not fit is an error.",
        "Quotes keep spaces at the ends of a value; in them \\\", \\\\, \\n, \\r, \\t, \\x80 and "
            + "\\u{e9} stand for what cannot be typed.",
    ]

    private static let fileExample = [
        "# /etc/reelmill/reelmill.conf",
        "root  = /media",
        "slots = 4             # auto is as many as the cores allow",
        "token-file = /run/secrets/reelmill",
    ]

    private static func settingItem(_ setting: SettingDefinition) -> Page.Item {
        Page.Item(
            term: setting.key,
            text: setting.summary + fallbackNote(setting),
            details: setting.details
        )
    }

    private static func fallbackNote(_ setting: SettingDefinition) -> String {
        switch setting.fallback {
        case .none: ""
        case .text(let text): " (default: \(text))"
        case .belowRoot(let name): " (default: \(name) in the root)"
        case .hostName: " (default: the host's name)"
        case .stateDirectory: " (default: ~/.local/state/reelmill)"
        }
    }
}
