import ClusterKit
import Model
import Platform
import TestKit
import Testing

@Suite("A short storm with ladders")
struct LadderStormTests {
    @Test("ends with the bytes of a calm run, with a task for all renditions and with one for each")
    func storm() throws {
        let scratch = try Scratch()
        var plan = StormPlan()
        plan.films = try StormFilms.all(2, in: scratch.path, seconds: 12)
        (plan.kills, plan.freezes, plan.wipes) = (6, 1, 1)
        let storm = Storm(
            plan,
            in: scratch.path,
            program: try BuiltProgram.path(),
            prepare: StormFilms.writeLadders
        )
        let report = try storm.run()
        #expect(report.faults == [])
        #expect(report.kills >= 3)
    }
}
