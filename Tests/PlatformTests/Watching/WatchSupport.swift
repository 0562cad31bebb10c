import Model
import Platform
import TestKit
import Testing

/// A directory in memory for tests that make ten thousand files: ext4 does not give out an inode
/// again within five seconds of its deletion, and searches ever longer for one when such tests
/// follow each other.
struct MemoryScratch: ~Copyable {
    let path: Path

    init() throws {
        let memory: Path = "/dev/shm"
        let isThere = (try? Directory.target(of: memory).kind) == .directory
        path = (isThere ? memory : "/tmp") / FileName("reelmill-test-\(UniqueName.random())")
        try Directory.create(path)
    }

    deinit { try? Directory.removeTree(path) }
}

/// Acts on hints exactly as a scanner does: lists the directories that are named, everything when
/// that is asked for, and nothing else.
struct Follower: ~Copyable {
    var watch: FolderWatch
    let folder: Path
    var files: Set<Path> = []
    var reasons: Set<RescanReason> = []

    init(_ folder: Path, _ watch: consuming FolderWatch) {
        self.folder = folder
        self.watch = watch
    }

    init(_ folder: Path) throws {
        self.init(folder, FolderWatch(folder, wakeUp: try WakeUp()))
    }

    /// Waits once and does as it is told.
    mutating func step(_ limit: Duration = .milliseconds(100)) throws {
        let hints = try watch.wait(upTo: limit)
        reasons.formUnion(hints.rescanReasons)
        if hints.needsRescan { listAll(folder) }
        for directory in hints.directories { list(directory) }
    }

    /// Goes on until the condition holds; false when it does not within two minutes.
    mutating func follow(until condition: (borrowing Follower) -> Bool) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(120)
        while !condition(self) {
            if ContinuousClock.now > deadline { return false }
            try step()
        }
        return true
    }

    /// Until the watch is complete and has asked for the first scan.
    mutating func start() throws -> Bool {
        try follow { $0.reasons.contains(.started) && !$0.watch.coverage.isSettingUp }
    }

    /// A directory may be gone by the time it is listed; that is no trouble for a scanner.
    mutating func list(_ directory: Path) {
        for entry in (try? Directory.entries(of: directory)) ?? [] where entry.kind == .regular {
            files.insert(directory / entry.name)
        }
    }

    mutating func listAll(_ directory: Path) {
        list(directory)
        for entry in (try? Directory.entries(of: directory)) ?? [] where entry.kind == .directory {
            listAll(directory / entry.name)
        }
    }
}

/// A tree of directories with the same number of files in each.
struct TreeShape: Sendable, CustomTestStringConvertible {
    let directories: Int
    let branching: Int
    let filesEach: Int

    var testDescription: String { "\(directories) directories, \(branching) in each" }

    /// Every directory behind its parent: number n is in number (n - 1) / branching.
    func paths(below folder: Path) -> [Path] {
        var paths: [Path] = []
        for number in 0..<directories {
            let parent = number < branching ? folder : paths[number / branching - 1]
            paths.append(parent / FileName("d\(number)"))
        }
        return paths
    }

    func files(below folder: Path) -> Set<Path> {
        Set(
            paths(below: folder).flatMap { directory in
                (0..<filesEach).map { directory / FileName("f\($0)") }
            }
        )
    }

    func make(below folder: Path) throws {
        for directory in paths(below: folder) {
            try Directory.create(directory)
            for number in 0..<filesEach { try touch(directory / FileName("f\(number)")) }
        }
    }
}

func touch(_ path: Path) throws { _ = try OpenFile.create(path) }
