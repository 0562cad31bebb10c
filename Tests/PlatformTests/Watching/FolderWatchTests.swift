import Model
import TestKit
import Testing

@testable import Platform

@Suite("A watched folder", .timeLimit(.minutes(5)))
struct FolderWatchTests {
    @Test("The first thing it asks for is a scan of everything")
    func start() throws {
        let scratch = try Scratch()
        let inner = scratch.path / "inner"
        try Directory.create(inner)
        var watch = FolderWatch(scratch.path, wakeUp: try WakeUp())
        #expect(try watch.wait(upTo: .seconds(30)).rescanReasons == [.started])
        #expect(watch.coverage.isComplete)
        #expect(watch.coverage.watchedDirectories == 2)
        try touch(inner / "film.mkv")
        #expect(try watch.wait(upTo: .seconds(30)) == WatchHints(directories: [inner]))
        #expect(try watch.wait(upTo: .milliseconds(1)) == WatchHints())
    }

    @Test(
        "10,000 files in 1,000 new directories, made while the watch is set up: none is missed",
        arguments: [
            TreeShape(directories: 1_000, branching: 1_000, filesEach: 10),
            TreeShape(directories: 1_000, branching: 3, filesEach: 10),
            TreeShape(directories: 1_000, branching: 30, filesEach: 10),
        ],
        [false, true]
    )
    func race(shape: TreeShape, beginsBefore: Bool) throws {
        let scratch = try MemoryScratch()
        let folder = scratch.path
        var follower = try Follower(folder)
        // Either the directories are made while the first ones get their watches, or all of them
        // are new to a watch that is complete: then nothing but the watch itself can find them.
        if !beginsBefore { #expect(try follower.start()) }
        let writer = try NamedThread("writer") { try shape.make(below: folder) }
        let expected = shape.files(below: folder)
        #expect(expected.count == 10_000)
        let isComplete = try follower.follow { $0.files.count >= expected.count }
        try writer.join()
        #expect(isComplete, "missed \(expected.count - follower.files.count)")
        #expect(follower.files == expected)
        // A scan may have found the last ones before the news of their directories was read.
        #expect(try follower.follow { $0.watch.coverage.watchedDirectories == 1_001 })
    }

    @Test("A chain of 150 directories made in one go is covered to its end")
    func chain() throws {
        let scratch = try Scratch()
        var follower = try Follower(scratch.path)
        #expect(try follower.start())
        let shape = TreeShape(directories: 150, branching: 1, filesEach: 1)
        try shape.make(below: scratch.path)
        let expected = shape.files(below: scratch.path)
        #expect(try follower.follow { $0.files == expected })
        #expect(follower.watch.coverage.watchedDirectories == 151)
    }

    @Test("A directory moved in is looked at with all that is in it, and watched")
    func movedIn() throws {
        let scratch = try Scratch()
        let (folder, outside) = (scratch.path / "in", scratch.path / "out")
        try Directory.create(folder)
        try Directory.createAll(outside.appending("a/b"))
        try touch(outside.appending("a/b/film"))
        var follower = try Follower(folder)
        #expect(try follower.start())
        try Directory.rename(outside / "a", to: folder / "a")
        let inner = folder.appending("a/b")
        #expect(try follower.follow { $0.files == [inner / "film"] })
        try touch(inner / "second")
        #expect(try follower.follow { $0.files.contains(inner / "second") })
        #expect(follower.reasons == [.started])
    }

    @Test("A directory moved out is watched no longer, nor is what is below it")
    func movedOut() throws {
        let scratch = try Scratch()
        let (folder, outside) = (scratch.path / "in", scratch.path / "out")
        try Directory.createAll(folder.appending("a/b/c"))
        try Directory.create(outside)
        var follower = try Follower(folder)
        #expect(try follower.start())
        #expect(follower.watch.coverage.watchedDirectories == 4)
        try Directory.rename(folder / "a", to: outside / "a")
        #expect(try follower.follow { $0.watch.coverage.watchedDirectories == 1 })
        try touch(outside.appending("a/b/c/stranger"))
        #expect(try follower.watch.wait(upTo: .milliseconds(50)) == WatchHints())
        #expect(follower.reasons == [.started])
    }

    @Test("A renamed directory is told of under its new name")
    func renamed() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        try Directory.createAll(folder.appending("old/deep"))
        var follower = try Follower(folder)
        #expect(try follower.start())
        try Directory.rename(folder / "old", to: folder / "new")
        try touch(folder.appending("new/deep/early"))
        #expect(try follower.follow { $0.files.contains(folder.appending("new/deep/early")) })
        try touch(folder.appending("new/deep/late"))
        #expect(try follower.follow { $0.files.contains(folder.appending("new/deep/late")) })
        let isUnderOldName = follower.files.contains { $0.relative(to: folder / "old") != nil }
        #expect(!isUnderOldName)
        #expect(follower.watch.coverage.watchedDirectories == 3)
        #expect(follower.reasons == [.started])
    }

