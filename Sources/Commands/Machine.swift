internal import Model
internal import Platform

/// What the kernel says of where this process runs; by proc(5), which gives bytes of any length.
enum Machine {
    /// As gethostname(2) gives it, among the hosts and in a container; empty when it is not told.
    static var hostName: [UInt8] {
        guard let file = try? OpenFile("/proc/sys/kernel/hostname", for: .read),
            let bytes = try? file.readAll(limit: 4_096)
        else { return [] }
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    }

    /// Nil when it is not told, as behind a directory that may not be searched, and when it has no
    /// path: of a removed directory proc(5) tells one that was never there, with ` (deleted)`.
    static var workingDirectory: Path? {
        let link: Path = "/proc/self/cwd"
        guard let path = try? Directory.symbolicLinkTarget(of: link), path.isAbsolute,
            let named = try? Directory.target(of: path).identity,
            let here = try? Directory.target(of: link).identity, named == here
        else { return nil }
        return path
    }
}
