internal import CLinux
internal import Model

/// Makes this process the one that orphans below it become children of.
///
/// Without it they go to process 1: they are killed with their group all the same, but who reaps
/// them, and when, is not in our hand. In a container process 1 may be us, or may reap nobody.
public enum Subreaper {
    /// For the whole process, until it ends; children do not inherit it.
    public static func enable() throws(SystemError) {
        _ = try attempting("become the parent of orphans") { () throws(Errno) in
            try systemCall { linux_become_subreaper() }
        }
    }

    /// Kills and reaps those of our children that belong to no `ChildProcess` and to none of their
    /// groups, and gives their number: processes that left their group (setsid(2), as daemons do)
    /// and lost their parent. Which child they come from cannot be told any more, so the end of
    /// that child does not end them; call this when no child should be there, and from time to time
    /// where hooks of users run. A stray that cannot die yet is left to the next call.
    ///
    /// A library that starts processes of its own would lose them.
    @discardableResult
    public static func endStrays() -> Int {
        let own = linux_getpid()
        return ChildTable.whileNobodyForks { known in
            let strays = ProcessListing.all().filter { process in
                process.parent == own && !known.contains(process.number)
                    && !known.contains(process.group)
            }
            // Our children and not reaped, so the numbers are their own.
            for stray in strays { _ = linux_kill(stray.number, SIGKILL) }
            // One time for all of them: nobody can start a child meanwhile.
            let deadline = Deadline(after: .milliseconds(100))
            return strays.count { reap($0.number, until: deadline) }
        }
    }

    private static func reap(_ stray: Int32, until deadline: Deadline) -> Bool {
        var ended = linux_ended()
        while true {
            let found = try? systemCall { linux_wait_child(stray, &ended) }
            if found != 0 { return found == stray }
            if deadline.isOver { return false }
            _ = try? Readiness.wait(for: [], until: Deadline(after: .milliseconds(1)))
        }
    }
}

/// What `/proc` shows of the processes.
enum ProcessListing {
    struct Entry {
        let number: Int32
        let state: Character
        let parent: Int32
        let group: Int32
    }

    /// All that can be seen; those that end meanwhile are left out.
    static func all() -> [Entry] {
        guard let names = try? Directory.entries(of: "/proc") else { return [] }
        return names.compactMap { entry in
            guard let number = Int32(String(decoding: entry.name.bytes, as: UTF8.self)) else {
                return nil
            }
            return read(number)
        }
    }

    static func read(_ number: Int32) -> Entry? {
        guard
            let file = try? OpenFile(Path("/proc/\(number)/stat"), for: .read),
            let content = try? file.readAll(limit: 4_096)
        else { return nil }
        return parse(content)
    }

    /// `number (name) state parent group …`; the name may hold spaces and parentheses, see proc(5).
    static func parse(_ content: [UInt8]) -> Entry? {
        let text = String(decoding: content, as: UTF8.self)
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard
            fields.count >= 3,
            let number = Int32(text[..<open].filter { $0 != " " }),
            let state = fields[0].first,
            let parent = Int32(fields[1]),
            let group = Int32(fields[2])
        else { return nil }
        return Entry(number: number, state: state, parent: parent, group: group)
    }
}
