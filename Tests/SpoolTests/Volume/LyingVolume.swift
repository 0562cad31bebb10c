import Model
import Platform
import Spool
import Synchronization

/// A directory that does one thing otherwise than file systems do.
struct LyingVolume: Volume {
    enum Lie: Sendable {
        case createsTwice, linksTwice, copiesWhenRenaming, mergesDirectories
    }

    let truth: DirectoryVolume
    let lie: Lie

    var traits: VolumeTraits { truth.traits }

    func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        if lie == .createsTwice { try? truth.remove(file) }
        try truth.create(file, bytes)
    }

    func link(_ file: Path, to target: Path) throws(SystemError) {
        if lie == .linksTwice { try? truth.remove(target) }
        try truth.link(file, to: target)
    }

    func rename(_ source: Path, to target: Path) throws(SystemError) {
        let path = truth.root.appending(source)
        let isDirectory = try Directory.status(of: path).kind == .directory
        switch lie {
        case .copiesWhenRenaming where !isDirectory:
            try? truth.remove(target)
            try truth.create(target, try truth.read(source, limit: 64))
        case .mergesDirectories where isDirectory:
            for name in (try? truth.list(target)) ?? [] { try truth.remove(target / name) }
            try truth.rename(source, to: target)
        default:
            try truth.rename(source, to: target)
        }
    }

    func list(_ directory: Path) throws(SystemError) -> [FileName] { try truth.list(directory) }
    func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8] {
        try truth.read(file, limit: limit)
    }
    func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try truth.rewrite(file, bytes)
    }
    func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try truth.append(file, bytes)
    }
    func makeDirectory(_ directory: Path) throws(SystemError) {
        try truth.makeDirectory(directory)
    }
    func remove(_ file: Path) throws(SystemError) { try truth.remove(file) }
    func removeDirectory(_ directory: Path) throws(SystemError) {
        try truth.removeDirectory(directory)
    }
    func touch(_ directory: Path) throws(SystemError) { try truth.touch(directory) }
    func sync(_ directory: Path) throws(SystemError) { try truth.sync(directory) }
    func size(of file: Path) throws(SystemError) -> UInt64 { try truth.size(of: file) }
    func space() throws(SystemError) -> VolumeSpace { try truth.space() }
}

/// The same bits every time, counted up, so that a test can name what they make.
struct CountedChance: Chance {
    private let counter = Counter()

    func bits() -> UInt64 { counter.next() }

    private final class Counter: Sendable {
        private let value = Mutex<UInt64>(0)
        func next() -> UInt64 {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }
}
