import ClusterKit
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

@Suite("Nodes on one spool")
struct NodeTests {
    /// Films that are taken different ways: slices, one piece, no picture, copies.
    static let films: [(TestMedia, String)] = [
        (.h264MKV, "-c:v libx264 -crf 30 -c:a copy"),
        (.h264IntraRefresh, "-c:v libx264 -crf 30 -an"),
        (.h264, "-c:v copy -c:a copy"),
        (.soundLate, "-vn -c:a flac"),
        (.hevcMKV, "-c:v mpeg4 -q:v 8 -c:a flac"),
    ]

    @Test("make of films what they are to become", arguments: films)
    func film(_ media: TestMedia, _ options: String) throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let node = try cluster.node("one")
        let key = try offer(media, options, to: cluster)
        let outcome = try outcome(of: key, in: cluster)
        #expect(outcome == .done, "\(node.said)")
        try compare(media, options, cluster)
        #expect(try node.stop()?.outcome == .exited(code: 143))
        try expectNothingLeft(cluster)
    }

    @Test(
        "go on with what a killed, a frozen and a stopped one had",
        arguments: ["KILL", "STOP", "TERM"]
    )
    func another(_ signal: String) throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let first = try cluster.node("one", slots: 1)
        let key = try offer(
            .h264MKV,
            "-c:v libx264 -crf 30 -preset veryslow -c:a copy",
            to: cluster
        )
        let spool = try cluster.spool()
        let isRunning = try cluster.wait(upTo: .seconds(30)) {
            try spool.waitingSlices(of: key) > 2
        }
        #expect(isRunning, "\(first.said)")
        let second = try cluster.node("two", slots: 1)
        switch signal {
        case "KILL": try first.kill()
        case "STOP": try first.freeze()
        default: #expect(try first.stop()?.outcome == .exited(code: 143))
        }
        #expect(try outcome(of: key, in: cluster) == .done, "\(second.said)")
        try compare(.h264MKV, "-c:v", cluster)
        if signal == "STOP" {
            try first.thaw()
            let hasReturned = try cluster.wait(upTo: .seconds(20)) {
                first.said.contains("was silent for so long")
            }
            #expect(hasReturned, "\(first.said)")
            #expect(try first.stop()?.outcome == .exited(code: 143))
        }
        #expect(try second.stop()?.outcome == .exited(code: 143))
        try expectNothingLeft(cluster)
    }

    @Test("do not publish a source that was changed meanwhile")
    func changed() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let node = try cluster.node("one", slots: 1)
        let key = try offer(.h264MKV, "-c:v libx264 -preset veryslow -c:a copy", to: cluster)
        let spool = try cluster.spool()
        _ = try cluster.wait(upTo: .seconds(30)) { try spool.waitingSlices(of: key) > 0 }
        try Directory.removeFile(cluster.input / "film.mkv")
        try cluster.drop(try TestMedia.hevcMKV.file(), as: "film.mkv")
        #expect(try outcome(of: key, in: cluster) == .cancelled, "\(node.said)")
        let name = try #require(try spool.records(of: key.job).first)
        let record = try #require(try spool.record(name))
        #expect(SourceLoss.isOne(record.reason))
        #expect((try? Directory.status(of: cluster.output / "film.mkv")) == nil)
    }

    // MARK: What all of them do

    private func offer(
        _ media: TestMedia,
        _ options: String,
        to cluster: Cluster
    ) throws -> JobKey {
        try cluster.drop(try media.file(), as: "film.mkv")
        return try Film.takeIn(Film.offer("film.mkv", options, to: cluster), by: cluster)
    }

    private func outcome(
        of key: JobKey,
        in cluster: Cluster
    ) throws -> HistoryRecord.Outcome? {
        let spool = try cluster.spool()
        _ = try cluster.wait(upTo: .seconds(90)) { try !spool.records(of: key.job).isEmpty }
        return try spool.records(of: key.job).first?.outcome
    }

    private func compare(_ media: TestMedia, _ options: String, _ cluster: Cluster) throws {
        let result = cluster.output / "film.mkv"
        if options.hasPrefix("-vn") {
            #expect(try Judge.inventory(of: result).streams.map { $0["codec_type"] } == ["audio"])
            return
        }
        let found = try Judge.frames(of: result)
        let wanted = try Judge.frames(of: try media.file())
        #expect(found.count == wanted.count)
        let apart = zip(
            found.nanoseconds(from: .firstFrame),
            wanted.nanoseconds(from: .firstFrame)
        )
        // Matroska counts milliseconds.
        #expect(apart.allSatisfy { abs($0 - $1) <= 1_000_000 })
    }

    private func expectNothingLeft(_ cluster: Cluster) throws {
        for folder in ["jobs", "nodes", "queue"] {
            let path = cluster.spoolFolder / FileName(folder)
            #expect(try Directory.entries(of: path).isEmpty, "\(folder)")
        }
    }
}
