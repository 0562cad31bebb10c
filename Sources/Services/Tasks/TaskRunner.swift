public import Model
public import Platform
private import Synchronization

/// The parent's side: starts a child for an order, listens to it, watches it, and ends it when it
/// makes no progress or is not wanted any more. Hostile media may crash the child, never us.
public struct TaskRunner: Sendable {
    /// The program that understands `task`.
    public var program: Path
    public var arguments = ["task"]
    /// A child that says nothing new for so long is ended: one SVT-AV1 encode in 330 was seen to
    /// stand still for ever.
    public var stallLimit = Duration.seconds(300)
    /// Address space is no measure of memory, but a bound against a file that asks for all of it.
    public var limits: [ResourceLimit] = [.coreDump(bytes: 0)]
    public var environment: [[UInt8]: [UInt8]]
    /// Gets every child as it starts; any thread may use it then.
    public var onStart: (@Sendable (TaskOrder, ChildProcess) -> Void)?
    /// Gets what a child wrote to its standard errors, when it has ended; any thread may call it.
    public var onErrors: (@Sendable ([UInt8]) -> Void)?

    /// Gets how every order ended: nil is that it was done. Any thread may call it.
    public var onEnd: (@Sendable (TaskOrder, MediaFailure?) -> Void)?

    public init(program: Path, environment: [[UInt8]: [UInt8]] = ProcessInput.childEnvironment) {
        self.program = program
        self.environment = environment
    }

    /// Does an order and gives the child's last event; it blocks, on a thread of the caller's that
    /// lives at least as long.
    ///
    /// - Parameters:
    ///   - cancellation: Ends the child soon after it is set.
    ///   - event: Gets every other event as it comes. After a batch the child waits until this has
    ///     returned.
    public func run(
        _ order: TaskOrder,
        cancellation: Cancellation,
        event: (TaskEvent) -> Void
    ) throws(MediaFailure) -> TaskEvent {
        if cancellation.isSet { throw Cancellation.failure(order) }
        let child = try start(order)
        onStart?(order, child)
        cancellation.attach(child)
        defer { cancellation.detach() }
        let input = child.takeInput()
        var listening = Listening(child, order, patience(with: order), cancellation)
        do throws(MediaFailure) {
            guard let input else {
                throw MediaFailure(.resources, order.attempt, nil, "the child has no input")
            }
            try send(order, to: input)
            let last = try listening.untilLast(event) { _ = try? input.write(TaskLines.goOn) }
            try listening.waitForEnd()
            onErrors?(listening.errors)
            onEnd?(order, nil)
            return last
        } catch {
            _ = try? child.terminate(grace: .zero)
            onErrors?(listening.errors)
            if !cancellation.isSet { onEnd?(order, error) }
            throw error
        }
    }

    /// How long a child may say nothing: what libavformat and the disk do with a whole file at one
    /// go, such as moving an index to its front, tells of no progress.
    func patience(with order: TaskOrder) -> Duration {
        let bytes: Int64
        switch order {
        case .split, .audio, .trial, .encoders: bytes = 0
        case .probe(let path):
            // It reads all of it, and says nothing until it has.
            bytes = Int64(clamping: (try? Directory.target(of: path).size) ?? 0)
        case .video(let video):
            // Everything before the slice is read first.
            guard case .source = video.slice.origin else { return stallLimit }
            bytes = Int64(clamping: (try? Directory.target(of: video.source).size) ?? 0)
        case .join(let join):
            bytes = join.parts.reduce(join.sound?.bytes ?? 0) { $0 + $1.bytes } + copied(by: join)
        case .package(let package):
            // Texts are looked for in all of the source; parts are read, cut and put into an
            // archive.
            let parts = package.parts.joined().reduce(0) { $0 + $1.bytes }
            let sounds = package.sounds.reduce(0) { $0 + $1.bytes }
            bytes =
                3 * (parts + sounds)
                + Int64(clamping: (try? Directory.target(of: package.source).size) ?? 0)
        }
        return stallLimit + .seconds(bytes / quietBytesPerSecond)
    }

