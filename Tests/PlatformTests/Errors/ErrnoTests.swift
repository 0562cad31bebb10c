import Model
import Platform
import TestKit
import Testing

@Suite("Errors of the kernel")
struct ErrnoTests {
    @Test("An error says what was attempted, on what, and why")
    func wording() throws {
        let expected = SystemError("open", "/nowhere/at all", .noSuchFile)
        #expect(throws: expected) { _ = try OpenFile("/nowhere/at all", for: .read) }
        #expect(
            expected.description
                == "cannot open /nowhere/at all: No such file or directory (ENOENT)"
        )
    }

    @Test("A number without a name is shown as the number")
    func unknown() {
        #expect(Errno(rawValue: 4711).description == "errno 4711")
    }

    @Test("What a file system answers is an error, never the end of the process")
    func badDescriptor() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a", "content")
        #expect(throws: SystemError("write", path, .badDescriptor)) {
            try OpenFile(path, for: .read).write([1])
        }
        #expect(throws: SystemError("read", path, Errno(rawValue: 14))) {
            try Faults.with(.fails("read", Errno(rawValue: 14))) {
                _ = try OpenFile(path, for: .read).readAll(limit: 100)
            }
        }
    }

    @Test("An interrupted call is repeated until it is through")
    func interrupted() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a", "content")
        try Faults.with(
            .fails("open", .interrupted, times: 3),
            .fails("read", .interrupted, times: 2)
        ) {
            let file = try OpenFile(path, for: .read)
            #expect(try file.readAll(limit: 100) == Array("content".utf8))
            #expect(Faults.met == 5)
        }
    }
}
