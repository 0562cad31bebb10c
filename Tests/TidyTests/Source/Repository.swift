import Glibc
import Model
import Platform

/// The text files of the checkout, or of the unpacked archive, that this test was built from.
struct Repository {
    let files: [SourceFile]

    /// Read once for all rules.
    static let current = Result { try Repository() }

    /// Larger ones are data.
    private static let bytesMax = 2_000_000

    init() throws {
        let root = try Self.root()
        files = try Self.names(in: root).compactMap { try Self.text(of: $0, in: root) }
    }

    func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    /// The nearest directory above this file that holds a Package.swift.
    private static func root(above file: StaticString = #filePath) throws -> Path {
        var directory = Path("\(file)").parent
        while (try? Directory.status(of: directory / "Package.swift")) == nil {
            guard directory.parent != directory else {
                throw SystemError("find Package.swift above", Path("\(file)"), .noSuchFile)
            }
            directory = directory.parent
        }
        return directory
    }

    private static func names(in root: Path) throws -> [Path] {
        if let known = try namesKnownToGit(in: root) { return known }
        var names: [Path] = []
        for entry in try Directory.entries(of: root) where !isProduct(entry.name) {
            try collect(entry, at: Path("\(entry.name)"), in: root, into: &names)
        }
        return names
    }

    /// What is tracked, and what is new and not ignored. Nil when this is no checkout.
    private static func namesKnownToGit(in root: Path) throws -> [Path]? {
        guard (try? Directory.status(of: root / ".git")) != nil else { return nil }
        let command =
            "git -c safe.directory='*' -C \(ShellWord.quoted(root)) "
            + "ls-files -z --cached --others --exclude-standard"
        let (output, status) = try run(command)
        // 127: the shell found no git.
        guard status >> 8 != 127 else { return nil }
        guard status == 0 else { throw SystemError("list the files of", root, .inputOutput) }
        return output.split(separator: 0).compactMap { Path(bytes: $0) }
    }

    private static func run(_ command: String) throws -> (output: [UInt8], status: Int32) {
        guard let pipe = popen(command, "r") else {
            throw SystemError("start", Path(command), Errno(rawValue: errno))
        }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, pipe)
            if count == 0 { break }
            output += chunk[..<count]
        }
        return (output, pclose(pipe))
    }

    private static func isProduct(_ name: FileName) -> Bool {
        let text = "\(name)"
        return text == ".git" || text == ".build" || text.hasPrefix(".build-") || text == "dist"
    }

    private static func collect(
        _ entry: DirectoryEntry,
        at path: Path,
        in root: Path,
        into names: inout [Path]
    ) throws {
        let full = root.appending(path)
        guard try Directory.status(of: full).kind == .directory else { return names.append(path) }
        for inner in try Directory.entries(of: full) {
            try collect(inner, at: path / inner.name, in: root, into: &names)
        }
    }

    /// Nil for what is no text: data, links, and removed files that git still knows.
    private static func text(of path: Path, in root: Path) throws -> SourceFile? {
        let full = root.appending(path)
        guard let status = try? Directory.status(of: full), status.kind == .regular else {
            return nil
        }
        guard status.size <= bytesMax else { return nil }
        let bytes = try OpenFile(full, for: .read).readAll(limit: bytesMax)
        return bytes.contains(0) ? nil : SourceFile(path: "\(path)", bytes: bytes)
    }
}
