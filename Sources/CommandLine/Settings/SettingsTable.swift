public import Model

/// What a node takes part in.
public enum Role: String, CaseIterable, Sendable {
    case coordinator, worker
}

/// How many tasks a node works on at a time.
public enum Slots: Hashable, Sendable {
    /// As many as the cores and the memory allow.
    case automatic
    case count(Int)
}

public enum ColorChoice: String, CaseIterable, Sendable {
    case auto, always, never
}

/// Where a node serves.
public enum ListenChoice: Hashable, Sendable {
    case none
    case address(ListenAddress)

    /// Of a text that was checked.
    init(_ text: String) { self = ListenAddress(text).map(ListenChoice.address) ?? .none }
}

/// How a node tells what it does.
public enum LogFormat: String, CaseIterable, Sendable {
    case auto, text, json
}

/// Every setting there is. A key here is a key in the file, a variable and, with few exceptions, a
/// flag.
///
/// Kubernetes sets `REELMILL_PORT` and `REELMILL_SERVICE_HOST` for a service of that name: no
/// setting may be called `port` or end in `-port`, `-service-host` or `-service-port`.
public enum SettingsTable {
    public static let root = Setting.directory(
        "root",
        .none,
        "The folder with input, output, profiles and spool",
        details: "It lies on the volume that all nodes mount. Without it each of the four folders "
            + "has to be set on its own."
    )
    public static let input = Setting.directory(
        "input",
        .belowRoot("input"),
        "Where source files are found"
    )
    public static let output = Setting.directory(
        "output",
        .belowRoot("output"),
        "Where results are published"
    )
    public static let profiles = Setting.directory(
        "profiles",
        .belowRoot("profiles"),
        "Where profiles are found that lie in no input folder"
    )
    public static let spool = Setting.directory(
        "spool",
        .belowRoot("spool"),
        "The nodes' working directory on the shared volume"
    )
    public static let numberedFolders = Setting(
        "numbered-folders",
        "WHEN",
        .choice(NumberedFolders.allCases.map(\.rawValue)),
        .text(NumberedFolders.auto.rawValue),
        "Numbers of input folders are priorities: auto, yes or no",
        details: "As in clustercode 1.x: films in input/5 come before those in input/4, and their "
            + "results lie without the 5. With auto that is so where the folder of profiles holds "
            + "default.ffmpeg."
    ) { value in value?.asText.flatMap(NumberedFolders.init) ?? .auto }
    public static let watch = Setting(
        "watch",
        "HOW",
        .choice(WatchChoice.allCases.map(\.rawValue)),
        .text(WatchChoice.auto.rawValue),
        "How the input is watched: auto, poll or inotify",
        details: "With auto it is by inotify where the file system tells of every change, and by "
            + "looking elsewhere, as on a network: no kernel tells what other hosts write. No flag "
            + "sets it; --watch is another thing.",
        hasFlag: false
    ) { value in value?.asText.flatMap(WatchChoice.init) ?? .auto }
    public static let scanInterval = Setting(
        "scan-interval",
        "TIME",
        .duration,
        .none,
        "How often all of the input is looked at",
        details: "By default it is 10s by looking, and 300s where inotify tells of changes.",
        hasFlag: false
    ) { $0?.asDuration }
    public static let settle = Setting(
        "settle",
        "TIME",
        .duration,
        .none,
        "How long a file must not have changed before it is taken",
        details: "By default it is 10s on a local disk and 30s where other hosts write."
    ) { $0?.asDuration }
    public static let state = Setting.directory(
        "state",
        .stateDirectory,
        "This node's own directory, on a local disk",
        details: "By default it is $XDG_STATE_HOME/reelmill, else ~/.local/state/reelmill, else "
            + "/var/lib/reelmill where there is no home directory."
    )
    public static let name = Setting(
        "name",
        "NAME",
        .name,
        .hostName,
        "What this node is called in listings",
        details: "By default it is the host's name up to the first dot. Two nodes of one name do "
            + "not disturb each other, but people cannot tell them apart."
    ) { $0?.asText }
    public static let roles = Setting(
        "roles",
        "LIST",
        .choices(Role.allCases.map(\.rawValue)),
        .text(Role.allCases.map(\.rawValue).joined(separator: ",")),
        "What this node does: coordinator, worker or both"
    ) { value in Set((value?.asWords ?? []).compactMap(Role.init)) }
    public static let slots = Setting(
        "slots",
        "N",
        .integerOr(1...1024, "auto"),
        .text("auto"),
        "How many tasks it works on at a time, or auto",
        details: "With auto it is as many as the cores and the memory allow."
    ) { value in value?.asInteger.map(Slots.count) ?? .automatic }
    public static let hours = Setting(
        "hours",
        "TIMES",
        .text,
        .none,
        "When this node works, as 22:00-07:00 or mon-fri 22:00-07:00, sat-sun",
        details: "By the clock on its wall. Outside of them it begins nothing; merges, which are "
            + "short, are done all the same. By default it works always.",
        hasFlag: false
    ) { $0?.asText }
    public static let atClose = Setting(
        "at-close",
        "WHAT",
        .choice(AtClose.allCases.map(\.rawValue)),
        .text(AtClose.finish.rawValue),
        "What becomes of what runs when hours end: finish, freeze or return",
        details: "The same holds for a pause of the cluster. With finish it comes to its end, with "
            + "freeze its process stands still and keeps its memory until it is time again, with "
            + "return it is handed back at once and begun anew later. A profile may say something "
            + "else for its films.",
        hasFlag: false
    ) { value in value?.asText.flatMap(AtClose.init) ?? .finish }
    public static let beat = Setting(
        "beat",
        "TIME",
        .duration,
        .none,
        "How often nodes show that they live; the same on all of them",
        details: "By default it is 3s where the spool is on a local disk and 5s where others can "
            + "mount it. A node that was silent for eight of them, or ten, loses its tasks to "
            + "others. A node with a shorter time than the others takes them for dead too soon."
    ) { $0?.asDuration }
    public static let grace = Setting(
        "grace",
        "TIME",
        .duration,
        .text("8s"),
        "How long it goes on with what it has when it is stopped by SIGTERM",
        details:
            "What is not done by then is handed back at once, and others take it. Docker kills "
            + "a container 10 seconds after it stopped it, so a longer time has to be set there "
            + "as well."
    ) { $0?.asDuration ?? .seconds(8) }
    public static let exitWhenIdle = Setting(
        "exit-when-idle",
        "TIME",
        .duration,
        .none,
        "Leave, with exit code 0, when there was nothing to do for so long",
        details: "For batch engines, whose machines cost while they wait. By default a node stays. "
            + "A coordinator leaves when no job is open and no file settles; one that only works "
            + "also when it finds nothing that it could take, whatever others do. While its "
            + "volume is away it waits, and while it holds a task it never leaves."
    ) { $0?.asDuration }
    public static let color = Setting(
        "color",
        "WHEN",
        .choice(ColorChoice.allCases.map(\.rawValue)),
        .text(ColorChoice.auto.rawValue),
        "Use colors: auto, always or never",
        details: "With auto there are colors on a terminal only, and none when NO_COLOR is set "
            + "or TERM is dumb."
    ) { value in value?.asText.flatMap(ColorChoice.init) ?? .auto }
    public static let listen = Setting(
        "listen",
        "ADDRESS",
        .listen,
        .none,
        "Where this node serves its page and API, or none",
        details: "By default it is 127.0.0.1:8080 for up, and none for run. Any other address "
            + "than one of this machine alone needs a token: whoever can connect can cancel jobs "
            + "and pause the cluster. [::] is all addresses of the machine."
    ) { value in value?.asText.map { ListenChoice($0) } }
    public static let advertise = Setting(
        "advertise",
        "URL",
        .webAddress,
        .none,
        "How other nodes and people reach this node's page",
        details: "By default it is made of the host's name and the port. Nodes that do not "
            + "coordinate send browsers there."
    ) { $0?.asText }
    public static let allowedHosts = Setting(
        "allowed-hosts",
        "LIST",
        .hosts,
        .none,
        "Names that the page may be asked for by, besides the host's own",
        details: "Requests for any other name are refused: a page from elsewhere could otherwise "
            + "speak to this node in the name of whoever looks at it. Addresses in numbers and "
            + "localhost are always allowed. Set it where a proxy has a name of its own.",
        hasFlag: false
    ) { $0?.asWords ?? [] }
    public static let insecure = Setting(
        "insecure",
        "WHEN",
        .choice(["yes", "no"]),
        .text("no"),
        "Serve other machines without a token: yes or no",
        details: "Then whoever can connect can do everything. The flag of up and run is "
            + "--insecure.",
        hasFlag: false
    ) { $0?.asText == "yes" }
    public static let logFormat = Setting(
        "log-format",
        "FORMAT",
        .choice(LogFormat.allCases.map(\.rawValue)),
        .text(LogFormat.auto.rawValue),
        "How a node logs: auto, text or json",
        details: "It logs on standard error, a line for each change of state. With auto it is text "
            + "on a terminal and a JSON document a line otherwise."
    ) { value in value?.asText.flatMap(LogFormat.init) ?? .auto }
    public static let token = SecretSetting("token", "The secret that clients of the API show")

