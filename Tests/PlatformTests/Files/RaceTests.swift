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
        // Somebody who won everything raced against nobody.
        #expect(wins.allSatisfy { $0.created < Self.names && $0.claimed < Self.names })
        #expect(try count(below: scratch.path / "created") == Self.names)
        #expect(try count(below: scratch.path / "queue") == 0)
        #expect(try count(below: scratch.path / "run") == Self.names)
    }

    private func prepare(_ root: Path) throws {
        for kind in ["created", "queue", "run"] as [FileName] {
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
        var racers: [ChildProcess] = []
        for racer in 0..<Self.racers {
            var request = try ProbeProgram.request(
                "race",
                "\(root)",
                "racer-\(racer)",
                "\(Self.names)"
            )
            request.input = .pipe
            request.errors = .pipe
            racers.append(try ChildProcess.spawn(request))
        }
        // The end of its input is the starting shot for each.
        for racer in racers { _ = racer.takeInput() }
        return try racers.map { racer in
            var output = ChildOutput(of: racer)
            let isRead = try output.readAll(until: Deadline(after: .seconds(240)))
            let status = try racer.wait(upTo: .seconds(10))
            let errors = ReadableBytes.escaped(output.errors.bytes)
            #expect(isRead && status?.isSuccess == true, "\(String(describing: status)): \(errors)")
            let numbers = String(decoding: output.output.bytes, as: UTF8.self)
                .split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
            try #require(numbers.count == 2)
            return (numbers[0], numbers[1])
        }
    }

    private func count(below directory: Path) throws -> Int {
        try Directory.entries(of: directory).map { entry in
            try Directory.entries(of: directory / entry.name).count
        }.reduce(0, +)
    }
}
