/// Commands about the program itself.
public enum AboutTable {
    public enum Shell: String, CaseIterable, Sendable {
        case bash, zsh, fish
    }

    public static let words = Argument<[String]>(
        "COMMAND",
        .text,
        .any,
        "The command or topic to explain"
    ) { $0.compactMap(\.asText) }
    public static let help = Command(
        "help",
        .built,
        "Explain a command or a topic",
        output: .text,
        arguments: [words],
        examples: [
            .init("reelmill help config show", "The same as reelmill config show --help"),
            .init("reelmill help exit-codes", "What the numbers mean"),
        ]
    )

    public static let shell = Argument<Shell?>(
        "SHELL",
        .choice(Shell.allCases.map(\.rawValue)),
        .one,
        "bash, zsh or fish"
    ) { $0.first?.asText.flatMap(Shell.init) }
    public static let completion = Command(
        "completion",
        .built,
        "Print the completion script of a shell",
        output: .text,
        details: [
            "The script holds the commands, flags and words of this version; make it again after "
                + "an update."
        ],
        arguments: [shell],
        examples: [
            .init(
                "reelmill completion bash > /etc/bash_completion.d/reelmill",
                "bash, for everybody on this machine"
            ),
            .init(
                "reelmill completion zsh > \"${fpath[1]}/_reelmill\"",
                "zsh, before compinit is called"
            ),
            .init(
                "reelmill completion fish > ~/.config/fish/completions/reelmill.fish",
                "fish"
            ),
        ]
    )

    public static let man = Command(
        "man",
        .built,
        "Print the manual page",
        output: .text,
        examples: [
            .init("reelmill man | man -l -", "Read it"),
            .init("reelmill man > /usr/local/share/man/man1/reelmill.1", "Install it"),
        ]
    )

    public static let version = Command(
        "version",
        .built,
        "Print the version and those of the libraries in use",
        examples: [.init("reelmill version --json", "The same for other programs")]
    )

    static let section = CommandSection(
        title: "About",
        entries: [.command(help), .command(version), .command(man), .command(completion)]
    )
}
