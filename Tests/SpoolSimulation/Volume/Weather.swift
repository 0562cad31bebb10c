import Platform

/// What all clients of one world share: time, the server, and what goes wrong with it.
// Safety: only the client that has the turn touches it.
public final class Weather: @unchecked Sendable {
    let scheduler: Scheduler
    let server: SimulatedServer
    private(set) var habits: VolumeHabits
    var generator: SplitMix
    private var rates: FaultRates
    private var ratesTotal: Int
    var volumes: [SimulatedVolume] = []
    /// Microseconds of the scheduler.
    private(set) var graceUntil: Int64 = 0
    private(set) var fullUntil: Int64 = 0
    /// Where every operation is told to; nil when nobody reads along.
    public var trace: ((String) -> Void)?
    /// Of all operations and their answers: equal for equal seeds.
    public private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    public private(set) var operations = 0
    public private(set) var faultCounts: [Fault: Int] = [:]
    /// Set when an invariant is broken: from then on every operation fails, so that all end.
    public private(set) var failure: String?
    /// Told when power was lost and names with it.
    var afterPowerCut: (() -> Void)?

    public init(_ scheduler: Scheduler, seed: UInt64, habits: VolumeHabits, rates: FaultRates) {
        self.scheduler = scheduler
        self.habits = habits
        self.rates = rates
        ratesTotal = Fault.allCases.reduce(0) { $0 + rates[$1] }
        generator = SplitMix(seed: seed)
        server = SimulatedServer(forgetsNames: habits.forgetsNames)
    }

    public var now: Int64 { scheduler.now }
    public var isOver: Bool { failure != nil }
    /// Until then clients believe what they remember, and rates hold.
    public private(set) var areFaultsOn = true

    func exchanges(_ isAble: Bool) { habits.exchanges = isAble }

    public func fail(_ reason: @autoclosure () -> String) {
        if failure == nil { failure = reason() }
    }

    /// From now on nothing goes wrong any more, and what is wrong ends.
    public func stopFaults() {
        areFaultsOn = false
        rates = FaultRates()
        ratesTotal = 0
        graceUntil = min(graceUntil, now)
        fullUntil = min(fullUntil, now)
        habits.latencyMax = min(habits.latencyMax, 1_000)
        for volume in volumes { volume.calm() }
    }

    /// What goes wrong at the next operation; one draw, since mostly nothing does.
    func nextFault(_ operation: Operation) -> Fault? {
        guard ratesTotal > 0 else { return nil }
        var draw = generator.number(below: 1_000_000 / operation.weight)
        guard draw < ratesTotal else { return nil }
        for fault in Fault.allCases {
            draw -= rates[fault]
            if draw < 0 {
                return fault
            }
        }
        return nil
    }

    /// When something went wrong last.
    private(set) var lastTrouble: Int64 = 0
    /// Whose operation it is.
    var acting = 0

    func count(_ fault: Fault) {
        faultCounts[fault, default: 0] += 1
        // Long pauses are trouble until they end, and a little after.
        let length: Int64 = fault == .suspend ? 400_000_000 : 180_000_000
        lastTrouble = max(lastTrouble, now + length)
    }

    func latency() -> Int64 {
        generator.next() & 1 == 0 ? 0 : Int64(generator.skewed(below: habits.latencyMax))
    }

    func fillDisk() { fullUntil = now + seconds(1...120) }

    func restartServer() { graceUntil = now + seconds(5...90) }

    func cutPower() {
        server.cutPower(&generator)
        for volume in volumes { volume.crash() }
        afterPowerCut?()
    }

    func seconds(_ range: ClosedRange<Int>) -> Int64 {
        Int64(generator.number(in: range)) * 1_000_000 + Int64(generator.number(below: 1_000_000))
    }

    func note(_ client: Int, _ operation: Operation, _ errno: Errno?) {
        operations += 1
        mix(UInt64(truncatingIfNeeded: now))
        mix(UInt64(client) << 16 | UInt64(operation.rawValue) << 8)
        mix(UInt64(truncatingIfNeeded: errno?.rawValue ?? 0))
    }

    private func mix(_ bits: UInt64) { digest = (digest ^ bits) &* 0x100_0000_01b3 }
}
