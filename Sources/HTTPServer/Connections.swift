internal import CMicroHTTPD
private import Synchronization

/// The connections that are open, and how long each may still take for what it does now.
///
/// The library itself ends connections on which nothing moves; one that moves a byte now and then
/// is ended here, by shutting its socket down. That happens under the lock that the library's word
/// of a closed connection takes as well, so the socket is never another one's.
final class Connections: Sendable {
    private struct Place {
        let socket: Int32
        let number: UInt64
        /// Whether a request is awaited: such a connection loses nothing when it is ended.
        var isAsking = false
        var deadline: ContinuousClock.Instant?
        var address: [UInt8]?
    }

    private struct Table {
        var places: [UInt: Place] = [:]
        var count: UInt64 = 0
    }

    private let table = Mutex(Table())
    private let limits: ServerLimits

    init(_ limits: ServerLimits) { self.limits = limits }

    /// From so many on room is made for the next one.
    private var crowd: Int { max(1, limits.connections - max(1, limits.connections / 8)) }

    var count: Int { table.withLock { $0.places.count } }

    // MARK: What the library tells

    func opened(_ connection: UInt, socket: Int32) {
        table.withLock { table in
            if table.places.count >= crowd { Connections.endOldestIdle(&table) }
            table.count += 1
            var place = Place(socket: socket, number: table.count)
            place.deadline = .now + limits.arrival
            table.places[connection] = place
        }
    }

    func closed(_ connection: UInt) {
        table.withLock { _ = $0.places.removeValue(forKey: connection) }
    }

    /// The path and query as they were sent; the library takes them apart.
    func addressed(_ connection: UInt, _ address: [UInt8]) {
        table.withLock { $0.places[connection]?.address = address }
    }

    func takeAddress(_ connection: UInt) -> [UInt8]? {
        table.withLock { $0.places[connection]?.address.take() }
    }

    // MARK: What goes on

    /// The head is there; the body has the rest of the time.
    func began(_ connection: UInt) {
        table.withLock { $0.places[connection]?.isAsking = true }
    }

    /// The request is whole: what takes time now is ours.
    func arrived(_ connection: UInt) {
        table.withLock { $0.places[connection]?.deadline = nil }
    }

    func answering(_ connection: UInt) {
        table.withLock { $0.places[connection]?.deadline = .now + limits.delivery }
    }

    func ended(_ connection: UInt) {
        table.withLock { table in
            table.places[connection]?.isAsking = false
            table.places[connection]?.deadline = .now + limits.arrival
        }
    }

    /// Ends those that took too long.
    func endSlow(at now: ContinuousClock.Instant) {
        table.withLock { table in
            for (key, place) in table.places {
                guard let deadline = place.deadline, deadline <= now else { continue }
                table.places[key]?.deadline = nil
                http_cut(place.socket)
            }
        }
    }

    private static func endOldestIdle(_ table: inout Table) {
        let idle = table.places.filter { !$0.value.isAsking && $0.value.deadline != nil }
        guard let oldest = idle.min(by: { $0.value.number < $1.value.number }) else { return }
        table.places[oldest.key]?.deadline = nil
        http_cut(oldest.value.socket)
    }
}
