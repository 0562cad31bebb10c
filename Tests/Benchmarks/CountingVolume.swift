import Model
import Platform
import Spool
import Synchronization

/// Counts what is asked of a volume.
final class CountingVolume: Volume {
    private let volume: DirectoryVolume
    private let operations = Mutex(0)

    init(_ volume: DirectoryVolume) { self.volume = volume }

    var count: Int { operations.withLock { $0 } }
    func reset() { operations.withLock { $0 = 0 } }

    private var counted: DirectoryVolume {
        operations.withLock { $0 += 1 }
        return volume
    }

    var traits: VolumeTraits { volume.traits }

    func list(_ directory: Path) throws(SystemError) -> [FileName] { try counted.list(directory) }
    func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8] {
        try counted.read(file, limit: limit)
    }
    func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try counted.create(file, bytes)
    }
    func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try counted.rewrite(file, bytes)
    }
    func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try counted.append(file, bytes)
    }
    func makeDirectory(_ directory: Path) throws(SystemError) {
        try counted.makeDirectory(directory)
    }
    func rename(_ source: Path, to target: Path) throws(SystemError) {
        try counted.rename(source, to: target)
    }
    func link(_ file: Path, to target: Path) throws(SystemError) {
        try counted.link(file, to: target)
    }
    func remove(_ file: Path) throws(SystemError) { try counted.remove(file) }
    func removeDirectory(_ directory: Path) throws(SystemError) {
        try counted.removeDirectory(directory)
    }
    func touch(_ directory: Path) throws(SystemError) { try counted.touch(directory) }
    func sync(_ directory: Path) throws(SystemError) { try counted.sync(directory) }
    func size(of file: Path) throws(SystemError) -> UInt64 { try counted.size(of: file) }
    func space() throws(SystemError) -> VolumeSpace { try counted.space() }
}
