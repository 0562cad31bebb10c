import Model
import TestKit
import Testing

@testable import Platform

@Suite("What this process is")
struct OwnProcessTests {
    @Test("files are made by the last of four numbers, and a kernel that is silent is nobody")
    func owner() throws {
        let scratch = try Scratch()
        #expect(OwnProcess.owner(root: scratch.path) == nil)
        try Directory.createAll(scratch.path / "proc" / "self")
        try OpenFile.create(scratch.path / "proc" / "self" / "status").write(
            Array("Name:\treelmill\nUid:\t0\t0\t0\t1000\nGid:\t0\t0\t0\t100\nFDSize:\t64\n".utf8)
        )
        #expect(OwnProcess.owner(root: scratch.path) == "1000:100")
    }

    @Test("a process has an owner here")
    func here() throws {
        let owner = try #require(OwnProcess.owner())
        #expect(owner.split(separator: ":").compactMap { UInt32($0) }.count == 2)
    }
}
