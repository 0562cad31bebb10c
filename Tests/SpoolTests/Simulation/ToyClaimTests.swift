import Model
import Platform
import Spool
import SpoolSimulation
import Testing

@Suite("A toy that claims")
struct ToyClaimTests {
    enum Belief { case errno, listing }

    /// Three clients want one token. Whether exactly one believes that it has it.
    private func hasOneOwner(seed: UInt64, _ belief: Belief) throws -> Bool {
        var rates = FaultRates()
        rates.lostReply = 3_000
        let stage = Stage(seed: seed, clients: 3, habits: .nfs4, rates: rates)
        let owners = Findings<Int>()
        try stage.run { volume in
            if volume.client == 0 { try? volume.append("token", []) }
            volume.sleep(microseconds: 1_000_000)
            let own = Path("token.\(volume.client)")
            let error = answer { () throws(SystemError) in try volume.rename("token", to: own) }
            let isMine =
                switch belief {
                case .errno: error == nil
                case .listing: names(volume).contains { Path("\($0)") == own }
                }
            if isMine { owners.add(volume.client) }
        }
        return owners.all.count == 1
    }

    /// Asked for until there is an answer.
    private func names(_ volume: SimulatedVolume) -> [FileName] {
        while true {
            if let names = try? volume.list(".") { return names }
        }
    }

    @Test("Whoever believes the listing is right in a thousand seeds")
    func listing() throws {
        for seed in 0..<1_000 where try !hasOneOwner(seed: UInt64(seed), .listing) {
            Issue.record("seed \(seed)")
        }
    }

    @Test("Whoever believes errno is wrong in one of a thousand seeds")
    func errno() throws {
        let caught = try (0..<1_000).first { try !hasOneOwner(seed: UInt64($0), .errno) }
        #expect(caught != nil)
    }
}
