import Model
import Platform

/// The children of a process, by proc(5).
enum Family {
    static func children(of process: Int32) -> [Int32] {
        let tasks = Path("/proc/\(process)/task")
        guard let threads = try? Directory.entries(of: tasks) else { return [] }
        return threads.flatMap { thread -> [Int32] in
            guard let file = try? OpenFile(tasks / thread.name / "children", for: .read),
                let bytes = try? file.readAll(limit: 65_536)
            else { return [] }
            return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap {
                Int32($0)
            }
        }
    }

    static func kill(_ process: Int32) throws { try send("-KILL", process) }
    static func stop(_ process: Int32) throws { try send("-STOP", process) }
    static func wake(_ process: Int32) throws { try send("-CONT", process) }

    /// By kill(1), since these are not our children.
    private static func send(_ signal: String, _ process: Int32) throws {
        let request = SpawnRequest("/bin/kill", [signal, "\(process)"])
        _ = try ChildProcess.spawn(request).wait(upTo: .seconds(10))
    }
}
