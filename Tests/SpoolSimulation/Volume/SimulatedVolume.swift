import Model
import Platform
public import Spool

/// The volume as one machine sees it: its own caches, its own troubles, and what all share.
// Safety: only the client that has the turn touches it.
public final class SimulatedVolume: Volume, @unchecked Sendable {
    public let client: Int
    public let clock: SimulatedClock
    let weather: Weather
    var cache = ClientCache()
    /// Files whose content is not on the disk.
    private var dirty: [Inode] = []
    /// Since the machine lost its power; every operation fails until it starts again.
    public private(set) var isDown = false
    private var operationsWhileDown = 0
    private var cutOffUntil: Int64 = 0
    /// How many operations failed with what racing does not explain.
    public private(set) var troubles = 0
    private static let explained: Set<Errno> = [
        .noSuchFile, .exists, .notEmpty, .notADirectory, .isADirectory,
    ]
    /// Fails the n-th operation in a chosen way, for whoever tries them all.
    public var script: ((Operation) -> Fault?)?

    public init(_ weather: Weather, client: Int, clock: SimulatedClock) {
        self.weather = weather
        self.client = client
        self.clock = clock
        weather.volumes.append(self)
    }

    public var traits: VolumeTraits {
        VolumeTraits(
            listingsStayOld: weather.habits.listingsStayOld,
            isShared: !weather.habits.forgetsNames
        )
    }

    // MARK: - Power

    /// The machine is off: what it had not synced is gone.
    public func crash() {
        guard !isDown else { return }
        isDown = true
        operationsWhileDown = 0
        cache = ClientCache()
        for inode in dirty where inode.content != inode.durable {
            if weather.generator.happens(percent: 50) { inode.content = inode.durable }
        }
        dirty = []
    }

    public func start() { isDown = false }

    /// Whatever kept it from the server is over, and what it believes is asked for again.
    func calm() {
        cutOffUntil = 0
        cache = ClientCache()
    }

    /// Lets others go on for so long; the machine may be off afterwards.
    public func sleep(microseconds: Int64) {
        if isDown || weather.isOver { return }
        weather.scheduler.pass(client, until: weather.now + microseconds)
    }

    // MARK: - One operation

    /// - Parameter body: Happens at one moment on the server.
    func perform<Result>(
        _ operation: Operation,
        _ path: Path,
        to target: Path? = nil,
        _ body: () throws(Errno) -> Result
    ) throws(SystemError) -> Result {
        do throws(Errno) {
            let result = try attempt(operation, target, body)
            tell(operation, path, target, nil)
            return result
        } catch {
            if !SimulatedVolume.explained.contains(error) { troubles += 1 }
            tell(operation, path, target, error)
            throw SystemError(SimulatedVolume.words(operation), path, to: target, error)
        }
    }

    private func attempt<Result>(
        _ operation: Operation,
        _ target: Path?,
        _ body: () throws(Errno) -> Result
    ) throws(Errno) -> Result {
        try turn(after: weather.latency())
        let fault = script?(operation) ?? nextFault(operation)
        if let fault {
            weather.count(fault)
            try before(fault, operation)
        }
        try awaitServer(operation)
        if operation.needsSpace, weather.now < weather.fullUntil { throw .noSpace }
        midway = fault == .crashMidway
        weather.acting = client
        let result = try body()
        if let fault { try after(fault, operation, target) }
        return result
    }

    /// The real volume asks a second time for what only looks; few handles are stale twice.
    private func nextFault(_ operation: Operation) -> Fault? {
        let fault = weather.nextFault(operation)
        guard fault == .staleHandle, operation.isAskedTwice else { return fault }
        return weather.generator.happens(percent: 10) ? fault : nil
    }

    /// Whether the machine crashes between the two halves of the operation that runs.
    private(set) var midway = false

    /// Between the two halves of an operation that others can see half done.
    func halfDone() throws(Errno) {
        if midway { return try crashNow() }
        if weather.generator.next() & 3 == 0 { try turn(after: weather.latency()) }
    }

    private func turn(after delay: Int64) throws(Errno) {
        try checkPower()
        weather.scheduler.pass(client, until: weather.now + delay)
        try checkPower()
    }

    private func checkPower() throws(Errno) {
        guard isDown || weather.isOver else { return }
        operationsWhileDown += 1
        precondition(operationsWhileDown < 100_000, "client \(client) does not end without power")
        throw .inputOutput
    }

    private func crashNow() throws(Errno) {
        crash()
        throw .inputOutput
    }

    private func before(_ fault: Fault, _ operation: Operation) throws(Errno) {
        switch fault {
        case .crashBefore: try crashNow()
        case .inputOutput: throw .inputOutput
        case .staleHandle: throw .staleHandle
        case .interrupted: throw .interrupted
        case .freeze: try turn(after: weather.seconds(1...180))
        case .suspend:
            let length = weather.seconds(1...400)
            clock.suspend(microseconds: length)
            try turn(after: length)
        case .cutOff: cutOffUntil = weather.now + weather.seconds(1...150)
        case .noSpace: weather.fillDisk()
        case .serverRestart: weather.restartServer()
        case .powerCut:
            weather.cutPower()
            throw .inputOutput
        case .wallClockJump:
            clock.setWall(
                microseconds: Int64(weather.generator.number(in: -9...9)) * 86_400_000_000
            )
        case .crashAfter, .crashMidway, .lostReply: break
        }
    }

    private func after(
        _ fault: Fault,
        _ operation: Operation,
        _ target: Path?
    ) throws(Errno) {
        switch fault {
        case .crashAfter: try crashNow()
        case .lostReply: try loseReply(operation, target)
        // What the kernel had sent is answered after the pause: the other half of all freezes.
        case .serverRestart: if weather.habits.hasCaches { try loseReply(operation, target) }
        default: break
        }
    }

    /// What kernels answer when they ask again for what has happened already.
    private func loseReply(_ operation: Operation, _ target: Path?) throws(Errno) {
        // The target's negative entry, made before the rename, stays: measured on NFSv4.2.
        if let target, operation == .rename {
            let entry = try place(target).entry
            believe { cache.remember(missing: entry, until: $0) }
        }
        if weather.generator.happens(percent: 20) { throw .inputOutput }
        switch operation {
        case .rename, .remove, .removeDirectory: throw .noSuchFile
        case .link, .makeDirectory, .create: throw .exists
        default: throw .timedOut
        }
    }

    private func awaitServer(_ operation: Operation) throws(Errno) {
        while weather.now < cutOffUntil {
            try turn(after: cutOffUntil - weather.now)
            if weather.generator.happens(percent: 20) { throw .timedOut }
        }
        while operation.waitsForGrace, weather.now < weather.graceUntil {
            try turn(after: weather.graceUntil - weather.now)
        }
    }

    /// What is written into it is not on the disk yet.
    func soil(_ inode: Inode) { dirty.append(inode) }

    // MARK: - Trace

    private func tell(_ operation: Operation, _ path: Path, _ target: Path?, _ errno: Errno?) {
        weather.note(client, operation, errno)
        guard let trace = weather.trace else { return }
        let result = errno.map { " -> \($0.name)" } ?? ""
        let second = target.map { " to \($0)" } ?? ""
        trace("\(weather.now) \(client) \(operation) \(path)\(second)\(result)")
    }

    private static func words(_ operation: Operation) -> String {
        switch operation {
        case .makeDirectory: "make the directory"
        case .removeDirectory: "remove the directory"
        case .size: "find the size of"
        case .space: "find the space of"
        default: "\(operation)"
        }
    }
}
