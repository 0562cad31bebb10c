import Model
import Platform
import Synchronization
import TestKit

/// Starts children one after the other and watches what they say.
struct Supervisor: Sendable {
    private let options: Options
    private let bases: [Path]
    private let directory: Path
    private let program: Path

    init(_ options: Options) throws {
        self.options = options
        bases = try Bases.all.map { try $0.file() }
        directory = Path("/tmp") / UniqueName.hidden()
        program = try Directory.symbolicLinkTarget(of: "/proc/self/exe")
    }

    /// Shared by the threads.
    private final class State: Sendable {
        let next: Mutex<UInt64>
        let tally: Mutex<Tally>

        init(_ options: Options) {
            next = Mutex(options.seed)
            tally = Mutex(Tally(options))
        }
    }

    func run() throws -> Tally {
        try Directory.create(directory)
        defer { try? Directory.removeTree(directory) }
        let state = State(options)
        try onThreads(options.jobs, state)
        return state.tally.withLock { tally in
            tally.finish()
            return tally
        }
    }

    private func onThreads(_ count: Int, _ state: State) throws {
        guard count > 0 else { return }
        let thread = try NamedThread("fuzz \(count)") {
            try work(state, directory / FileName("job\(count)"))
        }
        let others = Result { try onThreads(count - 1, state) }
        try thread.join()
        try others.get()
    }

    private func work(_ state: State, _ place: Path) throws {
        let end = options.seed + options.count
        while true {
            let batch = state.next.withLock { next in
                let first = next
                next = min(end, next + batchSize)
                return first..<next
            }
            if batch.isEmpty { return }
            var rest = batch
            while !rest.isEmpty { rest = try runChild(rest, place, state) }
        }
    }

    /// Gives what is left of the batch when the child has come to its end, whatever way.
    private func runChild(
        _ batch: Range<UInt64>,
        _ place: Path,
        _ state: State
    ) throws -> Range<UInt64> {
        try Directory.create(place)
        defer { try? Directory.removeTree(place) }
        let child = try ChildProcess.spawn(request(batch, place))
        var output = ChildOutput(of: child)
        var watch = Watch(child.processID)
        var current: UInt64?
        reading: while true {
            switch try output.nextLine(until: Deadline(after: .seconds(1))) {
            case .line(.whole(let bytes)):
                watch.restart()
                let line = Report(bytes)
                current = line.isBeginning ? line.seed : nil
                guard !line.isBeginning else { continue }
                state.tally.withLock { $0.take(line) }
                if let fault = line.fault { try keep(line.seed, fault, [], place, state) }
            case .line: continue
            case .timedOut:
                guard let why = watch.complaint else { continue }
                try child.signal(.kill)
                try keep(current ?? batch.lowerBound, why, [], place, state)
                _ = try child.wait(upTo: .seconds(60))
                return (current ?? batch.lowerBound) + 1..<batch.upperBound
            case .end: break reading
            }
        }
        _ = try output.readAll(until: Deadline(after: .seconds(60)))
        guard let status = try child.wait(upTo: .seconds(60)) else { throw WrongWord("child") }
        if status.isSuccess { return batch.upperBound..<batch.upperBound }
        let seed = current ?? batch.lowerBound
        try keep(seed, "the child \(status)", output.errors.bytes, place, state)
        return seed + 1..<batch.upperBound
    }

    private func request(_ batch: Range<UInt64>, _ place: Path) -> SpawnRequest {
        let numbers = ["\(batch.lowerBound)", "\(batch.count)"].map { Array($0.utf8) }
        var request = SpawnRequest(
            program,
            [Array("child".utf8), place.bytes] + numbers + bases.map(\.bytes)
        )
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        request.limits = [.addressSpace(bytes: memoryMax), .coreDump(bytes: 0)]
        request.parentDeathSignal = .kill
        return request
    }

    /// Takes the file away from the child's directory, for a person to look at.
    private func keep(
        _ seed: UInt64,
        _ fault: String,
        _ errors: [UInt8],
        _ place: Path,
        _ state: State
    ) throws {
        try Directory.createAll(options.keep)
        var kept: Path?
        for entry in try Directory.entries(of: place)
        where "\(entry.name)".hasPrefix("\(seed)-") {
            kept = options.keep / entry.name
            try? Directory.rename(place / entry.name, to: options.keep / entry.name)
        }
        let words = String(decoding: errors, as: UTF8.self).split(separator: "\n")
        let find = Find(seed: seed, fault: fault, file: kept, words: words.map(String.init))
        try StandardStream.output.write(Array("\(find)\n".utf8))
        state.tally.withLock { $0.finds.append(find) }
    }
}

/// Whether a child stands still or works for ever.
private struct Watch {
    private let process: Int32
    private var processorAtLine = 0
    private var lineCame = MonotonicTime.now

    init(_ process: Int32) { self.process = process }

    mutating func restart() {
        processorAtLine = processor
        lineCame = .now
    }

    var complaint: String? {
        let spent = processor - processorAtLine
        if spent > processorMillisecondsMax { return "it took more than \(spent) ms of CPU" }
        if MonotonicTime.now - lineCame > standstillMax { return "it stood still" }
        return nil
    }

    private var processor: Int {
        (try? ProcessFigures.processorMilliseconds(of: "\(process)")) ?? 0
    }
}

/// So many files are tried by one child: starting it takes as long as a few files.
private let batchSize: UInt64 = 100
/// What a child may map.
private let memoryMax: UInt64 = 2 << 30
/// For one file, of a few hundred kilobytes.
private let processorMillisecondsMax = 10_000
/// Without using the processor, on a machine that is busy.
private let standstillMax = Duration.seconds(300)
