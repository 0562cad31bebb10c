import ClusterKit
import Model
import Platform
import Spool
import TestKit
import Testing

/// What people do while a cluster runs.
@Suite("A running cluster")
struct AgainTests {
    @Test("encodes a film once more, and only once, when its entry was removed by another process")
    func again() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try cluster.watching("one", 2)
        try #require(try wait(cluster) { try cluster.records().count == 1 }, "\(node.said)")
        let first = try #require(try cluster.records().first)
        try run(cluster, "history", "rm", "film.mkv", "--yes")
        let isAgain = try wait(cluster) { try cluster.records().contains { $0 != first } }
        #expect(isAgain, "\(node.said)")
        #expect(try cluster.records().map(\.key.life) == [1])
        #expect(try node.stop()?.outcome == .exited(code: 143))
        // One that begins anew finds nothing to do.
        let second = try cluster.node("two", command: "run", ["--settle", "300ms"])
        #expect(try second.child.wait(upTo: .seconds(60))?.outcome == .exited(code: 0))
        #expect(try cluster.records().map(\.key.life) == [1])
    }

    @Test("gives a film up that is cancelled, and its source stays")
    func cancel() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let film = try StormFilms.all(1, in: scratch.path, seconds: 60)[0]
        try cluster.drop(film.file, as: "film.mkv")
        let node = try cluster.watching("one", 1)
        let spool = try wait(cluster) {
            let jobs = cluster.spoolFolder / "jobs"
            return !((try? Directory.entries(of: jobs)) ?? []).isEmpty
        }
        try #require(spool, "\(node.said)")
        try run(cluster, "jobs", "cancel", "film.mkv", "--yes")
        #expect(try wait(cluster) { try cluster.records().map(\.outcome) == [.cancelled] })
        #expect(try wait(cluster) { try cluster.leftovers(exceptNodes: true).isEmpty })
        #expect((try? Directory.status(of: cluster.input / "film.mkv")) != nil)
        #expect(try cluster.results().isEmpty)
    }

    /// What keeps a node from taking anything, what it says of that, and what lets it again.
    static let holds = [
        ("nodes drain one", "one is drained", "nodes resume one"),
        ("pause", "the cluster is paused", "resume"),
    ]

    @Test("takes nothing while it is drained or all is paused, and goes on then", arguments: holds)
    func held(hold: String, says: String, release: String) throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let node = try cluster.watching("one", 2)
        let isThere = try wait(cluster) {
            (try? Directory.status(of: cluster.spoolFolder / "SPOOL")) != nil
        }
        try #require(isThere)
        try run(cluster, hold)
        #expect(try wait(cluster) { node.said.contains(says) })
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        #expect(try wait(cluster) { node.said.contains("took in film.mkv") })
        let claimed = try cluster.wait(upTo: .seconds(2)) {
            try Audit.report(of: DirectoryVolume(root: cluster.spoolFolder)).claims > 0
        }
        #expect(!claimed)
        try run(cluster, release)
        #expect(try wait(cluster) { try cluster.records().map(\.outcome) == [.done] })
    }

    @Test(
        "has what runs stand still, or hands it back, when the cluster is paused",
        arguments: [("freeze", "stands still"), ("return", "is handed back")]
    )
    func atClose(setting: String, says: String) throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let film = try StormFilms.all(1, in: scratch.path, seconds: 30)[0]
        try cluster.drop(film.file, as: "film.mkv")
        let launcher = ["/usr/bin/env", "REELMILL_AT_CLOSE=\(setting)"]
        let node = try cluster.watching("one", 1, launcher: launcher)
        let isEncoding = try wait(cluster) { node.said.contains("took slice") }
        try #require(isEncoding, "\(node.said)")
        try run(cluster, "pause")
        #expect(try wait(cluster) { node.said.contains(says) }, "\(node.said)")
        try run(cluster, "resume")
        #expect(try wait(cluster) { try cluster.records().map(\.outcome) == [.done] })
        // Nobody is blamed for it, and nothing is taken from a node that says that it lives.
        let volume = try DirectoryVolume(root: cluster.spoolFolder)
        var tail = EventTail(volume)
        let kinds = try tail.next().map(\.kind)
        #expect(!kinds.contains(.taskTakenBack))
        #expect(!kinds.contains(.taskFailed))
        #expect(kinds.contains(.taskReturned) == (setting == "return"))
    }

    @Test("encodes other films while one that is cut is paused")
    func pause() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let film = try StormFilms.all(1, in: scratch.path, seconds: 120)[0]
        try cluster.drop(film.file, as: "long.mkv")
        let node = try cluster.watching("one", 1)
        let isCutting = try wait(cluster) {
            let volume = try? DirectoryVolume(root: cluster.spoolFolder)
            // Its spool may not be made yet.
            return volume.flatMap { try? Audit.report(of: $0).claims } ?? 0 > 1
        }
        try #require(isCutting, "\(node.said)")
        try run(cluster, "jobs", "pause", "long.mkv")
        try cluster.drop(try TestMedia.h264MKV.file(), as: "short.mkv")
        let isDone = try wait(cluster) { try cluster.records().count == 1 }
        #expect(isDone, "\(node.said)")
        #expect(try cluster.results().keys.sorted() == ["short.mkv"])
    }

    @Test("ends a run with 3 where a film failed, and says which")
    func failingRun() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.write("on_damage = fail\n[audio]\n-an\n", to: "input/strict/profile.conf")
        try cluster.drop(try TestMedia.damagedMP4.file(), as: "strict/broken.mp4")
        let node = try cluster.node("one", command: "run", ["--settle", "300ms"])
        #expect(try node.child.wait(upTo: .seconds(60))?.outcome == .exited(code: 3))
        #expect(node.said.contains("FAILED     strict/broken.mp4: "))
        #expect(try cluster.records().map(\.outcome) == [.failed])
    }

    /// Says what happened into a file.
    private func hook(_ cluster: Cluster) throws -> (program: Path, told: Path) {
        let (program, told) = (cluster.root / "hook", cluster.root / "told")
        let file = try OpenFile.create(program, permissions: 0o755)
        let line = "echo \"$REELMILL_EVENT $REELMILL_EVENT_MESSAGE\" >> '\(told)'"
        try file.write(Array("#!/bin/sh\n\(line)\n".utf8))
        try file.close()
        return (program, told)
    }

    @Test("ends a run only when people know that nothing is left, and what was done")
    func toldRun() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let (program, told) = try hook(cluster)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try cluster.node(
            "one",
            command: "run",
            launcher: ["/usr/bin/env", "REELMILL_HOOK=\(program)"],
            ["--settle", "300ms"]
        )
        #expect(try node.child.wait(upTo: .seconds(90))?.outcome == .exited(code: 0))
        let text = String(
            decoding: try OpenFile(told, for: .read).readAll(limit: 1 << 20),
            as: UTF8.self
        )
        #expect(text.hasPrefix("batch.finished 1 done"), "\(text) \(node.said)")
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("refuses an input that is the output")
    func oneFolder() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let both = "\(cluster.input)"
        let node = try cluster.node("one", ["--output", both])
        #expect(try node.child.wait(upTo: .seconds(30))?.outcome == .exited(code: 5))
        #expect(node.said.contains("input and output are one folder"))
    }

    @Test("fails a film that cannot be encoded, and goes on with others")
    func failing() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.write(
            "on_damage = fail\n[video]\n-c:v libx264 -preset veryfast\n[audio]\n-an\n",
            to: "input/strict/profile.conf"
        )
        try cluster.drop(try TestMedia.damagedMP4.file(), as: "strict/broken.mp4")
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try cluster.watching("one", 2)
        let isOver = try wait(cluster) { try cluster.records().count == 2 }
        #expect(isOver, "\(node.said)")
        #expect(try Set(cluster.records().map(\.outcome)) == [.done, .failed])
        let report = cluster.output.appending(Path(".failed/strict/broken.mp4.txt"))
        #expect(try wait(cluster) { (try? Directory.status(of: report)) != nil })
        #expect((try? Directory.status(of: cluster.input.appending("strict/broken.mp4"))) != nil)
    }

    private func prepared(_ root: Path) throws -> Cluster {
        let cluster = try Cluster(root, program: try BuiltProgram.path())
        try cluster.write(
            "container = mkv\n[video]\n-c:v libx264 -preset slow -crf 30\n[audio]\n-c:a copy\n",
            to: "input/profile.conf"
        )
        return cluster
    }

    private func wait(_ cluster: Cluster, _ isSo: () throws -> Bool) throws -> Bool {
        try cluster.wait(upTo: .seconds(60), until: isSo)
    }

    private func run(_ cluster: Cluster, _ line: String...) throws {
        let words = line.flatMap { $0.split(separator: " ").map(String.init) }
        let request = SpawnRequest(
            cluster.program,
            words + cluster.folderWords + ["--no-input"]
        )
        let status = try ChildProcess.spawn(request).wait(upTo: .seconds(30))
        #expect(status?.outcome == .exited(code: 0), "\(words)")
    }
}
