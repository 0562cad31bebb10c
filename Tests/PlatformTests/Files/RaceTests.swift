import Model
import Platform
import TestKit
import Testing

@Suite("Races of real processes")
struct RaceTests {
    static let racers = 8
    static let names = 10_000
    private static let namesPerDirectory = 32

    /// The racers end with an error when a call fails in a way that losing does not explain, so
    /// their ending well says that no error surfaced.
    @Test(
        "8 processes fight for 10,000 creations and claims: each has one winner",
        .timeLimit(.minutes(5))
    )
    func oneWinnerEach() throws {
        let scratch = try Scratch()
        try prepare(scratch.path)
        let wins = try race(in: scratch.path)

        #expect(wins.map(\.created).reduce(0, +) == Self.names)
        #expect(wins.map(\.claimed).reduce(0, +) == Self.names)
        // One who won everything raced against nobody.
        #expect(wins.count { $0.created > 0 } > 1, "\(wins)")
        #expect(wins.count { $0.claimed > 0 } > 1, "\(wins)")
        #expect(try count(below: scratch.path / "created") == Self.names)
        #expect(try count(below: scratch.path / "queue") == 0)
        #expect(try count(below: scratch.path / "run") == Self.names)
    }

    private func prepare(_ root: Path) throws {
        for kind in ["started", "created", "queue", "run"] as [FileName] {
            for number in 0...(Self.names / Self.namesPerDirectory) {
                try Directory.createAll(root / kind / FileName("\(number)"))
            }
        }
        for number in 0..<Self.names {
            let directory = root / "queue" / FileName("\(number / Self.namesPerDirectory)")
            _ = try OpenFile.create(directory / FileName("\(number)"))
        }
    }

    private func race(in root: Path) throws -> [(created: Int, claimed: Int)] {
        var racers: [Racer] = []
        for number in 0..<Self.racers {
            racers.append(try Racer(number, of: Self.racers, in: root, names: Self.names))
        }
        for racer in racers { racer.start() }
        return try racers.map { try $0.finish() }
    }

    private func count(below directory: Path) throws -> Int {
        try Directory.entries(of: directory).map { entry in
            try Directory.entries(of: directory / entry.name).count
        }.reduce(0, +)
    }
}

/// One process of the race.
private final class Racer {
    private let child: ChildProcess
    private var output: ChildOutput

    /// Comes back when the process runs and waits for the starting shot.
    init(_ number: Int, of racers: Int, in root: Path, names: Int) throws {
        var request = try ProbeProgram.request(
            "race",
            "\(root)",
            "\(number)",
            "\(racers)",
            "\(names)"
        )
        request.input = .pipe
        request.errors = .pipe
        child = try ChildProcess.spawn(request)
        output = ChildOutput(of: child)
        try #require(try nextLine() == "ready")
    }

    func start() { _ = child.takeInput() }

    func finish() throws -> (created: Int, claimed: Int) {
        let numbers = try nextLine().split(separator: " ").compactMap { Int($0) }
        let status = try child.wait(upTo: .seconds(60))
        #expect(status?.isSuccess == true, "\(ReadableBytes.escaped(output.errors.bytes))")
        try #require(numbers.count == 2)
        return (numbers[0], numbers[1])
    }

    private func nextLine() throws -> String {
        let event = try output.nextLine(until: Deadline(after: .seconds(240)))
        guard case .line(.whole(let bytes)) = event else {
            return "\(event) \(ReadableBytes.escaped(output.errors.bytes))"
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
