import Model
import Platform
import TestKit

/// The worker processes of a run, each in a seat that is filled again when it falls empty.
struct Fleet {
    private struct Seat {
        var child: ChildProcess?
        var startsAt = MonotonicTime.now
        var wakesAt: MonotonicTime?
    }

    struct Figures: Sendable {
        var started = 0
        var kills = 0
        var freezes = 0
        var wipes = 0
        /// Workers that ended though nobody killed them.
        var crashes: [String] = []
    }

    private let options: StressOptions
    private let program: Path
    private let errors: Path
    private var seats: [Seat]
    private var random: SeededRandom
    private(set) var figures = Figures()

    init(_ options: StressOptions) throws {
        self.options = options
        program = try Directory.symbolicLinkTarget(of: "/proc/self/exe")
        errors = Ground(place: options.place).errors
        seats = Array(repeating: Seat(), count: options.workers)
        random = SeededRandom(seed: options.seed)
    }

    /// Fills empty seats and wakes who has slept for long enough.
    mutating func tend() throws {
        let now = MonotonicTime.now
        for index in seats.indices {
            if let child = seats[index].child, let status = try child.wait(upTo: .zero) {
                figures.crashes.append("worker \(index) \(status)")
                seats[index] = Seat()
            }
            if let wakesAt = seats[index].wakesAt, wakesAt <= now {
                seats[index].wakesAt = nil
                try seats[index].child?.resume()
            }
            if seats[index].child == nil, seats[index].startsAt <= now {
                seats[index].child = try start()
            }
        }
    }

    private mutating func start() throws -> ChildProcess {
        var request = SpawnRequest(program, options.words(seed: random.next()))
        request.environment = ProcessInput.environment
        request.errors = .appendingFile(errors)
        request.output = .appendingFile(errors)
        request.parentDeathSignal = .kill
        figures.started += 1
        return try ChildProcess.spawn(request)
    }

    /// Ends one worker at random, asleep or not.
    mutating func kill() throws {
        guard let index = seats.indices.filter({ seats[$0].child != nil }).randomElement(&random)
        else { return }
        if try end(index) { figures.kills += 1 }
    }

    /// Stops one worker where it stands, for longer than it takes the others to notice.
    mutating func freeze() throws {
        let awake = seats.indices.filter { seats[$0].child != nil && seats[$0].wakesAt == nil }
        // Somebody has to be there who notices.
        guard awake.count > seats.count / 2, let index = awake.randomElement(&random) else {
            return
        }
        let length = options.lease * Int.random(in: 150...400, using: &random) / 100
        try seats[index].child?.pause()
        seats[index].wakesAt = MonotonicTime.now + length
        figures.freezes += 1
    }

    /// A power cut of everything.
    mutating func wipe() throws {
        for index in seats.indices where seats[index].child != nil {
            if try end(index) { figures.kills += 1 }
        }
        figures.wipes += 1
    }

    private mutating func end(_ index: Int) throws -> Bool {
        guard let child = seats[index].child else { return false }
        try child.signal(.kill)
        let status = try child.wait(upTo: .seconds(60))
        seats[index] = Seat()
        seats[index].startsAt =
            MonotonicTime.now + .milliseconds(Int.random(in: 0...500, using: &random))
        guard case .killed = status?.outcome else {
            figures.crashes.append("worker \(index) \(status.map { "\($0)" } ?? "does not die")")
            return false
        }
        return true
    }

    /// Waits for all to leave by themselves.
    mutating func dismiss() throws {
        for index in seats.indices { try seats[index].child?.resume() }
        for index in seats.indices {
            guard let child = seats[index].child else { continue }
            seats[index].child = nil
            let status = try child.wait(upTo: .seconds(60))
            if status?.isSuccess ?? false { continue }
            figures.crashes.append("worker \(index) \(status.map { "\($0)" } ?? "stays")")
            try child.signal(.kill)
        }
    }
}

extension Array {
    fileprivate func randomElement(_ random: inout SeededRandom) -> Element? {
        randomElement(using: &random)
    }
}
