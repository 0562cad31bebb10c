public import Model
public import Platform
public import Spool

/// The clocks of one simulated machine: the steady one begins anywhere and stands still while the
/// machine is suspended; the wall clock may be days off.
// Safety: only the client that has the turn touches it.
public final class SimulatedClock: NodeClock, @unchecked Sendable {
    private let scheduler: Scheduler
    /// Microseconds.
    private let steadyOffset: Int64
    private var wallOffset: Int64
    private var suspended: Int64 = 0

    public init(_ scheduler: Scheduler, _ generator: inout SplitMix, isWallRight: Bool) {
        self.scheduler = scheduler
        steadyOffset = Int64(generator.number(below: 1 << 40))
        let days = generator.number(in: -9...9)
        wallOffset = isWallRight ? 0 : Int64(days) * 86_400_000_000
    }

    public var steady: MonotonicTime {
        MonotonicTime(nanoseconds: (scheduler.now + steadyOffset - suspended) * 1_000)
    }

    public var wall: WallTime {
        let microseconds = SimulatedClock.start + scheduler.now + wallOffset
        return WallTime(
            seconds: microseconds / 1_000_000,
            nanoseconds: Int32(microseconds % 1_000_000) * 1_000
        )
    }

    /// The machine slept so long; nothing of it is on the steady clock.
    func suspend(microseconds: Int64) { suspended += microseconds }

    /// Somebody set the clock.
    func setWall(microseconds offset: Int64) { wallOffset = offset }

    /// 2026-01-01T00:00:00Z.
    private static let start: Int64 = 1_767_225_600_000_000
}
