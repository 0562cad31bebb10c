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
}
