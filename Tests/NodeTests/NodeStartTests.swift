import ClusterKit
import Model
import Node
import Platform
import Services
import TestKit
import Testing

@Suite("How a node begins")
struct NodeStartTests {
    @Test("refuses a spool of another version, and says whose it is")
    func otherVersion() throws {
        let scratch = try Scratch()
        try scratch.file("SPOOL", "{\"format\":2}")
        let folders = MediaFolders(
            input: scratch.path / "input",
            output: scratch.path / "output",
            profiles: nil,
            spool: scratch.path,
            state: scratch.path / "state"
        )
        let settings = NodeSettings(
            folders: folders,
            name: "one",
            version: "0",
            program: try BuiltProgram.path()
        )
        let node = Node(settings, .silent)
        var message = ""
        do { try node.run() } catch let refusal as NodeRefusal { message = refusal.message }
        #expect(
            message == "the spool at \(scratch.path) has format 2, and this version knows 1: it "
                + "was made by a newer one"
        )
    }

    @Test("is alive while it waits for its volume, ready when that is there, and gone at the end")
    func health() throws {
        let scratch = try Scratch()
        let cluster = try Cluster(scratch.path, program: try BuiltProgram.path())
        // A mark of an earlier spool, which has to be waited for.
        let mark = cluster.output.appending(MediaFolders.staging)
        try Directory.createAll(mark)
        let node = try cluster.node("one")
        let state = scratch.path / "state-one"
        func says(_ isReady: Bool) throws -> Bool {
            try cluster.wait(upTo: .seconds(60)) {
                guard case .live(let health) = try NodeHealthFile.look(in: state) else {
                    return false
                }
                return health.isReady == isReady && (isReady || health.reason != nil)
            }
        }
        let waits = try says(false)
        #expect(waits, "\(node.said)")
        try Directory.removeEmpty(mark)
        let works = try says(true)
        #expect(works, "\(node.said)")
        #expect(try node.stop()?.outcome == .exited(code: 143))
        guard case .dead = try NodeHealthFile.look(in: state) else {
            Issue.record("an ended node left its file")
            return
        }
    }
}
