import ClusterKit
import Model
import Platform
import Spool
import TestKit
import Testing

/// The whole way, from files that are dropped to results, by three nodes.
@Suite("A tree of films")
struct TreeTests {
    /// A film, where it is dropped, and what is to come of it.
    struct Case: Sendable {
        var media: TestMedia
        var path: String
        var result: String
        /// Nil is sound alone.
        var codec: String?
    }

    static let cases = [
        Case(media: .h264MKV, path: "a.mkv", result: "a.mkv", codec: "h264"),
        Case(media: .h264, path: "b.mp4", result: "b.mkv", codec: "h264"),
        Case(media: .hevcMKV, path: "c d.mkv", result: "c d.mkv", codec: "h264"),
        Case(media: .mpeg4AVI, path: "é 'q'.avi", result: "é 'q'.mkv", codec: "h264"),
        Case(media: .vp9, path: "deep/er/e.webm", result: "deep/er/e.mkv", codec: "h264"),
        Case(media: .h264IntraRefresh, path: "f.mkv", result: "f.mkv", codec: "h264"),
        Case(media: .h264TS, path: "tv/g.ts", result: "tv/g.mp4", codec: "h264"),
        Case(media: .mpeg2PS, path: "tv/h.mpg", result: "tv/h.mp4", codec: "h264"),
        Case(media: .soundLate, path: "tv/i.mkv", result: "tv/i.mp4", codec: "h264"),
        Case(media: .startsAtTenTS, path: "tv/j.ts", result: "tv/j.mp4", codec: "h264"),
        Case(media: .h264MKV, path: "tv/old/k.mkv", result: "tv/old/k.mp4", codec: "mpeg4"),
        Case(media: .mpeg2PS, path: "tv/old/l.mpg", result: "tv/old/l.mp4", codec: "mpeg4"),
        Case(media: .richMKV, path: "archive/m.mkv", result: "archive/m.mkv", codec: "hevc"),
        Case(media: .hevcMKV, path: "archive/n.mkv", result: "archive/n.mkv", codec: "hevc"),
        Case(media: .manySounds, path: "archive/o.mkv", result: "archive/o.mkv", codec: "hevc"),
        Case(media: .h264MKV, path: "sound/p.mkv", result: "sound/p.mka", codec: nil),
        Case(media: .soundOnly, path: "sound/q.mkv", result: "sound/q.mka", codec: nil),
        Case(media: .h264, path: "remux/r.mp4", result: "remux/r.mkv", codec: "h264"),
        Case(media: .hevcMKV, path: "remux/s.mkv", result: "remux/s.mkv", codec: "hevc"),
        Case(media: .h264MKV, path: "own/t.mkv", result: "own/t.mkv", codec: "mpeg2video"),
        Case(media: .h264MKV, path: "mirror/u.mkv", result: "mirror/u.mkv", codec: "mjpeg"),
        Case(media: .richMP4, path: "v.mp4", result: "v.mkv", codec: "h264"),
    ]

    private static let profiles = [
        "input/profile.conf":
            "container = mkv\n[video]\n-c:v libx264 -preset veryfast -crf 30\n[audio]\n-c:a copy\n",
        "input/tv/profile.conf": "container = mp4\n[audio]\n-c:a aac -b:a 96k\n",
        "input/tv/old/profile.conf": "[video]\n-c:v mpeg4 -q:v 8\n",
        "input/archive/profile.conf":
            "[video]\n-c:v libx265 -preset ultrafast -crf 32\n[audio]\n-c:a flac\n",
        "input/sound/profile.conf": "container = mka\n[video]\n-vn\n[audio]\n-c:a flac\n",
        "input/remux/profile.conf": "[video]\n-c:v copy\n",
        "input/own/t.mkv.profile": "[video]\n-c:v mpeg2video -q:v 6\n",
        "input/mirror/profile.conf":
            "extends = none\ncontainer = mkv\n[video]\n-c:v mjpeg -q:v 6\n[audio]\n-c:a copy\n",
    ]

    @Test("becomes what its profiles say, each film once")
    func tree() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        for (path, text) in TreeTests.profiles { try cluster.write(text, to: Path(path)) }
        for film in TreeTests.cases { try cluster.drop(try film.media.file(), as: Path(film.path)) }
        let nodes = try ["one", "two", "three"].map { try cluster.watching($0, 1) }
        let isDone = try cluster.wait(upTo: .seconds(240)) {
            try cluster.records().count >= TreeTests.cases.count
        }
        let said = nodes.map(\.said).joined(separator: "\n")
        #expect(isDone, "\(said)")
        let isTidy = try cluster.wait(upTo: .seconds(30)) {
            try cluster.leftovers(exceptNodes: true).isEmpty
        }
        #expect(isTidy)
        for node in nodes { #expect(try node.stop()?.outcome == .exited(code: 143)) }
        #expect(try cluster.leftovers() == [])
        try expectHistory(cluster)
        #expect(try Set(cluster.results().keys) == Set(TreeTests.cases.map(\.result)))
        for film in TreeTests.cases { try expectResult(film, cluster) }
    }

    private func expectHistory(_ cluster: Cluster) throws {
        let spool = try cluster.spool()
        let records = try cluster.records().compactMap { try spool.record($0) }
        #expect(records.allSatisfy { $0.outcome == .done }, "\(records.map(\.reason))")
        let sources = records.map { "\($0.order.source.path)" }.sorted()
        #expect(sources == TreeTests.cases.map(\.path).sorted())
    }

    private func expectResult(_ film: Case, _ cluster: Cluster) throws {
        let result = cluster.output.appending(Path(film.result))
        let streams = try Judge.inventory(of: result).streams
        let pictures = streams.filter { $0["codec_type"] == "video" }
        #expect(pictures.first?["codec_name"] == film.codec, "\(film.result)")
        let sounds = try Judge.inventory(of: film.media.file()).streams
            .count { $0["codec_type"] == "audio" }
        #expect(streams.count { $0["codec_type"] == "audio" } == sounds, "\(film.result)")
        guard film.codec != nil else { return }
        let found = try Judge.frames(of: result)
        let wanted = try Judge.frames(of: try film.media.file())
        #expect(found.count == wanted.count, "\(film.result)")
        let apart = zip(
            found.nanoseconds(from: .firstFrame),
            wanted.nanoseconds(from: .firstFrame)
        ).map { $0 - $1 }
        // A tick of the one and of the other, which Matroska has of a millisecond.
        let spread = (apart.max() ?? 0) - (apart.min() ?? 0)
        #expect(spread <= 2_000_000, "\(film.result): \(spread) ns")
    }
}
