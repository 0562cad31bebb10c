import ClusterKit
import Model
import Platform
import TestKit
import Testing

@Suite("A short storm")
struct StormTests {
    @Test("ends with the bytes of a calm run, nothing lost, left, or done twice")
    func storm() throws {
        let scratch = try Scratch()
        var plan = StormPlan()
        plan.films = try StormFilms.all(3, in: scratch.path, seconds: 12)
        (plan.kills, plan.freezes, plan.wipes) = (8, 2, 1)
        let storm = Storm(
            plan,
            in: scratch.path,
            program: try BuiltProgram.path(),
            prepare: StormFilms.writeProfiles
        )
        let report = try storm.run()
        #expect(report.faults == [])
        // The films may be done before the last of them.
        #expect(report.kills >= 4 && report.freezes >= 1)
    }
}
