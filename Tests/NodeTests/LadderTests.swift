import ClusterKit
import Model
import Platform
import Spool
import TestKit
import Testing

/// A film in several sizes, by real nodes.
@Suite("A ladder on a cluster")
struct LadderTests {
    @Test("comes to the same bytes whether a task makes all renditions or each is one")
    func bothWays() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        try StormFilms.writeLadders(cluster)
        let film = try StormFilms.all(1, in: scratch.path, seconds: 14)[0]
        try cluster.drop(film.file, as: "film.mkv")
        try cluster.drop(film.file, as: "tv/film.mkv")
        let nodes = [try cluster.watching("one", 2), try cluster.watching("two", 1)]
        let isDone = try cluster.wait(upTo: .seconds(240)) { try cluster.records().count == 2 }
        try #require(isDone, "\(nodes[0].said)\n\(nodes[1].said)")
        #expect(try cluster.records().map(\.outcome) == [.done, .done], "\(nodes[0].said)")
        let (whole, single) = (
            try cluster.files(below: cluster.output / "film.hls"),
            try cluster.files(below: cluster.output.appending("tv/film.hls"))
        )
        #expect(!whole.isEmpty)
        let names = Set(whole.keys).union(single.keys).sorted()
        for name in names { #expect(whole[name] == single[name], "\(name)") }
        let tasks = Set(try claims(cluster).map { $0.split(separator: ".")[0] })
        #expect(tasks.contains("v00000"))
        #expect(tasks.contains("v00000r0"))
        #expect(tasks.contains("v00000r1"))
        for node in nodes { try node.stop() }
        #expect(try cluster.leftovers() == [])
        try expectSame(whole, byOneMachine: film.file, cluster, in: scratch.path)
    }

    /// By the command that needs no cluster.
    private func expectSame(
        _ whole: [String: String],
        byOneMachine film: Path,
        _ cluster: Cluster,
        in scratch: Path
    ) throws {
        let result = scratch / "film.hls"
        let profile = cluster.input / "profile.conf"
        var request = SpawnRequest(
            try BuiltProgram.path(),
            ["transcode", "\(film)", "\(result)", "--profile", "\(profile)"]
        )
        request.environment = ProcessInput.environment
        let child = try ChildProcess.spawn(request)
        #expect(try child.wait(upTo: .seconds(120))?.isSuccess == true)
        let made = try cluster.files(below: result)
        #expect(made.keys.sorted() == whole.keys.sorted())
        for (name, bytes) in whole { #expect(made[name] == bytes, "\(name)") }
    }

    private func claims(_ cluster: Cluster) throws -> [String] {
        var tail = EventTail(try DirectoryVolume(root: cluster.spoolFolder))
        return try tail.next().filter { $0.kind == .taskClaimed }.compactMap(\.attempt?.text)
    }
}
