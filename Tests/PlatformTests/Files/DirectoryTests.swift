import Model
import Platform
import TestKit
import Testing

@Suite("Directories")
struct DirectoryTests {
    @Test("Missing parents are made, and existing ones are no error")
    func createsAll() throws {
        let scratch = try Scratch()
        let deep = scratch.path.appending("a/b/c/d")
        try Directory.createAll(deep)
        try Directory.createAll(deep)
        #expect(try Directory.status(of: deep).kind == .directory)
    }

    @Test("A file in the way of a directory is named")
    func fileInTheWay() throws {
        let scratch = try Scratch()
        let file = try scratch.file("a")
        #expect(throws: SystemError("create the directory", file, .exists)) {
            try Directory.createAll(file)
        }
        #expect(throws: SystemError("create the directory", file / "b", .notADirectory)) {
            try Directory.createAll(file / "b")
        }
    }

    @Test("A directory that is there needs no right to make it")
    func existsBelowReadOnly() throws {
        let scratch = try Scratch()
        try Faults.with(.fails("mkdir", .readOnlyFileSystem)) {
            try Directory.createAll(scratch.path)
            #expect(Faults.met == 1)
        }
    }

    @Test("Where nothing can be made the attempt ends")
    func createsNothing() throws {
        // procfs answers ENOENT although the directory above is there.
        #expect(throws: SystemError("create the directory", "/proc/reelmill", .noSuchFile)) {
            try Directory.createAll("/proc/reelmill/spool")
        }
    }

    @Test("A directory that is touched has the time of now, whatever its time was")
    func touches() throws {
        let scratch = try Scratch()
        let made = try Directory.status(of: scratch.path)
        while try Directory.status(of: scratch.path).modified == made.modified {
            try Directory.touch(scratch.path)
        }
        let missing = scratch.path / "missing"
        #expect(throws: SystemError("set the time of", missing, .noSuchFile)) {
            try Directory.touch(missing)
        }
    }

    @Test("A tree is removed with everything in it, links not followed")
    func removesTree() throws {
        let scratch = try Scratch()
        let kept = try scratch.file("kept", "content")
        let tree = scratch.path / "tree"
        try Directory.createAll(tree.appending("a/b"))
        _ = try OpenFile.create(tree.appending("a/file"))
        try Directory.symbolicLink(at: tree / "link", to: scratch.path)
        try Directory.symbolicLink(at: tree / "dangling", to: "nowhere")
        try Directory.removeTree(tree)
        #expect(try Directory.entries(of: scratch.path).map(\.name) == ["kept"])
        #expect(try OpenFile(kept, for: .read).readAll(limit: 100) == Array("content".utf8))
        try Directory.removeTree(tree)
    }

    @Test("A tree as deep as a path can say is removed by a thread of the usual stack")
    func removesDeepTree() throws {
        let scratch = try Scratch()
        let tree = scratch.path / "tree"
        var deepest = tree
        try Directory.create(deepest)
        while deepest.bytes.count < 4_000 {
            deepest = deepest / "d"
            try Directory.create(deepest)
        }
        try NamedThread("remove") { try Directory.removeTree(tree) }.join()
        #expect(try Directory.entry(at: tree) == nil)
    }

    @Test("A removal that another one overtakes is no error")
    func removesTreeTogether() throws {
        let scratch = try Scratch()
        let tree = scratch.path / "tree"
        try Directory.create(tree)
        for index in 0..<10 { _ = try OpenFile.create(tree / FileName("\(index)")) }
        try Faults.with(.losesReply("unlink", .noSuchFile, after: 3)) {
            try Directory.removeTree(tree)
            #expect(Faults.met == 1)
        }
        #expect(try Directory.entry(at: tree) == nil)
    }

    @Test("A symbolic link is read as it is written, whatever it points at")
    func readsLink() throws {
        let scratch = try Scratch()
        let link = scratch.path / "link"
        try Directory.symbolicLink(at: link, to: "../no where")
        #expect(try Directory.symbolicLinkTarget(of: link) == "../no where")
        let file = try scratch.file("file")
        #expect(throws: SystemError("read the symbolic link", file, .invalidArgument)) {
            _ = try Directory.symbolicLinkTarget(of: file)
        }
    }

    @Test("A listing says names, kinds and inodes")
    func lists() throws {
        let scratch = try Scratch()
        let file = try scratch.file("file")
        try Directory.create(scratch.path / "directory")
        try Directory.symbolicLink(at: scratch.path / "link", to: file)
        let entries = try Directory.entries(of: scratch.path)
        let kinds = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.kind) })
        #expect(kinds == ["file": .regular, "directory": .directory, "link": .symbolicLink])
        let inode = try Directory.status(of: file).identity.inode
        #expect(entries.first { $0.name == "file" }?.inode == inode)
    }

    @Test("A listing that fails in the middle is an error, not a short listing")
    func failsInTheMiddle() throws {
        let scratch = try Scratch()
        for index in 0..<10 { try scratch.file(FileName("\(index)")) }
        let path = scratch.path
        #expect(throws: SystemError("read the directory", path, .staleHandle)) {
            try Faults.with(.fails("readdir", .staleHandle, after: 5)) {
                _ = try Directory.entries(of: path)
            }
        }
    }

    @Test("A file is read up to its limit and not beyond")
    func readLimit() throws {
        let scratch = try Scratch()
        let path = try scratch.file("file", "0123456789")
        #expect(try OpenFile(path, for: .read).readAll(limit: 10).count == 10)
        #expect(throws: SystemError("read all of", path, .fileTooLarge)) {
            _ = try OpenFile(path, for: .read).readAll(limit: 9)
        }
    }

    @Test("A file system that cannot sync directories is no reason to fail")
    func syncNotSupported() throws {
        let scratch = try Scratch()
        let path = scratch.path
        try Faults.with(.fails("fsync", .invalidArgument)) { try Directory.sync(path) }
        #expect(throws: SystemError("write to the disk", path, .inputOutput)) {
            try Faults.with(.fails("fsync", .inputOutput)) { try Directory.sync(path) }
        }
    }

    @Test("An exclusive rename never replaces")
    func renamesExclusively() throws {
        let scratch = try Scratch()
        let first = try scratch.file("first", "1")
        let second = try scratch.file("second", "2")
        let target = scratch.path / "target"
        try Directory.renameExclusively(first, to: target)
        #expect(throws: SystemError("rename", second, to: target, .exists)) {
            try Directory.renameExclusively(second, to: target)
        }
        #expect(try OpenFile(target, for: .read).readAll(limit: 1) == Array("1".utf8))
        #expect(try Directory.entry(at: second) != nil)
    }

    @Test("Only a regular file is opened as one, and a FIFO holds nobody back")
    func regularOnly() throws {
        let scratch = try Scratch()
        let file = try scratch.file("file", "content")
        let fifo = scratch.path / "fifo"
        #expect(try Finished(shell: "mkfifo \(fifo)").status?.isSuccess == true)
        let content = try OpenFile(file, for: .readRegular).readAll(limit: 100)
        #expect(content == Array("content".utf8))
        for other in [fifo, "/dev/null", scratch.path] {
            #expect(throws: SystemError("open as a regular file", other, .invalidArgument)) {
                _ = try OpenFile(other, for: .readRegular)
            }
        }
        try Faults.with(.fails("open", .wouldBlock)) {
            _ = try OpenFile(file, for: .readRegular)
            #expect(Faults.met == 1)
        }
    }
}
