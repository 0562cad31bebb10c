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

    /// Nil when it is not told, as behind a directory that may not be searched.
    static var workingDirectory: Path? {
        let path = try? Directory.symbolicLinkTarget(of: "/proc/self/cwd")
        return path.flatMap { $0.isAbsolute ? $0 : nil }
    }
}
