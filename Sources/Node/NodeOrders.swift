internal import Platform
private import Synchronization

/// What is asked of a running node from outside.
public final class NodeOrders: Sendable {
    /// How it is to stop. A later order can only make it quicker.
    public enum Stop: Int, Hashable, Sendable, Comparable {
        /// When what runs is done.
        case patiently
        /// When what runs is done, or its grace is over.
        case withinGrace
        /// It hands everything back.
        case atOnce

        public static func < (left: Stop, right: Stop) -> Bool { left.rawValue < right.rawValue }
    }

    private let order = Mutex<Stop?>(nil)
    private let bell = Bell()

    public init() {}

    public var stop: Stop? { order.withLock(\.self) }

    public func stop(_ wanted: Stop) {
        order.withLock { order in order = order.map { max($0, wanted) } ?? wanted }
        bell.ring()
    }

    func wake() { bell.ring() }

    func wait(upTo limit: Duration) {
        let count = bell.count
        if stop != nil { return }
        bell.wait(after: count, upTo: limit)
    }
}
