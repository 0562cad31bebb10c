import Model
import Platform
import TestKit
import Testing

@Suite("Looking up a program")
struct ProgramSearchTests {
    @Test(
        "The entries of PATH are tried in order, those that depend on where we stand are not",
        arguments: [
            ("ffmpeg", "/usr/bin:/bin", ["/usr/bin/ffmpeg", "/bin/ffmpeg"]),
            ("ffmpeg", ":/bin:.:bin::/opt/", ["/bin/ffmpeg", "/opt/ffmpeg"]),
            ("ffmpeg", "", []),
            ("./ffmpeg", "/bin", ["./ffmpeg"]),
            ("/opt/ffmpeg", "/bin", ["/opt/ffmpeg"]),
        ]
    )
    func candidates(name: String, path: String, expected: [String]) {
        let found = ProgramSearch.candidates(for: Path(name), inPATH: Array(path.utf8))
        #expect(found == expected.map { Path($0) })
    }

    @Test("The first that is a file and may be executed is taken")
    func find() throws {
        let scratch = try Scratch()
        for (name, permissions) in [("a", 0o666), ("b", 0o777)] as [(FileName, UInt32)] {
            try Directory.create(scratch.path / name)
            _ = try OpenFile.create(scratch.path / name / "tool", permissions: permissions)
        }
        try Directory.createAll(scratch.path.appending("c/tool"))
        let path = Array("/none:\(scratch.path)/c:\(scratch.path)/a:\(scratch.path)/b".utf8)
        #expect(ProgramSearch.find("tool", inPATH: path) == scratch.path.appending("b/tool"))
        #expect(ProgramSearch.find("other", inPATH: path) == nil)
    }
}
