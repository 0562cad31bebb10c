import ClusterKit
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

@Suite("A node that is to leave when it is idle")
struct LeavingTests {
    private static let left = ChildStatus.Outcome.exited(code: 0)

    @Test("does what there is, says why it leaves, and ends with 0")
    func done() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try cluster.watching("one", 2, ["--exit-when-idle", "1s"])
        #expect(try node.child.wait(upTo: .seconds(120))?.outcome == LeavingTests.left)
        #expect(node.said.contains("nothing was open for 1s, as exit-when-idle says"))
        #expect(try cluster.records().map(\.outcome) == [.done])
        #expect(try cluster.leftovers().isEmpty)
    }

    @Test("leaves an input that is empty, where it lies on the spool's volume")
    func empty() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let node = try cluster.watching("one", 2, ["--exit-when-idle", "0s"])
        #expect(try node.child.wait(upTo: .seconds(60))?.outcome == LeavingTests.left)
    }

    @Test("does the tasks of a job as a worker alone, and leaves behind the last")
    func worker() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let key = try offer(to: cluster)
        let words = ["--roles", "worker", "--exit-when-idle", "500ms"]
        let node = try cluster.node("one", slots: 1, words)
        #expect(try node.child.wait(upTo: .seconds(120))?.outcome == LeavingTests.left)
        #expect(node.said.contains("for 500ms, as exit-when-idle says"))
        #expect(try cluster.spool().records(of: key.job).map(\.outcome) == [.done], "\(node.said)")
    }

    /// What keeps a worker from ever taking what is open.
    static let holds = ["hours", "pause"]

    @Test(
        "leaves open what it may not take, as a worker; as a coordinator it stays",
        arguments: holds
    )
    func foreign(_ hold: String) throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        let spool = try emptySpool(of: cluster)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        var launcher: [String] = []
        if hold == "pause" {
            _ = try spool.pauseAll(reason: nil)
        } else {
            let hour = (LocalTime(.now).minuteOfDay / 60 + 12) % 24
            let closed = "\(two(hour)):00-\(two(hour)):30"
            launcher = ["/usr/bin/env", "REELMILL_HOURS=\(closed)"]
        }
        let words = ["--exit-when-idle", "500ms"]
        let other = try cluster.watching("other", 1, launcher: launcher, words)
        let isTaken = try cluster.wait(upTo: .seconds(60)) { other.said.contains("took in film") }
        #expect(isTaken, "\(other.said)")
        let worker = try cluster.node(
            "one",
            slots: 1,
            launcher: launcher,
            ["--roles", "worker"] + words
        )
        #expect(try worker.child.wait(upTo: .seconds(60))?.outcome == LeavingTests.left)
        #expect(try cluster.records().isEmpty, "\(other.said)")
        #expect(try spool.isAnythingOpen())
        #expect(try other.stop()?.outcome == .exited(code: 143))
        #expect(!other.said.contains("leaving:"))
    }

    @Test("waits for a volume that is not there, however long that takes")
    func away() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        // A mark of an earlier spool, which has to be waited for.
        let mark = cluster.output.appending(MediaFolders.staging)
        try Directory.createAll(mark)
        let node = try cluster.watching("one", 1, ["--exit-when-idle", "0s"])
        let isWaiting = try cluster.wait(upTo: .seconds(60)) {
            node.said.contains("is the volume mounted?")
        }
        #expect(isWaiting, "\(node.said)")
        #expect(try node.child.wait(upTo: .seconds(1)) == nil)
        try Directory.removeEmpty(mark)
        #expect(try node.child.wait(upTo: .seconds(60))?.outcome == LeavingTests.left)
    }

    // MARK: What all of them do

    private func prepared(_ root: Path) throws -> Cluster {
        let cluster = try Cluster(root, program: try BuiltProgram.path())
        try cluster.write("[video]\n-c:v libx264 -crf 30\n", to: "input/profile.conf")
        return cluster
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func emptySpool(of cluster: Cluster) throws -> Spool {
        try Directory.createAll(cluster.spoolFolder)
        let chance = SystemChance()
        let holder = Holder(hostName: "test", bits: chance.bits())
        let volume = try DirectoryVolume(root: cluster.spoolFolder)
        _ = try SpoolOpening.initialize(volume, holder: holder, chance: chance)
        return try cluster.spool()
    }

    /// A job before there is a node.
    private func offer(to cluster: Cluster) throws -> JobKey {
        let spool = try emptySpool(of: cluster)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let offer = try Film.offer("film.mkv", "-c:v libx264 -crf 30 -c:a copy", to: cluster)
        guard case .queued(let key) = try spool.takeIn(offer) else {
            throw SystemError("take in", cluster.input, .exists)
        }
        return key
    }
}
