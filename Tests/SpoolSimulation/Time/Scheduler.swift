public import Platform

/// Lets one client go on at a time, and simulated time with it. Clients are threads, so that the
/// code under test is ordinary code; but whoever has the turn decides who has it next, so that one
/// seed always gives one order.
// Safety: its fields are touched only by the client that has the turn, and a turn is handed over
// through a bell, whose lock orders memory.
public final class Scheduler: @unchecked Sendable {
    /// Microseconds since the world began.
    public private(set) var now: Int64 = 0
    private var seats: [Seat] = []
    /// When each wants its turn again; never, when it has ended.
    private var readyAt: [Int64] = []

    public init() {}

    private struct Seat {
        let bell = Bell()
        /// How often the bell was rung for it.
        var turns: UInt64 = 0
    }

    /// Runs all bodies to their ends; the first one begins.
    public func run(_ bodies: [@Sendable () -> Void]) throws(SystemError) {
        precondition(seats.isEmpty && !bodies.isEmpty, "a scheduler runs once")
        seats = bodies.map { _ in Seat() }
        readyAt = bodies.map { _ in 0 }
        let bells = seats.map(\.bell)
        let end = Bell()
        for (index, body) in bodies.enumerated() {
            let bell = bells[index]
            let thread = try NamedThread("client \(index)") {
                bell.wait(after: 0, upTo: Scheduler.forEver)
                self.begin(index)
                body()
                self.leave(index, end)
            }
            // Letting go of it lets it run on; the end is told by a bell.
            _ = consume thread
        }
        bells[0].ring()
        while end.count == 0 { end.wait(after: 0, upTo: Scheduler.forEver) }
    }

    /// Gives the turn away until then, and comes back when it is this client's again.
    public func pass(_ client: Int, until time: Int64) {
        readyAt[client] = max(time, now)
        let next = whoIsNext(preferring: client)
        if next == client { return }
        let bell = seats[client].bell
        let turns = seats[client].turns
        seats[next].bell.ring()
        while bell.count == turns { bell.wait(after: turns, upTo: Scheduler.forEver) }
        seats[client].turns += 1
    }

    private static let forEver = Duration.seconds(3_600)

    private func begin(_ client: Int) { seats[client].turns = 1 }

    private func leave(_ client: Int, _ end: Bell) {
        readyAt[client] = .max
        let next = whoIsNext(preferring: client)
        if readyAt[next] == .max { return end.ring() }
        seats[next].bell.ring()
    }

    /// Whose time comes first. The one that has the turn keeps it when nobody is earlier, since
    /// handing it over costs the machine more than an operation.
    private func whoIsNext(preferring client: Int) -> Int {
        var best = client
        for index in readyAt.indices where readyAt[index] < readyAt[best] { best = index }
        if readyAt[best] != .max { now = max(now, readyAt[best]) }
        return best
    }
}
