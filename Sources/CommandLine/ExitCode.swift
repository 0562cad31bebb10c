/// How the program ends. These numbers are a promise to scripts: none ever changes its meaning.
public enum ExitCode: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case usage = 2
    case someJobsFailed = 3
    case notFound = 4
    case invalidConfiguration = 5
    case temporary = 6
    case interrupted = 130
    case terminated = 143

    public var meaning: String {
        switch self {
        case .done: "Done; there may have been nothing to do."
        case .failed: "Failed, for a reason that has no number of its own."
        case .usage: "The command line is wrong: a command, flag, argument or value."
        case .someJobsFailed: "Finished, but some jobs failed."
        case .notFound: "There is no such job, node, profile, history entry or file."
        case .invalidConfiguration: "The configuration or a profile is invalid."
        case .temporary:
            "The volume or the coordinator cannot be reached for now; trying again may help."
        case .interrupted: "Stopped by SIGINT, which is Ctrl-C."
        case .terminated: "Stopped by SIGTERM."
        }
    }
}
