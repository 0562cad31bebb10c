internal import Model

/// What the kernel grants each user of inotify(7); nil where it does not say.
public struct InotifyLimits: Hashable, Sendable {
    /// Events that wait to be read, for one instance; what comes on top is lost and reported as
    /// lost.
    public let queuedEvents: Int?
    /// Instances of one user, over all of its processes.
    public let instances: Int?
    /// Watches of one user, over all of its processes; one is needed for each directory.
    public let watches: Int?

    public static func current() -> InotifyLimits { InotifyLimits(from: "/proc/sys/fs/inotify") }

    init(from directory: Path) {
        queuedEvents = InotifyLimits.number(in: directory / "max_queued_events")
        instances = InotifyLimits.number(in: directory / "max_user_instances")
        watches = InotifyLimits.number(in: directory / "max_user_watches")
    }

    init(queuedEvents: Int?, instances: Int?, watches: Int?) {
        self.queuedEvents = queuedEvents
        self.instances = instances
        self.watches = watches
    }

    private static func number(in path: Path) -> Int? {
        guard let text = try? OpenFile(path, for: .read).readAll(limit: 64) else { return nil }
        return Int(String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
