/// How a person wants the input to be watched.
public enum WatchChoice: String, Hashable, Sendable, CaseIterable {
    /// By events where the file system tells of every change, else by looking.
    case auto
    case poll, inotify
}

/// How it is watched, and why in this way.
public struct WatchMode: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case poll, inotify }

    public var kind: Kind
    /// As behind a colon: `nfs does not tell of what other hosts write`.
    public var reason: String
    /// From one look at everything to the next.
    public var interval: Duration
    /// How long a file must not have changed.
    public var settle: Duration

    public init(kind: Kind, reason: String, interval: Duration, settle: Duration) {
        (self.kind, self.reason) = (kind, reason)
        (self.interval, self.settle) = (interval, settle)
    }

    /// - Parameters:
    ///   - fileSystem: Its name, for people.
    ///   - isNetwork: Whether other hosts may write into it.
    ///   - tellsAll: Whether its events tell of every change.
    public init(
        choice: WatchChoice,
        fileSystem: String,
        isNetwork: Bool,
        tellsAll: Bool,
        interval: Duration?,
        settle: Duration?
    ) {
        switch choice {
        case .poll:
            (kind, reason) = (.poll, "the setting watch says so")
        case .inotify:
            kind = .inotify
            reason =
                tellsAll
                ? "the setting watch says so"
                : "the setting watch says so, though \(fileSystem) does not tell of every change"
        case .auto where tellsAll:
            (kind, reason) = (.inotify, "\(fileSystem) tells of every change")
        case .auto:
            kind = .poll
            reason =
                isNetwork
                ? "\(fileSystem) does not tell of what other hosts write"
                : "\(fileSystem) does not tell of every change"
        }
        self.interval = interval ?? (kind == .poll ? .seconds(10) : .seconds(300))
        self.settle = settle ?? (isNetwork ? .seconds(30) : .seconds(10))
    }
}
