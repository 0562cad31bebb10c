internal import CLinux
internal import Model

/// The processes that this one can see.
public enum ProcessSpace {
    /// Which numbers of processes mean the same as ours; nil where the kernel does not say. It is
    /// new with every start of the kernel only together with its boot id.
    public static var name: String? {
        guard let link = try? Directory.symbolicLinkTarget(of: "/proc/self/ns/pid") else {
            return nil
        }
        return String(validating: link.bytes, as: UTF8.self)
    }

    public static var ownNumber: Int32 { linux_getpid() }

    /// Whether there is certainly no process of this number. A number that was given to another one
    /// since says nothing.
    public static func isFree(_ number: Int32) -> Bool {
        guard number > 0 else { return false }
        do throws(Errno) {
            _ = try systemCall { linux_kill(number, 0) }
            return false
        } catch {
            // EPERM is somebody else's process.
            return error == .noSuchProcess
        }
    }
}
