import Glibc
import Model
import TestKit
import Testing

@testable import Platform

@Suite("A watched folder in trouble", .timeLimit(.minutes(5)))
struct WatchTroubleTests {
    static let queuedEvents = InotifyLimits.current().queuedEvents ?? 0

    @Test(
        "When the kernel's queue runs over, a scan is asked for and new directories are watched",
        .enabled(if: (1...500_000).contains(queuedEvents), "the queue is too long to fill")
    )
    func overflow() throws {
        let scratch = try MemoryScratch()
        let folder = scratch.path
        var follower = try Follower(folder)
        try touch(folder / "0")
        #expect(try follower.start())
        // Each rename is two events; no two in a row are the same, which the kernel would join.
        for round in 0..<(WatchTroubleTests.queuedEvents / 2 + 1) {
            try Directory.rename(
                folder / FileName("\(round % 2)"),
                to: folder / FileName("\((round + 1) % 2)")
            )
        }
        let shape = TreeShape(directories: 1_000, branching: 10, filesEach: 10)
        try shape.make(below: folder)
        let expected = shape.files(below: folder)
        #expect(try follower.follow { expected.isSubset(of: $0.files) })
        #expect(follower.reasons.contains(.queueOverflow))
        #expect(follower.watch.coverage.watchedDirectories == 1_001)
        let late = try #require(shape.paths(below: folder).last) / "late"
        try touch(late)
        #expect(try follower.follow { $0.files.contains(late) })
    }

    @Test("10,000 files while the watch limit is reached: told, and the rest is still watched")
    func watchLimit() throws {
        let scratch = try MemoryScratch()
        let folder = scratch.path
        var follower = try Follower(folder)
        let shape = TreeShape(directories: 1_000, branching: 10, filesEach: 10)
        let expected = shape.files(below: folder)
        try Faults.with(
            .fails("inotify_add_watch", .noSpace, times: .max, after: 500)
        ) {
            let writer = try NamedThread("writer") { try shape.make(below: folder) }
            let isTold = try follower.follow { $0.reasons.contains(.notCovered) }
            #expect(isTold)
            try writer.join()
            _ = try follower.follow { !$0.watch.coverage.isSettingUp }
            _ = try follower.watch.wait(upTo: .milliseconds(1))
            #expect(Faults.met > 0)
        }
        let coverage = follower.watch.coverage
        #expect(!coverage.isComplete)
        // What is not watched is at or below a gap: a scanner that polls these misses nothing.
        for gap in coverage.gaps {
            #expect(gap.cause == .watchLimit)
            follower.listAll(gap.path)
        }
        #expect(try follower.follow { $0.files == expected })
        #expect(follower.watch.coverage.gapsCount > 0)
        // There is room again: nothing is left out.
        follower.watch.startAgain()
        #expect(try follower.follow { $0.watch.coverage.isComplete })
        #expect(follower.watch.coverage.watchedDirectories == 1_001)
    }

