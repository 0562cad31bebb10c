/// A moment on the monotonic clock until which something is waited for; or none.
public struct Deadline: Hashable, Sendable {
    private let moment: MonotonicTime?

    public init(after duration: Duration) { moment = MonotonicTime.now + duration }
    public init(at moment: MonotonicTime) { self.moment = moment }

    private init() { moment = nil }

    public static let never = Deadline()

    public var isOver: Bool { remaining.map { $0 <= .zero } ?? false }

    /// Not below zero; nil when there is no end.
    public var remaining: Duration? {
        guard let moment else { return nil }
        return max(.zero, moment - .now)
    }

    /// For poll(2): -1 is without end. Rounded up, because a wait that ends a moment early would be
    /// begun again and again without sleeping.
    var pollMilliseconds: Int32 {
        guard let remaining else { return -1 }
        let milliseconds = remaining.saturatingNanoseconds / 1_000_000
        return Int32(clamping: remaining == .zero ? 0 : milliseconds + 1)
    }
}
