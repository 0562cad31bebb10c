import CommandLine
import Model
import Platform
import Profiles
import TestKit
import Testing

@Suite("What profiles ls says")
struct ProfilesListTests {
    @Test("Every profile has a row, the built-in ones last")
    func rows() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("ls")
        #expect(run.code == .done)
        #expect(run.errors == "")
        let lines = run.output.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(
            Array(lines.prefix(4)) == [
                "NAME FILMS FOLDERS STATE WHERE", "base 1 1 ok \(tree.root)/input/profile.conf",
                "tv 2 1 ok \(tree.root)/input/tv/profile.conf",
                "default 0 0 ok \(tree.root)/profiles/default.conf",
            ]
        )
        #expect(lines.dropFirst(4).count == Shipped.all.count)
        #expect(lines.dropFirst(4).allSatisfy { $0.contains(" 0 0 ok builtin:") })
    }

    @Test("A wrong one says below its row what is wrong, and the command ends with 5")
    func wrong() throws {
        let tree = try ProfilesTree(["input/profile.conf": "nmae = x\n", "input/a.mkv": ""])
        let run = tree.run("ls")
        #expect(run.code == .invalidConfiguration)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines[1].hasSuffix("  wrong  \(tree.root)/input/profile.conf"))
        #expect(lines[2].hasPrefix("    \(tree.root)/input/profile.conf:1:1: "))
        #expect(lines[3] == "        1 | nmae = x")
    }

    @Test("Programs get a document that names its form")
    func json() throws {
        let tree = try ProfilesTree(ProfilesTree.usual)
        let run = tree.run("ls", "--json")
        #expect(run.output.contains(#""schema":"reelmill.profiles/1""#))
        let row = [
            #""films":2,"folders":1,"isValid":true,"kind":"file","name":"tv","#,
            #""path":"\#(tree.root)/input/tv/profile.conf"}"#,
        ].joined()
        #expect(run.output.contains(row))
        #expect(run.output.contains(#""filmsUnknown":0,"input":"\#(tree.root)/input""#))
        #expect(run.output.filter { $0 == "\n" }.count == 1)
    }
}
