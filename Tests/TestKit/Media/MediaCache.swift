internal import CLinux
internal import Model
internal import Platform
internal import Synchronization

/// Keeps fixtures in `reelmill-media-UID` below the directory for temporary files, one directory
/// for each, by the hash of its recipe and of ffmpeg's version: what is made once serves every
/// thread, every process and the next run. A fixture is made aside and renamed, so it is whole or
/// not there. Nothing is removed; `rm -r` of the directory is always safe between runs.
final class MediaCache: Sendable {
    static let shared = MediaCache()

    private let slots = Mutex<[String: Slot]>([:])

    /// One thread makes a fixture, the others wait at its slot.
    private final class Slot: Sendable {
        let outcome = Mutex<Result<Path, any Error>?>(nil)
    }

    func file(of media: TestMedia) throws -> Path {
        let key = try key(of: media)
        let slot = slots.withLock { slots in
            if let slot = slots[key] { return slot }
            let slot = Slot()
            slots[key] = slot
            return slot
        }
        return try slot.outcome.withLock { outcome in
            if let outcome { return outcome }
            let made = Result { try find(media, key: key) }
            outcome = made
            return made
        }.get()
    }

    private func key(of media: TestMedia) throws -> String {
        var hash = Hash64()
        hash.add(try MediaTool.version.get())
        hash.add(media.name)
        media.recipe.add(to: &hash)
        return "\(media.name)-\(hash.text)"
    }

    private func find(_ media: TestMedia, key: String) throws -> Path {
        let directory = try root() / FileName(key)
        let file = directory / FileName(media.name)
        if (try? Directory.status(of: file).kind) == .regular { return file }
        let workshop = Workshop(
            directory: directory.parent / UniqueName.hidden(),
            output: media.name,
            ingredients: try media.recipe.ingredients.map { try $0.file() }
        )
        try Directory.create(workshop.directory, permissions: 0o700)
        defer { try? Directory.removeTree(workshop.directory) }
        for step in media.recipe.steps {
            switch step {
            case .ffmpeg(let line): try workshop.ffmpeg(line)
            case .swift(_, let body): try body(workshop)
            }
        }
        try workshop.protect()
        do throws(SystemError) {
            try Directory.rename(workshop.directory, to: directory)
        } catch {
            // Another process was quicker, and what it made is as good.
            guard [.notEmpty, .exists].contains(error.errno) else { throw error }
        }
        guard try Directory.status(of: file).kind == .regular else {
            throw Workshop.Failure(description: "the recipe of \(media.name) made no such file")
        }
        return file
    }

    /// Of this user alone: names below `/tmp` are anybody's.
    private func root() throws -> Path {
        let variable = ProcessInput.environment[Array("TMPDIR".utf8)] ?? []
        let user = try Directory.target(of: "/proc/self").owner
        let root = (Path(bytes: variable) ?? "/tmp").appending(Path("reelmill-media-\(user)"))
        try? Directory.create(root, permissions: 0o700)
        let status = try Directory.status(of: root)
        guard status.kind == .directory, status.owner == user else {
            throw Workshop.Failure(description: "\(root) is not a directory of this user")
        }
        return root
    }
}

/// Where a fixture is being made.
struct Workshop: Sendable {
    let directory: Path
    /// The name of the fixture's file.
    let output: String
    let ingredients: [Path]

    func path(_ name: String) -> Path { directory / FileName(name) }

    func ffmpeg(_ line: String) throws {
        let words = ToolWord.split(line).map { word -> ToolWord in
            switch word {
            case "OUT": "\(output)"
            case "IN": ingredients.first.map { .file($0) } ?? word
            default: word
            }
        }
        try MediaTool.ffmpeg.run(Judge.quietly + ["-y"] + words, in: directory)
    }

    func ingredient(_ index: Int) throws -> [UInt8] { try Workshop.read(ingredients[index]) }

    static func read(_ path: Path) throws -> [UInt8] {
        let file = try OpenFile(path, for: .readRegular)
        return try file.readAll(limit: 64 << 20)
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = try OpenFile.create(path(name))
        try file.write(bytes)
        try file.close()
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// Takes away the permission to write from all files, against mistakes in tests.
    fileprivate func protect() throws {
        for entry in try Directory.entries(of: directory) where entry.kind == .regular {
            let path = String(decoding: (directory / entry.name).bytes, as: UTF8.self)
            let descriptor = linux_open(path, O_RDONLY, 0)
            defer { _ = linux_close(descriptor) }
            guard linux_fchmod(descriptor, 0o444) == 0 else {
                throw Failure(description: "cannot make \(path) read-only")
            }
        }
    }

    struct Failure: Error, CustomStringConvertible { let description: String }
}
