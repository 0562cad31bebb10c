public import Model
internal import Platform
public import Spool

/// A root with its four folders, and nodes that are real processes on it: as people have it, but
/// for the shorter time between two beats.
public final class Cluster: Sendable {
    public let root: Path
    /// The program, as it was built.
    public let program: Path
    public let beat: Duration

    /// - Parameter root: An empty directory; who made it removes it.
    public init(_ root: Path, program: Path, beat: Duration = .milliseconds(250)) throws {
        self.root = root
        self.program = program
        self.beat = beat
        for name in ["input", "output", "profiles"] {
            try Directory.createAll(root / FileName(name))
        }
    }

    public var input: Path { root / "input" }
    public var output: Path { root / "output" }
    public var profiles: Path { root / "profiles" }
    public var spoolFolder: Path { root / "spool" }

    /// Starts a node; it is stopped when it is let go of.
    ///
    /// - Parameter launcher: A program, with arguments, that becomes the one behind it.
    public func node(
        _ name: String,
        command: String = "up",
        slots: Int = 2,
        launcher: [String] = [],
        _ more: [String] = []
    ) throws -> NodeProcess {
        try NodeProcess(
            launcher + ["\(program)", command] + folderWords + [
                "--state", "\(root)/state-\(name)", "--name", name, "--slots", "\(slots)",
                "--beat", "\(beat.milliseconds)ms", "--verbose",
            ] + more,
            name: name,
            log: root / FileName("\(name).log")
        )
    }

    public var folderWords: [String] { ["--root", "\(root)"] }

    /// The spool as somebody sees it who holds nothing, once a node has made it.
    public func spool() throws -> Spool {
        _ = try wait(upTo: .seconds(60)) {
            (try? Directory.status(of: spoolFolder / "SPOOL")) != nil
        }
        var settings = SpoolSettings.local
        settings.beat = beat
        return Spool(
            volume: try DirectoryVolume(root: spoolFolder),
            clock: SystemNodeClock(),
            chance: SystemChance(),
            hostName: "test",
            settings: settings
        )
    }

    /// Puts a file into the input, whole and at once.
    public func drop(_ file: Path, as name: Path) throws {
        let target = input.appending(name)
        try Directory.createAll(target.parent)
        let bytes = try OpenFile(file, for: .read).readAll(limit: 1 << 30)
        let hidden = target.parent / UniqueName.hidden()
        let made = try OpenFile.create(hidden)
        try made.write(bytes)
        try made.close()
        try Directory.rename(hidden, to: target)
    }

    public func write(_ text: String, to name: Path) throws {
        let target = root.appending(name)
        try Directory.createAll(target.parent)
        let file = try OpenFile.create(target)
        try file.write(Array(text.utf8))
        try file.close()
    }

    /// Looks again and again until it is so.
    ///
    /// - Returns: False when it is not within this time.
    public func wait(
        upTo limit: Duration,
        until isSo: () throws -> Bool
    ) throws -> Bool {
        let deadline = Deadline(after: limit)
        let bell = Bell()
        while try !isSo() {
            if deadline.isOver { return false }
            bell.wait(after: bell.count, upTo: .milliseconds(50))
        }
        return true
    }
}
