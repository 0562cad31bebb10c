public import Model

/// Who this machine says it is. For people and records: host names repeat, and cloned images share
/// their machine id, so none of it is identity (`UniqueName` is).
public struct HostIdentity: Hashable, Sendable {
    public let name: String
    /// Of this installation; nil where there is none, as in many containers.
    public let machineID: String?
    /// New with every start of the kernel; nil where `/proc` does not show it.
    public let bootID: String?
    public let kernelRelease: String

    /// - Parameter root: Where to read instead of `/`; for tests.
    public static func read(below root: Path = "/") -> HostIdentity {
        let files = KernelFiles(root: root)
        let kernel: Path = "proc/sys/kernel"
        return HostIdentity(
            name: files.line(kernel / "hostname") ?? "localhost",
            machineID: files.line("etc/machine-id") ?? files.line("var/lib/dbus/machine-id"),
            bootID: files.line(kernel.appending("random/boot_id")),
            kernelRelease: files.line(kernel / "osrelease") ?? "unknown"
        )
    }

    /// What this program was built for, in Debian's words. Not what the kernel runs on: a 32-bit
    /// system may run on a 64-bit kernel, as on some Raspberry Pi.
    public static var architecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #elseif arch(arm)
            "armhf"
        #elseif arch(i386)
            "i386"
        #elseif arch(powerpc64le)
            "ppc64el"
        #elseif arch(s390x)
            "s390x"
        #else
            "unknown"
        #endif
    }
}

/// The small text files in which the kernel shows itself. One that is missing or cannot be read is
/// nil: which of them there are depends on the kernel and on the container.
struct KernelFiles: Sendable {
    let root: Path

    func text(_ path: Path) -> String? {
        guard
            let file = try? OpenFile(root.appending(path), for: .read),
            let content = try? file.readAll(limit: 1 << 20)
        else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    /// The first line, unless it is empty.
    func line(_ path: Path) -> String? {
        let first = text(path)?.split(separator: "\n", omittingEmptySubsequences: false).first
        return first.flatMap { $0.isEmpty ? nil : String($0) }
    }

    func number(_ path: Path) -> UInt64? { line(path).flatMap { UInt64($0) } }

    /// Lines of `name value`, with or without a colon and a unit, as in meminfo and memory.stat.
    func table(_ path: Path) -> [Substring: UInt64] {
        guard let text = text(path) else { return [:] }
        var values: [Substring: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == ":" }
            if words.count >= 2, let value = UInt64(words[1]) { values[words[0]] = value }
        }
        return values
    }
}
