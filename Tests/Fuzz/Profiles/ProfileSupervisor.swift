import Model
import Platform
import Synchronization
import TestKit

/// Starts children one after the other, and takes one that crashed or stands still for a find.
struct ProfileSupervisor: Sendable {
    private let options: Options
    private let program: Path

    init(_ options: Options) throws {
        self.options = options
        program = try Directory.symbolicLinkTarget(of: "/proc/self/exe")
    }

    /// Shared by the threads.
    private final class State: Sendable {
        let next: Mutex<UInt64>
        let tally = Mutex(ProfileTally())

        init(_ options: Options) { next = Mutex(options.seed) }
    }

    func run() throws -> ProfileTally {
        let state = State(options)
        try onThreads(options.jobs, state)
        return state.tally.withLock { $0 }
    }

    private func onThreads(_ count: Int, _ state: State) throws {
        guard count > 0 else { return }
        let thread = try NamedThread("fuzz \(count)") { try work(state) }
        let others = Result { try onThreads(count - 1, state) }
        try thread.join()
        try others.get()
    }

    private func work(_ state: State) throws {
        let end = options.seed + options.count
        while true {
            var batch = state.next.withLock { next in
                let first = next
                next = min(end, next + batchSize)
                return first..<next
            }
            if batch.isEmpty { return }
            while !batch.isEmpty { batch = try runChild(batch, state) }
        }
    }

    /// Gives what is left of the batch when the child has come to its end, whatever way.
    private func runChild(_ batch: Range<UInt64>, _ state: State) throws -> Range<UInt64> {
        let child = try ChildProcess.spawn(request(batch))
        var output = ChildOutput(of: child)
        var current = batch.lowerBound
        var fault: String?
        reading: while true {
            switch try output.nextLine(until: Deadline(after: standstillMax)) {
            case .line(.whole(let bytes)):
                let words = String(decoding: bytes, as: UTF8.self)
                    .split(separator: " ", maxSplits: 5, omittingEmptySubsequences: false)
                guard words.count > 1, let seed = UInt64(words[1]) else { continue }
                current = seed
                if words.count == 6 { state.tally.withLock { $0.take(words) } }
            case .line: continue
            case .timedOut:
                fault = "it stood still"
                try child.signal(.kill)
                break reading
            case .end: break reading
            }
        }
        _ = try output.readAll(until: Deadline(after: .seconds(60)))
        guard let status = try child.wait(upTo: .seconds(60)) else { throw WrongWord("child") }
        if status.isSuccess, fault == nil { return batch.upperBound..<batch.upperBound }
        let words = String(decoding: output.errors.bytes.prefix(2_000), as: UTF8.self)
        let find = "FIND seed \(current): \(fault ?? "the child \(status)"); \(words)"
        state.tally.withLock { $0.finds.append(find) }
        return current + 1..<batch.upperBound
    }

    private func request(_ batch: Range<UInt64>) -> SpawnRequest {
        let words = ["profiles", "child", "\(batch.lowerBound)", "\(batch.count)"]
        var request = SpawnRequest(program, words.map { Array($0.utf8) })
        request.environment = ProcessInput.environment
        request.output = .pipe
        request.errors = .pipe
        request.limits = [.addressSpace(bytes: 2 << 30), .coreDump(bytes: 0)]
        request.parentDeathSignal = .kill
        return request
    }
}

/// So many profiles are read by one child: starting it takes as long as some of them.
private let batchSize: UInt64 = 1_000
/// For one profile, on a machine that is busy.
private let standstillMax = Duration.seconds(120)
