import ClusterKit
import Model
import Platform
import Spool
import TestKit
import Testing

/// Volumes that are full, read-only or another's, each mounted for one node alone.
@Suite("Storage in trouble", .enabled(if: PrivateMounts.areAllowed, "mounting is not allowed here"))
struct StorageTests {
    struct Trouble: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What is mounted where, before the node starts.
        var mount: String
        /// What mends it, in the node's own view.
        var mending: String
        /// What the node says meanwhile.
        var says: String
    }

    static let troubles = [
        Trouble(
            testDescription: "an output that is full",
            mount: "mount -t tmpfs -o size=64k none output",
            mending: "mount -o remount,size=64m output",
            says: "merge waits: cannot write the result to"
        ),
        Trouble(
            testDescription: "an output that is read-only",
            mount: "mount -t tmpfs none output && mount -o remount,ro output",
            mending: "mount -o remount,rw output",
            says: "Read-only file system (EROFS)"
        ),
        Trouble(
            testDescription: "a spool that is full",
            mount: "mkdir spool && mount -t tmpfs -o size=96k none spool",
            mending: "mount -o remount,size=64m spool",
            says: "No space left on device"
        ),
    ]

    @Test("makes a film wait, with the reason, until it is mended", arguments: troubles)
    func waits(_ trouble: Trouble) throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try PrivateMounts.node(cluster, trouble.mount)
        let isTold = try cluster.wait(upTo: .seconds(60)) { node.said.contains(trouble.says) }
        #expect(isTold, "\(node.said)")
        #expect((try? Directory.status(of: cluster.input / "film.mkv")) != nil)
        try PrivateMounts.run(in: node, cluster, trouble.mending)
        let result = PrivateMounts.path(of: node, cluster.output / "film.mkv")
        let isDone = try cluster.wait(upTo: .seconds(60)) {
            (try? Directory.status(of: result)) != nil
        }
        #expect(isDone, "\(node.said)")
        #expect(try Judge.frames(of: result).count == TestMedia.h264MKV.facts.frames)
    }

    @Test("that the output is another file system is none")
    func another() throws {
        let scratch = try Scratch()
        let cluster = try prepared(scratch.path)
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try PrivateMounts.node(cluster, "mount -t tmpfs none output")
        let result = PrivateMounts.path(of: node, cluster.output / "film.mkv")
        let isDone = try cluster.wait(upTo: .seconds(60)) {
            (try? Directory.status(of: result)) != nil
        }
        #expect(isDone, "\(node.said)")
    }

    private func prepared(_ root: Path) throws -> Cluster {
        let cluster = try Cluster(root, program: try BuiltProgram.path())
        try cluster.write(
            "container = mkv\n[video]\n-c:v libx264 -preset veryfast -crf 20\n[audio]\n-c:a copy\n",
            to: "input/profile.conf"
        )
        return cluster
    }
}

/// Mounts that one node sees and nobody else, gone with it.
enum PrivateMounts {
    static let areAllowed: Bool = {
        let request = SpawnRequest(
            "/usr/bin/unshare",
            ["--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
        )
        let child = try? ChildProcess.spawn(request)
        return (try? child?.wait(upTo: .seconds(10)))??.isSuccess ?? false
    }()

    /// - Parameter mounting: A line of a shell, run in the cluster's root.
    static func node(_ cluster: Cluster, _ mounting: String) throws -> NodeProcess {
        try cluster.watching(
            "one",
            1,
            launcher: [
                "/usr/bin/unshare", "--mount", "sh", "-c",
                #"cd "$0" && \#(mounting) && cd / && exec "$@""#, "\(cluster.root)",
            ],
            // A spool on a volume of its own is made when somebody says so, and only then.
            ["--init"]
        )
    }

    /// Where a path of the node's own view lies for others.
    static func path(of node: NodeProcess, _ path: Path) -> Path {
        Path("/proc/\(node.child.processID)/root").appending(
            Path("\(path)".dropFirst().description)
        )
    }

    static func run(in node: NodeProcess, _ cluster: Cluster, _ line: String) throws {
        let request = SpawnRequest(
            "/usr/bin/nsenter",
            [
                "--target", "\(node.child.processID)", "--mount", "sh", "-c",
                "cd '\(cluster.root)' && \(line)",
            ]
        )
        let status = try ChildProcess.spawn(request).wait(upTo: .seconds(10))
        #expect(status?.isSuccess == true, "\(line)")
    }
}