    public static let notify = Setting(
        "notify",
        "LIST",
        .choices(NotableEvents.all),
        .text(NotableEvents.usual.joined(separator: ",")),
        "Which events people are told of",
        details: "They are sent by the coordinator to the webhook and to the hook that are set, in "
            + "order and each once. By default it is what a person must know.",
        hasFlag: false
    ) { value in Set(value?.asWords ?? []) }
    public static let webhook = Setting(
        "webhook",
        "URL",
        .text,
        .none,
        "An address that events are sent to",
        hasFlag: false
    ) { $0?.asText }
    public static let webhookSecret = SecretSetting(
        "webhook-secret",
        "The secret that signs what is sent to the webhook",
        hasFlag: false
    )
    public static let webhookFormat = Setting(
        "webhook-format",
        "FORMAT",
        .choice(["cloudevents", "ntfy"]),
        .text("cloudevents"),
        "What the webhook is sent: cloudevents or ntfy",
        hasFlag: false
    ) { $0?.asText ?? "cloudevents" }
    public static let hook = Setting(
        "hook",
        "PROGRAM",
        .path,
        .none,
        "A program that is given events on its standard input",
        hasFlag: false
    ) { $0?.asPath }

    /// Who is told of what.
    static let notifying: [any SettingKey] = [
        notify, webhook, webhookSecret.text, webhookSecret.file, webhookFormat, hook,
    ]
    /// The folders on the shared volume.
    static let folders: [any SettingKey] = [input, output, profiles, spool]
    /// How sources are found.
    static let intake: [any SettingKey] = [watch, scanInterval, settle]
    /// What a node serves, and to whom.
    static let front: [any SettingKey] = [
        listen, advertise, allowedHosts, insecure, token.text, token.file,
    ]
    /// What a running node needs besides.
    static let node: [any SettingKey] =
        [state, name, roles, slots, hours, atClose, beat, grace, logFormat] + front
    /// What a node needs besides that runs until it is stopped.
    static let leaving: [any SettingKey] = [exitWhenIdle]
    /// Their flags may stand before the command.
    static let global: [any SettingKey] = [root, color]
    /// In the order in which they are shown.
    static let all: [any SettingKey] = [
        // One by one: Swift 6.0 does not come to an end with a sum of eight lists.
        [root], folders, [numberedFolders], intake, node, leaving, notifying, [color],
    ].flatMap(\.self)
}