    @Test("A directory that cannot be read is a gap, the rest is watched, and chmod closes the gap")
    func unreadable() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        for name: FileName in ["a", "b", "c"] { try Directory.create(folder / name) }
        var follower = try Follower(folder)
        // As root no directory is unreadable, hence the fault, on the first directory below the
        // top.
        try Faults.with(.fails("inotify_add_watch", .accessDenied, after: 1)) {
            let isStarted = try follower.start()
            #expect(isStarted)
            #expect(Faults.met == 1)
        }
        let coverage = follower.watch.coverage
        let gap = try #require(coverage.gaps.first)
        #expect(coverage.gaps == [WatchGap(path: gap.path, cause: .error(.accessDenied))])
        #expect(coverage.messages == ["cannot watch \(gap.path): Permission denied (EACCES)"])
        #expect(coverage.watchedDirectories == 3)
        #expect(follower.reasons == [.started, .notCovered])
        #expect(chmod(gap.path.description, 0o711) == 0)
        #expect(try follower.follow { $0.watch.coverage.isComplete })
        try touch(gap.path / "film")
        #expect(try follower.follow { $0.files == [gap.path / "film"] })
    }

    @Test("A directory whose listing fails half-way is a gap until something happens to it")
    func listingFails() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        try Directory.createAll(folder.appending("a/b"))
        var follower = try Follower(folder)
        var watched = 0
        try Faults.with(.fails("readdir", .inputOutput, after: 4)) {
            _ = try follower.watch.wait(upTo: .seconds(30))
            watched = follower.watch.coverage.watchedDirectories
        }
        #expect(watched == 2)
        let gap = WatchGap(path: folder / "a", cause: .error(.inputOutput))
        #expect(follower.watch.coverage.gaps == [gap])
        try touch(folder.appending("a/film"))
        follower.watch.startAgain()
        #expect(try follower.follow { $0.watch.coverage.isComplete })
        #expect(follower.watch.coverage.watchedDirectories == 3)
    }

    @Test("Without an inotify instance nothing is watched, which is said; later it works")
    func instanceLimit() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        var watch = FolderWatch(folder, wakeUp: try WakeUp())
        try Faults.with(.fails("inotify_init1", .tooManyOpenFilesHere, times: 2)) {
            let hints = try watch.wait(upTo: .seconds(30))
            #expect(hints.rescanReasons == [.started, .notCovered])
            #expect(try watch.wait(upTo: .milliseconds(1)) == WatchHints())
            #expect(Faults.met == 2)
        }
        #expect(watch.coverage.gaps.map(\.path) == [folder])
        #expect(watch.coverage.gaps.map(\.cause) == [.instanceLimit(.tooManyOpenFilesHere)])
        #expect(try watch.wait(upTo: .seconds(30)).rescanReasons == [.started])
        #expect(watch.coverage.isComplete)
    }

    @Test("A folder that is missing, made, replaced and gone is followed through all of it")
    func folderComesAndGoes() throws {
        let scratch = try Scratch()
        let folder = scratch.path / "later"
        var follower = try Follower(folder)
        #expect(try follower.start())
        #expect(
            follower.watch.coverage.gaps == [WatchGap(path: folder, cause: .error(.noSuchFile))]
        )
        try Directory.create(folder)
        try touch(folder / "first")
        #expect(try follower.follow { $0.files == [folder / "first"] })
        #expect(follower.watch.coverage.isComplete)
        try Directory.rename(folder, to: scratch.path / "aside")
        try Directory.create(folder)
        try touch(folder / "second")
        #expect(try follower.follow { $0.files.contains(folder / "second") })
        try touch(scratch.path.appending("aside/stranger"))
        try Directory.removeTree(folder)
        #expect(try follower.follow { $0.watch.coverage.gapsCount == 1 })
        #expect(follower.watch.coverage.watchedDirectories == 0)
        #expect(follower.reasons.contains(.folderReplaced))
        #expect(follower.files == [folder / "first", folder / "second"])
    }

    @Test("More changed directories than are named one by one become one scan of everything")
    func tooMany() throws {
        let scratch = try Scratch()
        let folder = scratch.path
        var watch = FolderWatch(folder, try WakeUp(), 10) { _ in true }
        _ = try watch.wait(upTo: .seconds(30))
        try TreeShape(directories: 11, branching: 11, filesEach: 0).make(below: folder)
        let hints = try watch.wait(upTo: .seconds(30))
        #expect(hints.rescanReasons == [.tooManyChanges])
        #expect(hints.directories.isEmpty)
        #expect(watch.coverage.watchedDirectories == 12)
    }

    @Test("An error of the kernel's is told with the folder")
    func kernelErrors() throws {
        let scratch = try Scratch()
        var watch = FolderWatch(scratch.path, wakeUp: try WakeUp())
        _ = try watch.wait(upTo: .seconds(30))
        let expected = SystemError("wait for changes below", scratch.path, .outOfMemory)
        Faults.with(.fails("poll", .outOfMemory)) {
            do throws(SystemError) {
                _ = try watch.wait(upTo: .seconds(1))
                Issue.record("it did not fail")
            } catch {
                #expect(error == expected)
            }
        }
        Faults.with(.fails("eventfd", .tooManyOpenFiles)) {
            do throws(SystemError) {
                _ = try WakeUp()
                Issue.record("it did not fail")
            } catch {
                #expect(error == SystemError("make an event counter", nil, .tooManyOpenFiles))
            }
        }
    }
}
