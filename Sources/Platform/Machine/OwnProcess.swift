public import Model

/// What this process takes of its machine, read anew with every question.
public struct OwnProcess: Hashable, Sendable {
    /// Of all its threads, without its children.
    public let processorSeconds: Double
    public let residentBytes: UInt64
    public let openFiles: Int
    /// Since 1970.
    public let startSeconds: Double

    /// - Parameter root: Where to read instead of `/`; for tests. Nil where the kernel does not
    ///   say.
    public init?(root: Path = "/") {
        let files = KernelFiles(root: root)
        // Behind the name, which may hold anything; see proc(5).
        guard let line = files.line("proc/self/stat"), let end = line.lastIndex(of: ")") else {
            return nil
        }
        let words = line[line.index(after: end)...].split(separator: " ")
        guard words.count > 21, let user = Double(words[11]), let system = Double(words[12]),
            let start = Double(words[19]), let booted = files.table("proc/stat")["btime"],
            let resident = OwnProcess.resident(files.text("proc/self/status") ?? "")
        else { return nil }
        processorSeconds = (user + system) / OwnProcess.ticksPerSecond
        residentBytes = resident * 1_024
        startSeconds = Double(booted) + start / OwnProcess.ticksPerSecond
        openFiles = (try? Directory.entries(of: root.appending("proc/self/fd")).count) ?? 0
    }

    /// User and group by number, as files are made by, for messages: `1000:1000`. Not the owner of
    /// `/proc/self`: that is the link's own, which is root's.
    public static func owner(root: Path = "/") -> String? {
        let status = KernelFiles(root: root).text("proc/self/status") ?? ""
        guard let user = owner("Uid:", status), let group = owner("Gid:", status) else {
            return nil
        }
        return "\(user):\(group)"
    }

    /// The last of the four, which counts on file systems; see proc(5).
    private static func owner(_ key: String, _ status: String) -> Substring? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split { $0 == " " || $0 == "\t" }.last
    }

    /// In kibibytes, of a line such as `VmRSS:   1234 kB`.
    private static func resident(_ status: String) -> UInt64? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { UInt64($0) }
    }

    /// What the kernel shows to programs is the same on all machines, whatever it counts by itself.
    private static let ticksPerSecond = 100.0
}
