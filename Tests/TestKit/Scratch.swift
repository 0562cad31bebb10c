public import Model
internal import Platform

/// A directory for one test, gone with the test unless `KEEP_SCRATCH` is set.
public struct Scratch: ~Copyable {
    public let path: Path

    public init() throws {
        let base = Path("/tmp").appending(Path("reelmill-test-\(UniqueName.random())"))
        try Directory.create(base)
        path = base
    }

    /// One that waits for no disk, for tests that put a little on it thousands of times.
    public init(inMemory: Bool) throws {
        let memory: Path = "/dev/shm"
        let hasMemory = inMemory && (try? Directory.target(of: memory).kind) == .directory
        let name = FileName("reelmill-test-\(UniqueName.random())")
        let base = (hasMemory ? memory : "/tmp") / name
        try Directory.create(base)
        path = base
    }

    deinit {
        if ProcessInput.environment[Array("KEEP_SCRATCH".utf8)] == nil {
            try? Directory.removeTree(path)
        }
    }

    /// Makes a file with this content and gives its path.
    @discardableResult
    public borrowing func file(_ name: FileName, _ content: String = "") throws -> Path {
        let file = try OpenFile.create(path / name)
        try file.write(Array(content.utf8))
        return path / name
    }
}
