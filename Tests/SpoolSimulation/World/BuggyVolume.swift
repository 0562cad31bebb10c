import Model
import Platform
import Spool
import Synchronization

extension ProtocolBug {
    /// The volume as a program with this bug would use it.
    func wrap(_ machine: SimulatedVolume) -> any Volume {
        // The others are those of whoever uses it.
        if self == .earlyPublication || kind == .ladders { return machine }
        return BuggyVolume(machine: machine, bug: self)
    }
}

/// Does to the volume what a bug in the protocol would do, so that the protocol itself needs no
/// switches.
final class BuggyVolume: Volume {
    private let machine: SimulatedVolume
    private let bug: ProtocolBug
    /// Where a rename said that it failed: who believes that does not see what is there.
    private let disbelieved = Mutex<Set<Path>>([])

    init(machine: SimulatedVolume, bug: ProtocolBug) {
        self.machine = machine
        self.bug = bug
    }

    var traits: VolumeTraits { machine.traits }

    func list(_ directory: Path) throws(SystemError) -> [FileName] {
        let names = try machine.list(directory)
        switch bug {
        case .statInsteadOfListing: return names.filter { isThere(directory / $0) }
        case .errnoBelieved:
            let hidden = disbelieved.withLock { $0 }
            return names.filter { !hidden.contains(directory / $0) }
        default: return names
        }
    }

    private func isThere(_ path: Path) -> Bool {
        do throws(SystemError) {
            _ = try machine.size(of: path)
            return true
        } catch {
            return error.errno != .noSuchFile
        }
    }

    func read(_ file: Path, limit: Int) throws(SystemError) -> [UInt8] {
        let bytes = try machine.read(partPath(file), limit: limit)
        guard bug == .clocksCompared, file.parent == Layout.nodes else { return bytes }
        return isLate(bytes) ? [] : bytes
    }

    /// Whether the writer's wall clock showed another day than ours shows.
    private func isLate(_ record: [UInt8]) -> Bool {
        let text = String(decoding: record, as: UTF8.self)
        return !text.contains(machine.clock.wall.rfc3339.prefix(10))
    }

    func create(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        let path = partPath(file)
        do throws(SystemError) {
            try machine.create(path, bytes, isSynced: bug != .noSync)
        } catch {
            guard path != file, error.errno == .exists else { throw error }
            try machine.rewrite(path, bytes)
        }
    }

    func rewrite(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try machine.rewrite(file, bytes)
    }

    func append(_ file: Path, _ bytes: [UInt8]) throws(SystemError) {
        try machine.append(file, bytes)
    }

    func makeDirectory(_ directory: Path) throws(SystemError) {
        try machine.makeDirectory(directory)
    }

    func rename(_ source: Path, to target: Path) throws(SystemError) {
        switch (bug, source.parent.name, target.parent.name) {
        case (.takeBackByUnlink, "run", "queue"):
            try machine.remove(source)
            try machine.create(target, [])
        case (.checkThenWrite, "run", "done"):
            guard try machine.list(source.parent).contains(where: { $0 == source.name }) else {
                throw SystemError("rename", source, to: target, .noSuchFile)
            }
            try machine.create(target, [])
            try machine.remove(source)
        case (.tokensOneByOne, "tmp", "batches"):
            try publishTokensLater(source, target)
        case (.sweepInPlace, _, "tmp"):
            try delete(source)
            throw SystemError("rename", source, to: target, .noSuchFile)
        default:
            try renamePlainly(source, to: target)
        }
    }

    private func renamePlainly(_ source: Path, to target: Path) throws(SystemError) {
        do throws(SystemError) {
            try machine.rename(source, to: target)
        } catch {
            if bug == .errnoBelieved { _ = disbelieved.withLock { $0.insert(target) } }
            throw error
        }
    }

    private func publishTokensLater(_ source: Path, _ target: Path) throws(SystemError) {
        let names = try machine.list(source / "queue")
        for name in names { try machine.remove(source / "queue" / name) }
        try machine.rename(source, to: target)
        for name in names { try machine.create(target / "queue" / name, []) }
    }

    private func delete(_ path: Path) throws(SystemError) {
        let names: [FileName]
        do throws(SystemError) {
            names = try machine.list(path)
        } catch {
            guard error.errno == .notADirectory else { throw error }
            return try machine.remove(path)
        }
        for name in names { try delete(path / name) }
        try machine.removeDirectory(path)
    }

    func link(_ file: Path, to target: Path) throws(SystemError) {
        try machine.link(file, to: target)
    }

    func remove(_ file: Path) throws(SystemError) { try machine.remove(partPath(file)) }

    func removeDirectory(_ directory: Path) throws(SystemError) {
        try machine.removeDirectory(directory)
    }

    func touch(_ directory: Path) throws(SystemError) { try machine.touch(directory) }
    func sync(_ directory: Path) throws(SystemError) { try machine.sync(directory) }
    func size(of file: Path) throws(SystemError) -> UInt64 { try machine.size(of: partPath(file)) }
    func space() throws(SystemError) -> VolumeSpace { try machine.space() }

    private func partPath(_ file: Path) -> Path {
        guard bug == .fixedPartName, file.parent.name == "parts", let name = file.name else {
            return file
        }
        return file.parent / FileName(ProtocolBug.fixedPart(name.description))
    }
}

extension ProtocolBug {
    /// One name for all attempts at a task.
    static func fixedPart(_ name: String) -> String {
        "\(name.prefix { $0 != "." }).nut"
    }
}