    /// What is taken from the source as it is may be all of it.
    private func copied(by join: JoinOrder) -> Int64 {
        guard join.parts.isEmpty else { return 0 }
        return Int64(clamping: (try? Directory.target(of: join.source).size) ?? 0)
    }

    private func start(_ order: TaskOrder) throws(MediaFailure) -> ChildProcess {
        var request = SpawnRequest(program, arguments)
        request.environment = environment.merging(TaskRunner.quietly) { given, _ in given }
        request.input = .pipe
        request.output = .pipe
        request.errors = .pipe
        request.limits = limits
        // The caller's thread lives as long as the child: it waits for it here.
        request.parentDeathSignal = .kill
        do throws(SpawnError) {
            return try ChildProcess.spawn(request)
        } catch {
            throw MediaFailure(.resources, order.attempt, nil, "\(error)")
        }
    }

    /// SVT-AV1 speaks of itself on standard errors, in dozens of lines, unless it is asked to name
    /// errors alone.
    private static let quietly = [Array("SVT_LOG".utf8): Array("1".utf8)]

    private func send(
        _ order: TaskOrder,
        to input: borrowing Descriptor
    ) throws(MediaFailure) {
        let line: [UInt8]
        do {
            line = try TaskLines.line(order)
        } catch {
            throw MediaFailure(.mismatch, order.attempt, nil, "the order has no JSON: \(error)")
        }
        // A child that ended before it read the order says why on its way out.
        _ = try? input.write(line)
    }
}

/// Tells those who run tasks that they are not wanted any more, or not now.
public final class Cancellation: Sendable {
    private struct State {
        var isSet = false
        var isFrozen = false
        var child: ChildProcess?
    }

    private let state = Mutex(State())

    public init() {}

    public var isSet: Bool { state.withLock(\.isSet) }
    public func set() { state.withLock { $0.isSet = true } }

    /// Whether its child stands still on purpose.
    public var isFrozen: Bool { state.withLock(\.isFrozen) }

    /// Stops the child where it stands, with all of its group, or lets it go on. Its memory and its
    /// files are kept. One that is started meanwhile is stopped as well.
    ///
    /// - Returns: Whether that is new.
    @discardableResult
    public func freeze(_ isFrozen: Bool) -> Bool {
        state.withLock { state in
            guard state.isFrozen != isFrozen else { return false }
            state.isFrozen = isFrozen
            Cancellation.stop(state.child, isFrozen)
            return true
        }
    }

    func attach(_ child: ChildProcess) {
        state.withLock { state in
            state.child = child
            if state.isFrozen { Cancellation.stop(child, true) }
        }
    }

    func detach() { state.withLock { $0.child = nil } }

    /// One that has ended needs neither.
    private static func stop(_ child: ChildProcess?, _ isFrozen: Bool) {
        if isFrozen { try? child?.pause() } else { try? child?.resume() }
    }

    static func failure(_ order: TaskOrder) -> MediaFailure {
        MediaFailure(.died, order.attempt, nil, "it was cancelled")
    }
}

/// Listens to one child.
private struct Listening: ~Copyable {
    private let child: ChildProcess
    private let order: TaskOrder
    private let stallLimit: Duration
    private let cancellation: Cancellation
    private var output: ChildOutput
    private var moved: Deadline
    private var lastProgress: TaskProgress?

    init(
        _ child: ChildProcess,
        _ order: TaskOrder,
        _ stallLimit: Duration,
        _ cancellation: Cancellation
    ) {
        self.child = child
        self.order = order
        self.stallLimit = stallLimit
        self.cancellation = cancellation
        output = ChildOutput(of: child, lineBytesMax: TaskLines.bytesMax)
        moved = Deadline(after: stallLimit)
    }

