internal import CLinux
public import Model

/// A moment as the clocks of this host's time zone show it.
public struct LocalTime: Hashable, Sendable {
    /// Since Monday at midnight, in minutes.
    public let minuteOfWeek: Int
    /// By how many seconds these clocks are ahead of UTC.
    public let offset: Int

    /// The zone is `TZ`, else /etc/localtime, else UTC. Its rules are read when they are first
    /// needed; see tzset(3).
    public init(_ time: WallTime) {
        var date = linux_date()
        guard linux_local_time(time.seconds, &date) == 0 else {
            (minuteOfWeek, offset, clock) = (0, 0, "?")
            return
        }
        let day = (Int(date.weekday) + 6) % 7
        minuteOfWeek = (day * 24 + Int(date.hour)) * 60 + Int(date.minute)
        offset = Int(date.offset)
        // Zones are ahead of each other by whole minutes since 1972.
        let parts = [Int(date.hour), Int(date.minute), Int((time.seconds % 60 + 60) % 60)]
        clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// For example `22:04:59`.
    public let clock: String

    /// 0 is Monday.
    public var weekday: Int { minuteOfWeek / 1_440 }
    public var minuteOfDay: Int { minuteOfWeek % 1_440 }
}