    @Test("Two directories that change names are both told of under their new names")
    func swapped() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        for name: FileName in ["a", "b"] { try Directory.create(folder / name) }
        var follower = try Follower(folder)
        #expect(try follower.start())
        try Directory.rename(folder / "a", to: folder / "c")
        try Directory.rename(folder / "b", to: folder / "a")
        try Directory.rename(folder / "c", to: folder / "b")
        try follower.step()
        try touch(folder.appending("a/was-b"))
        try touch(folder.appending("b/was-a"))
        let expected: Set<Path> = [folder.appending("a/was-b"), folder.appending("b/was-a")]
        #expect(try follower.follow { $0.files == expected })
    }

    @Test("A directory deleted and made again under its name is watched again")
    func remade() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        var follower = try Follower(folder)
        #expect(try follower.start())
        for round in 0..<50 {
            try Directory.create(folder / "again")
            try touch(folder.appending(Path("again/\(round)")))
            #expect(
                try follower.follow { $0.files.contains(folder.appending(Path("again/\(round)"))) }
            )
            try Directory.removeTree(folder / "again")
        }
        #expect(try follower.follow { $0.watch.coverage.watchedDirectories == 1 })
        #expect(follower.reasons == [.started])
    }

    @Test(
        "Names with a newline, invalid UTF-8, 255 bytes and both forms of é are told byte for byte"
    )
    func names() throws {
        let scratch = try Scratch()
        let names: [[UInt8]] = [
            Array("a\nb".utf8), [0xff, 0xfe, 0x80], Array(repeating: 0x78, count: 255),
            [0x65, 0xcc, 0x81], [0xc3, 0xa9], Array("-rf '\"\\".utf8), Array("🎬".utf8),
        ]
        var follower = try Follower(scratch.path)
        #expect(try follower.start())
        var expected: Set<Path> = []
        for bytes in names {
            let name = try #require(FileName(bytes: bytes))
            try Directory.create(scratch.path / name)
            try touch(scratch.path / name / name)
            expected.insert(scratch.path / name / name)
        }
        #expect(try follower.follow { $0.files == expected })
        try Directory.removeFile(try #require(expected.first))
        let parent = try #require(expected.first).parent
        #expect(try follower.watch.wait(upTo: .seconds(30)).directories.contains(parent))
    }

    @Test("Symbolic links below the folder are not followed; the folder may be one")
    func links() throws {
        let scratch = try Scratch()
        let (folder, outside) = (scratch.path / "real", scratch.path / "out")
        try Directory.create(folder)
        try Directory.createAll(outside / "deep")
        try Directory.symbolicLink(at: folder / "loop", to: folder)
        try Directory.symbolicLink(at: folder / "away", to: outside)
        try Directory.symbolicLink(at: scratch.path / "link", to: folder)
        var follower = try Follower(scratch.path / "link")
        #expect(try follower.start())
        #expect(follower.watch.coverage.watchedDirectories == 1)
        try touch(folder / "film")
        #expect(try follower.follow { $0.files == [scratch.path.appending("link/film")] })
        try Directory.symbolicLink(at: folder / "later", to: outside)
        #expect(try follower.watch.wait(upTo: .seconds(30)).directories == [follower.folder])
        #expect(follower.watch.coverage.isComplete)
        #expect(follower.watch.coverage.watchedDirectories == 1)
    }

    @Test("What the caller does not want watched is not, and counts as covered")
    func predicate() throws {
        let scratch = try Scratch()
        try Directory.createAll(scratch.path.appending(".hidden/deep"))
        try Directory.createAll(scratch.path.appending("shown/.hidden"))
        var watch = FolderWatch(scratch.path, wakeUp: try WakeUp()) { $0.name?.isHidden != true }
        _ = try watch.wait(upTo: .seconds(30))
        #expect(watch.coverage.watchedDirectories == 2)
        #expect(watch.coverage.isComplete)
    }

    @Test("A wait is ended from another thread, and before it begins as well")
    func woken() throws {
        let scratch = try Scratch()
        let wakeUp = try WakeUp()
        var watch = FolderWatch(scratch.path, wakeUp: wakeUp)
        _ = try watch.wait(upTo: .seconds(30))
        wakeUp.wake()
        wakeUp.wake()
        #expect(try watch.wait(upTo: .seconds(86_400 * 365)).wasWoken)
        #expect(try !watch.wait(upTo: .milliseconds(1)).wasWoken)
        let other = try NamedThread("waker") { wakeUp.wake() }
        #expect(try watch.wait(upTo: .seconds(86_400 * 365)).wasWoken)
        other.join()
    }
}

extension WatchHints {
    init(directories: Set<Path>) {
        self.init()
        self.directories = directories
    }
}
