import ClusterKit
import Model
import Platform
import Services
import Spool
import TestKit
import Testing

@Suite("A node as a service")
struct ServiceTests {
    @Test("says that it is ready without its volume, what it does, that it lives, and that it ends")
    func told() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        let mark = cluster.output.appending(MediaFolders.staging)
        try Directory.createAll(mark)
        let socket = "\(scratch.path / "notify")"
        let inbox = try ServiceInbox(socket)
        let launcher = ["/usr/bin/env", "NOTIFY_SOCKET=\(socket)", "WATCHDOG_USEC=2000000"]
        let node = try cluster.node("one", launcher: launcher)
        let text = "STATUS=waiting for the volume at \(cluster.spoolFolder)"
        let ready = inbox.next(within: .seconds(60))
        #expect(ready?.hasPrefix("READY=1\nSTATUS=") == true, "\(node.said)")
        // It may have looked for its volume by then, or not.
        if ready != "READY=1\n" + text {
            #expect(inbox.first(within: .seconds(60)) { $0 == text } != nil)
        }
        #expect(inbox.first(within: .seconds(60)) { $0 == "WATCHDOG=1" } != nil)
        try Directory.removeEmpty(mark)
        let working = inbox.first(within: .seconds(60)) {
            $0.hasPrefix("STATUS=0 tasks, 0 jobs open, coordinates")
        }
        #expect(working != nil, "\(node.said)")
        #expect(inbox.first(within: .seconds(60)) { $0 == "WATCHDOG=1" } != nil)
        try node.child.signal(.terminate)
        #expect(inbox.first(within: .seconds(60)) { $0 == "STOPPING=1" } != nil)
        let longer = inbox.first(within: .seconds(60)) { $0 == "EXTEND_TIMEOUT_USEC=30000000" }
        #expect(longer != nil)
        #expect(try node.child.wait(upTo: .seconds(60))?.outcome == .exited(code: 143))
    }

    @Test("works under a name as long as a host's, with capitals")
    func name() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        // As a pod of a deployment may be called, as long as the kernel lets it.
        let name = "My-Release-Of-The-Encoding-Farm-Reelmill-Worker-7d9f8b6c5-X2x9z"
        let words = ["--exit-when-idle", "0s", "--settle", "0s"]
        try cluster.write("[video]\n-c:v libx264 -crf 30\n", to: "input/profile.conf")
        try cluster.drop(try TestMedia.h264MKV.file(), as: "film.mkv")
        let node = try cluster.node(name, words)
        #expect(
            try node.child.wait(upTo: .seconds(120))?.outcome == .exited(code: 0),
            "\(node.said)"
        )
        #expect(try cluster.records().map(\.outcome) == [.done])
    }
}
