import ClusterKit
import Model
import Platform
import Spool
import TestKit
import Testing

@Suite("A rolling restart")
struct RollingTests {
    @Test("of all nodes in the middle of a job loses nothing, and blames nobody")
    func rolling() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        try StormFilms.writeProfiles(cluster)
        let film = try StormFilms.all(1, in: scratch.path, seconds: 60)[0]
        let names = ["one", "two", "three"]
        // Less than a slice takes: what runs goes back.
        let grace = ["--grace", "0s"]
        var nodes = try names.map { try cluster.watching($0, 1, grace) }
        try cluster.drop(film.file, as: "film.mkv")
        for (index, name) in names.enumerated() {
            try waitForSlice(of: nodes[index], in: cluster)
            #expect(try nodes[index].stop()?.outcome == .exited(code: 143), "\(nodes[index].said)")
            try Directory.rename(nodes[index].log, to: scratch.path / FileName("\(name).before"))
            nodes[index] = try cluster.watching(name, 1, grace)
        }
        let isDone = try cluster.wait(upTo: .seconds(240)) { try !cluster.records().isEmpty }
        #expect(isDone, "\(nodes.map(\.said))")
        #expect(try cluster.records().map(\.outcome) == [.done])
        let found = try Judge.frames(of: cluster.output / "film.mkv")
        #expect(found.count == 60 * 25)
        for node in nodes { #expect(try node.stop()?.outcome == .exited(code: 143)) }
        let report = try Audit.report(of: try DirectoryVolume(root: cluster.spoolFolder))
        #expect(report.findings.isEmpty)
        #expect(report.takeBacks + report.failures + report.rejections == 0)
        #expect(report.returns > 0)
        #expect(report.claims == report.commits + report.returns)
        #expect(report.eventsMissing + report.holdersLost == 0)
        #expect(try cluster.leftovers().isEmpty)
    }

    private func waitForSlice(of node: NodeProcess, in cluster: Cluster) throws {
        let took = try cluster.wait(upTo: .seconds(90)) { node.said.contains("took slice") }
        try #require(took, "\(node.said)")
    }
}
