public import Model

/// A directory that is not watched, with everything below it.
public struct WatchGap: Hashable, Sendable {
    public let path: Path
    public let cause: Cause

    public enum Cause: Hashable, Sendable {
        /// The user's watches are used up.
        case watchLimit
        /// No inotify instance is to be had, and so nothing at all is watched.
        case instanceLimit(Errno)
        case error(Errno)
    }
}

/// How much of a folder is watched.
public struct WatchCoverage: Hashable, Sendable {
    public let folder: Path
    /// How many directories have a watch.
    public let watchedDirectories: Int
    /// Whether directories are still being given their watches.
    public let isSettingUp: Bool
    /// In the order of their paths; at most `WatchGaps.listedMax`, see `gapsCount`.
    public let gaps: [WatchGap]
    /// How many directories could not be watched; those below them are not counted.
    public let gapsCount: Int
    public let limits: InotifyLimits

    public var isComplete: Bool { !isSettingUp && gapsCount == 0 }

    /// One sentence for each cause, with its numbers and its remedy; none when nothing is missing.
    public var messages: [String] {
        var first: [WatchGap.Cause: WatchGap] = [:]
        var counts: [WatchGap.Cause: Int] = [:]
        for gap in gaps {
            counts[gap.cause, default: 0] += 1
            if first[gap.cause] == nil { first[gap.cause] = gap }
        }
        let causes = first.values.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        var messages = causes.map { message($0, count: counts[$0.cause] ?? 1) }
        if gapsCount > gaps.count {
            messages.append(
                "\(gapsCount - gaps.count) more directories below \(folder) are not watched"
            )
        }
        return messages
    }

    private func message(_ gap: WatchGap, count: Int) -> String {
        let subject =
            count == 1
            ? "cannot watch \(gap.path)"
            : "cannot watch \(count) directories below \(folder), the first is \(gap.path)"
        switch gap.cause {
        case .watchLimit:
            return "\(subject): \(share(limits.watches, "watches")) are in use, "
                + "\(watchedDirectories) of them here; what happens there is found by the periodic "
                + "scan only. Allow more, on the host: "
                + remedy("max_user_watches", limits.watches, atLeast: 524_288)
        case .instanceLimit(let errno):
            return
                "\(subject): \(errno), \(share(limits.instances, "instances")) or the open files "
                + "of this process are in use; changes are found by the periodic scan only. "
                + "Allow more, on the host: "
                + remedy("max_user_instances", limits.instances, atLeast: 512)
        case .error(let errno):
            return "\(subject): \(errno)"
        }
    }

    private func share(_ limit: Int?, _ what: String) -> String {
        limit.map { "all \($0) inotify \(what) of this user" } ?? "all inotify \(what) of this user"
    }

    private func remedy(_ setting: String, _ limit: Int?, atLeast least: Int) -> String {
        "sysctl fs.inotify.\(setting)=\(max(least, (limit ?? 0) * 2))"
    }
}

/// The gaps as they come and go, in bounded memory.
struct WatchGaps: Hashable, Sendable {
    static let listedMax = 1_000

    private(set) var listed: [Path: WatchGap.Cause] = [:]
    private var unlisted = 0

    var count: Int { listed.count + unlisted }

    /// Whether that is news.
    mutating func add(_ path: Path, _ cause: WatchGap.Cause) -> Bool {
        guard listed[path] == nil, listed.count >= WatchGaps.listedMax else {
            return listed.updateValue(cause, forKey: path) != cause
        }
        unlisted += 1
        return false
    }

    /// Drops a path and those below it: they are watched now, or gone.
    mutating func remove(_ path: Path) {
        guard !listed.isEmpty else { return }
        listed = listed.filter { $0.key != path && $0.key.relative(to: path) == nil }
    }

    mutating func removeAll() { self = WatchGaps() }

    var sorted: [WatchGap] {
        listed.map { WatchGap(path: $0.key, cause: $0.value) }
            .sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    }
}
