import Model
import Platform
import SpoolSimulation

/// Runs the spool's protocol in simulated worlds and looks for broken promises.
///
///     reelmill-simulate [--worlds KIND] [--seeds N] [--from S] [--cores N] [--bug NAME]
///     reelmill-simulate [--worlds KIND] --seed S [--trace] [--bug NAME]
///     reelmill-simulate --points ROLE [--film FILM] [--stride N]
///     reelmill-simulate --scale NODES [--slices N]
///
/// A seed that shows one is printed, and the program ends with 1. The same seed always does the
/// same, so `--seed S --trace` shows every operation that led to it.
@main
enum Simulate {
    static func main() throws {
        let options = try Options(ProcessInput.arguments)
        if let nodes = options.nodes {
            try scale(nodes, slices: options.slices)
        } else if let role = options.role {
            try points(role, options)
        } else if let seed = options.seed {
            try one(seed, options)
        } else {
            try many(options)
        }
    }

    private static func one(_ seed: UInt64, _ options: Options) throws {
        let world = World(seed: seed, kind: options.kind, bug: options.bug)
        if options.isTraced { world.trace = { print($0) } }
        let outcome = try world.run()
        let digest = String(outcome.digest, radix: 16)
        let name = "\(options.kind), --seed \(seed)"
        print("\(name): \(outcome.operations) operations, digest \(digest)")
        print(outcome.failure ?? "every promise was kept")
        ProcessEnd.exit(outcome.failure == nil ? 0 : 1)
    }

    private static func scale(_ nodes: Int, slices: Int) throws {
        let began = MonotonicTime.now
        let result = try Scaling(nodes: nodes, slices: slices).run()
        let took = (MonotonicTime.now - began).milliseconds / 1_000
        let percent = Int(result.efficiency * 100)
        print(
            "\(nodes) nodes, \(slices) slices: \(Int(result.seconds)) s, ideal "
                + "\(Int(result.idealSeconds)) s (\(percent) %), \(result.operations) operations, "
                + "\(Int(result.operationsPerSecond)) a second; simulated in \(took) s"
        )
        if let failure = result.failure { print(failure) }
        ProcessEnd.exit(result.failure == nil ? 0 : 1)
    }

    private static func points(_ role: CrashPoints.Role, _ options: Options) throws {
        let began = MonotonicTime.now
        let tally = try CrashPoints(role, of: options.film).run(stride: options.stride)
        for failure in tally.failures { print(failure) }
        let took = (MonotonicTime.now - began).milliseconds / 1_000
        print(
            "\(role.rawValue), \(options.film.rawValue): \(tally.operations) operations, "
                + "\(tally.recovered) of "
                + "\(tally.points) recovered, \(took) s"
        )
        ProcessEnd.exit(tally.failures.isEmpty ? 0 : 1)
    }

    private static func many(_ options: Options) throws {
        let began = MonotonicTime.now
        let seeds = options.from..<options.from + options.count
        let run = SeedRun(seeds, kind: options.kind, bug: options.bug)
        let tally = try run.run(cores: options.cores)
        for outcome in tally.failures.sorted(by: { $0.seed < $1.seed }) {
            print("--seed \(outcome.seed): \(outcome.failure ?? "")")
        }
        let faults = Fault.allCases.compactMap { fault in
            tally.faults[fault].map { "\(fault) \($0)" }
        }
        print("faults: \(faults.joined(separator: ", "))")
        let days = tally.seconds / 86_400
        let took = (MonotonicTime.now - began).milliseconds / 1_000
        print(
            "\(tally.worlds) seeds, \(tally.failures.count) failed; \(tally.operations) operations "
                + "in \(days) simulated days, \(took) s"
        )
        ProcessEnd.exit(tally.failures.isEmpty ? 0 : 1)
    }
}

struct Options: Sendable {
    var seed: UInt64?
    var from: UInt64 = 0
    var count: UInt64 = 10_000
    var cores = 2
    var kind = World.Kind.films
    var bug: ProtocolBug?
    var isTraced = false
    var role: CrashPoints.Role?
    var film = CrashPoints.Film.film
    var nodes: Int?
    var slices = 10_000
    var stride = 1

    init(_ words: [[UInt8]]) throws(WrongWord) {
        var words = words.map { String(decoding: $0, as: UTF8.self) }[...]
        while let name = words.popFirst() {
            if name == "--trace" {
                isTraced = true
                continue
            }
            guard let value = words.popFirst() else { throw WrongWord(name) }
            switch (name, UInt64(value), ProtocolBug(rawValue: value)) {
            case ("--seed", let number?, _): seed = number
            case ("--seeds", let number?, _): count = number
            case ("--from", let number?, _): from = number
            case ("--cores", let number?, _) where (1...64).contains(number): cores = Int(number)
            case ("--scale", let number?, _) where (1...10_000).contains(number):
                nodes = Int(number)
            case ("--slices", let number?, _) where (1...1_000_000).contains(number):
                slices = Int(number)
            case ("--stride", let number?, _) where number > 0: stride = Int(number)
            case ("--points", _, _) where CrashPoints.Role(rawValue: value) != nil:
                role = CrashPoints.Role(rawValue: value)
            case ("--film", _, _) where CrashPoints.Film(rawValue: value) != nil:
                film = CrashPoints.Film(rawValue: value) ?? film
            case ("--worlds", _, _) where World.Kind(rawValue: value) != nil:
                kind = World.Kind(rawValue: value) ?? kind
            case ("--bug", _, let bug?): (self.bug, kind) = (bug, bug.kind)
            default: throw WrongWord(name)
            }
        }
    }
}

struct WrongWord: Error, CustomStringConvertible {
    let description: String

    init(_ word: String) {
        let bugs = ProtocolBug.allCases.map(\.rawValue).joined(separator: ", ")
        description =
            "\(word): it takes --seed S, --trace, --seeds N, --from S, --cores N, --worlds with "
            + "films or ladders, --points with worker or rescuer, --film with film, ladder or "
            + "exchanged, --stride N, --scale NODES, --slices N, and --bug with one of \(bugs)"
    }
}
