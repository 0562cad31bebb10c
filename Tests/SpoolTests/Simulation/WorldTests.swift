import SpoolSimulation
import Testing

/// `make simulate` runs more of them; what one of them finds is kept here by its seed.
@Suite("Simulated worlds")
struct WorldTests {
    static let starts = (0..<8).map { UInt64($0) * 250 }

    @Test("In 2,000 seeds every promise of the spool is kept", arguments: starts)
    func seeds(from: UInt64) throws {
        let tally = try SeedRun(from..<from + 250).run()
        #expect(tally.worlds == 250)
        for outcome in tally.failures {
            Issue.record("--seed \(outcome.seed): \(outcome.failure ?? "")")
        }
    }

    static let ladderStarts = (0..<4).map { UInt64($0) * 100 }

    @Test("In 400 seeds of films in several sizes as well", arguments: ladderStarts)
    func ladders(from: UInt64) throws {
        let tally = try SeedRun(from..<from + 100, kind: .ladders).run()
        #expect(tally.worlds == 100)
        for outcome in tally.failures {
            Issue.record("--worlds ladders --seed \(outcome.seed): \(outcome.failure ?? "")")
        }
    }

    /// 8983: a node slept before it linked the record of a cancelled job, which was tried again and
    /// cancelled again meanwhile; history had it twice.
    @Test("What seeds have found stays away", arguments: [UInt64(8983)])
    func finds(seed: UInt64) throws {
        #expect(try World(seed: seed).run().failure == nil)
    }

    @Test("The same seed does the same")
    func replay() throws {
        for seed in UInt64(0)..<5 {
            let first = try World(seed: seed).run()
            let second = try World(seed: seed).run()
            #expect(first.digest == second.digest)
            #expect(first.operations == second.operations)
        }
    }

    @Test("Every kind of fault comes up")
    func faults() throws {
        let tally = try SeedRun(0..<60).run()
        let missing = Fault.allCases.filter { tally.faults[$0] == nil }
        #expect(missing == [.interrupted])
    }

    @Test(
        "Whatever operation of a node fails, and however, others bring the job to its end",
        arguments: CrashPoints.Role.allCases
    )
    func crashPoints(role: CrashPoints.Role) throws {
        // `make simulate` tries them all.
        for (film, stride) in [(CrashPoints.Film.film, 7), (.ladder, 13), (.exchanged, 13)] {
            let tally = try CrashPoints(role, of: film).run(stride: stride)
            #expect(tally.points > 100)
            #expect(tally.failures == [])
            #expect(tally.recovered == tally.points)
        }
    }

    @Test("Ten nodes do most of what they could")
    func scaling() throws {
        let result = try Scaling(nodes: 10, slices: 300).run()
        #expect(result.failure == nil)
        #expect(result.efficiency > 0.5)
    }

    @Test(
        "Each bug that is put in on purpose is found within a thousand seeds",
        arguments: ProtocolBug.allCases
    )
    func bugs(bug: ProtocolBug) throws {
        let found = try SeedRun(0..<1_000, bug: bug).firstFailure()
        #expect(found != nil)
    }
}
