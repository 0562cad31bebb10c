import Model
import Platform

/// What the kernel says of a process that runs, by proc(5).
struct ProcessLook {
    let process: Int32

    init(_ process: Int32) { self.process = process }

    /// User and system, of the process alone.
    var processorSeconds: Double? {
        guard let text = read("stat"), let end = text.lastIndex(of: ")") else { return nil }
        // The state is the third field of all, and the first behind the name.
        let fields = text[end...].split(separator: " ").dropFirst().map(String.init)
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return nil }
        return (user + system) / ProcessLook.ticksPerSecond
    }

    var residentBytes: UInt64? { kibibytes("VmRSS:") }
    var residentPeakBytes: UInt64? { kibibytes("VmHWM:") }

    var children: [Int32] {
        guard let threads = try? Directory.entries(of: folder / "task") else { return [] }
        return threads.flatMap { thread in
            (read("task/\(thread.name)/children") ?? "").split(separator: " ").compactMap {
                Int32($0)
            }
        }
    }

    /// The line `VmHWM:   1234 kB` of the file `status`.
    private func kibibytes(_ key: String) -> UInt64? {
        let line = read("status")?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: " ").dropFirst().first.flatMap { UInt64($0) }
            .map { $0 * 1_024 }
    }

    private var folder: Path { Path("/proc/\(process)") }

    private func read(_ name: String) -> String? {
        guard let file = try? OpenFile(folder.appending(Path(name)), for: .read),
            let bytes = try? file.readAll(limit: 1 << 16)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// USER_HZ, which is 100 on every kernel for x86-64 and arm64.
    private static let ticksPerSecond = 100.0
}
