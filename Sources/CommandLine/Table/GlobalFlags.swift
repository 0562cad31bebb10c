public import Model

/// Flags that every command takes.
public enum GlobalFlags {
    public static let config = Flag<Path?>.single(
        "config",
        "FILE",
        .path,
        "Read this configuration file and no other",
        as: \.asPath
    )
    public static let json = Flag<Bool>.toggle(
        "json",
        "Print JSON instead of text, errors included",
        details: "Every document names its form in \"schema\". Fields may be added to a form; "
            + "none is removed or changes its meaning. The last line on standard error is an "
            + "object with \"type\":\"error\" when the command failed. Commands that print text "
            + "only, such as man, refuse it; help explains as ever."
    )
    public static let quiet = Flag<Bool>.toggle(
        "quiet",
        short: "q",
        "Print no notes, only results and errors"
    )
    public static let verbose = Flag<Bool>.toggle(
        "verbose",
        short: "v",
        "Say more about what is done"
    )
    public static let noInput = Flag<Bool>.toggle(
        "no-input",
        "Never ask; fail where an answer is needed",
        details: "Without a terminal nothing is ever asked."
    )
    public static let help = Flag<Bool>.toggle("help", short: "h", "Print the help of a command")
    /// Stands before any command, in place of `version`.
    static let version = Flag<Bool>.toggle("version", short: "V", "Print the version")

    static let all: [any FlagKey] = [config, json, quiet, verbose, noInput, help]
    static let conflicts: [[any FlagKey]] = [[quiet, verbose]]
}

/// Flags that several commands share.
public enum CommonFlags {
    public static let dryRun = Flag<Bool>.toggle(
        "dry-run",
        short: "n",
        "Say what would be done, and do nothing"
    )
    public static let yes = Flag<Bool>.toggle("yes", short: "y", "Do not ask whether to go on")
    public static let limit = Flag<Int?>.single(
        "limit",
        "N",
        .integer(1...1_000_000),
        "Print at most so many",
        as: \.asInteger
    )
    public static let profile = Flag<String?>.single(
        "profile",
        "NAME",
        .text,
        "Only those of this profile",
        as: \.asText
    )
    public static let since = Flag<Duration?>.single(
        "since",
        "TIME",
        .duration,
        "Only what is no older, for example 7d",
        as: \.asDuration
    )
    public static let interval = Flag<Duration?>.single(
        "interval",
        "TIME",
        .duration,
        "How often to look again; 2s by default",
        as: \.asDuration
    )
    public static let follow = Flag<Bool>.toggle(
        "follow",
        short: "f",
        "Go on and print what is new"
    )
    public static let timeout = Flag<Duration?>.single(
        "timeout",
        "TIME",
        .duration,
        "Give up after this time",
        as: \.asDuration
    )
}

/// Arguments that several commands share.
public enum CommonArguments {
    public static let jobs = Argument<[Path]>(
        "JOB",
        .path,
        .some,
        "The id of a job or its first letters, a path, or a pattern in quotes"
    ) { $0.compactMap(\.asPath) }
    public static let job = Argument<Path?>(
        "JOB",
        .path,
        .one,
        "The id of a job or its first letters, or a path"
    ) { $0.first?.asPath }
    public static let paths = Argument<[Path]>(
        "PATH",
        .path,
        .any,
        "A file or folder below the input; all of it without one"
    ) { $0.compactMap(\.asPath) }
}