    mutating func untilLast(
        _ tell: (TaskEvent) -> Void,
        goOn: () -> Void
    ) throws(MediaFailure) -> TaskEvent {
        while true {
            let event = try nextEvent()
            switch event {
            case .failed(let failure): throw failure
            case .part, .parts, .sound, .sounds, .joined, .packaged, .probed, .tried,
                .encodersTried:
                return event
            case .batch(let batch):
                tell(.batch(batch))
                if batch.ending != nil { return .batch(batch) }
                goOn()
                // Waiting for room is none of the child's doing.
                moved = Deadline(after: stallLimit)
            case .progress(let progress):
                noteProgress(progress)
                tell(.progress(progress))
            case .note(let text): tell(.note(text))
            case .encoder(let verdict):
                moved = Deadline(after: stallLimit)
                tell(.encoder(verdict))
            }
        }
    }

    mutating func waitForEnd() throws(MediaFailure) {
        let status: ChildStatus?
        do throws(SystemError) {
            _ = try output.readAll(until: Deadline(after: endedWithin))
            status = try child.wait(upTo: endedWithin)
        } catch {
            throw MediaFailure(error)
        }
        guard let status, status.isSuccess else {
            throw failure(status, or: "did not end")
        }
    }

    private func failure(_ status: ChildStatus?, or how: String) -> MediaFailure {
        var kind = MediaFailure.Kind.died
        if case .killed(by: .kill, _)? = status?.outcome { kind = .killed }
        let end = status.map { "\($0)" } ?? how
        return MediaFailure(kind, order.attempt, nil, "the child \(end)\(complaint)")
    }

    private mutating func nextEvent() throws(MediaFailure) -> TaskEvent {
        while true {
            if cancellation.isSet { throw Cancellation.failure(order) }
            if cancellation.isFrozen { moved = Deadline(after: stallLimit) }
            if moved.isOver {
                throw MediaFailure(
                    .hung,
                    order.attempt,
                    nil,
                    "the child made no progress for \(stallLimit) and was ended\(complaint)"
                )
            }
            let line: ChildOutput.LineEvent
            do throws(SystemError) {
                line = try output.nextLine(until: Deadline(after: listenFor))
            } catch {
                throw MediaFailure(error)
            }
            switch line {
            case .timedOut: continue
            case .end: throw died()
            // Libraries print to standard output now and then; that is no event.
            case .line(.whole(let bytes)):
                guard let event = try? TaskLines.value(TaskEvent.self, from: bytes) else {
                    continue
                }
                return event
            case .line: continue
            }
        }
    }

    private mutating func noteProgress(_ progress: TaskProgress) {
        var (now, before) = (progress, lastProgress)
        now.elapsedMilliseconds = 0
        before?.elapsedMilliseconds = 0
        if now != before { moved = Deadline(after: stallLimit) }
        lastProgress = progress
    }

    /// The child closed its output without a last word.
    private mutating func died() -> MediaFailure {
        _ = try? output.readAll(until: Deadline(after: endedWithin))
        let status = (try? child.wait(upTo: endedWithin)).flatMap(\.self)
        return failure(status, or: "ended its output")
    }

    /// What it wrote to standard errors.
    var errors: [UInt8] { output.errors.bytes }

    /// The last of what it wrote to standard errors.
    private var complaint: String {
        let bytes = output.errors.bytes.suffix(400)
        guard !bytes.isEmpty else { return "" }
        return ": " + ReadableBytes.escaped(Array(bytes.filter { $0 != UInt8(ascii: "\n") }))
    }
}

/// The slowest disk or share that is worth waiting for, written to and read twice.
private let quietBytesPerSecond: Int64 = 4 << 20

/// How soon a cancelled child is noticed.
private let listenFor = Duration.milliseconds(100)
/// A child that has said its last word has only to leave.
private let endedWithin = Duration.seconds(30)

extension TaskOrder {
    /// For messages: what could not be done.
    var attempt: String {
        switch self {
        case .split: "cut the film"
        case .video(let order): "encode slice \(order.slice.index)"
        case .audio: "encode the sound"
        case .join: "join the parts"
        case .package: "put the renditions together"
        case .probe: "read the film"
        case .trial: "try the profile"
        case .encoders: "try the encoders"
        }
    }
}
