import Model
import Platform

/// Counts what this process has: only here, where nothing else runs, do such numbers mean
/// something.
enum Census {
    static func openDescriptors() throws -> Int {
        // The one that reads the listing is left out.
        try Directory.entries(of: "/proc/self/fd").count - 1
    }

    /// Our children, zombies among them.
    static func children() throws -> Int {
        let own = try numbers(of: "/proc/self/stat")?.number
        return try processes().count { $0.parent == own }
    }

    static func members(ofGroup group: Int32) throws -> Int {
        try processes().count { $0.group == group }
    }

    static func state(of process: Int32) throws -> String? {
        try numbers(of: Path("/proc/\(process)/stat"))?.state
    }

    private typealias Process = (number: Int32, state: String, parent: Int32, group: Int32)

    private static func processes() throws -> [Process] {
        try Directory.entries(of: "/proc")
            .filter { Int32("\($0.name)") != nil }
            .compactMap { try numbers(of: Path("/proc/\($0.name)/stat")) }
    }

    private static func numbers(of path: Path) throws -> Process? {
        guard
            let file = try? OpenFile(path, for: .read),
            let content = try? file.readAll(limit: 4_096)
        else { return nil }
        let text = String(decoding: content, as: UTF8.self)
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard
            let number = Int32(text[..<open].filter { $0 != " " }),
            let parent = Int32(fields[1]),
            let group = Int32(fields[2])
        else { return nil }
        return (number, "\(fields[0])", parent, group)
    }
}

/// Writes a line at once; `print` keeps it until the end when the output is a pipe.
func say(_ line: String) throws {
    let output = try OpenFile("/proc/self/fd/1", for: .update)
    try output.write(Array("\(line)\n".utf8))
}
