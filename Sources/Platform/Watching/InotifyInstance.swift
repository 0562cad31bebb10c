internal import CLinux
internal import Model

/// One inotify instance. The kernel ends its watches when it is let go of.
///
/// A class, because the compiler of Swift 6.3.1 does not come to an end, and takes all memory,
/// where a noncopyable struct has an optional noncopyable part that is used from many methods.
final class InotifyInstance: Sendable {
    let descriptor: Descriptor

    init() throws(Errno) {
        descriptor = Descriptor(owning: try systemCall { linux_inotify_init() })
    }

    /// Watches a directory and gives the number the kernel has for it: the same one again for a
    /// directory that is watched already. `ENOTDIR` when it is anything else, a symbolic link too.
    func watch(_ directory: Path, followingLink: Bool) throws(Errno) -> Int32 {
        var mask = WatchEvent.Kinds.wanted.rawValue | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)
        if !followingLink { mask |= UInt32(IN_DONT_FOLLOW) }
        let raw = descriptor.raw
        return try directory.withCString { cPath throws(Errno) in
            try systemCall { linux_inotify_add_watch(raw, cPath, mask) }
        }
    }

    /// No error when it is gone already, as it is when its directory was deleted.
    func end(_ watch: Int32) {
        let raw = descriptor.raw
        _ = try? systemCall { linux_inotify_rm_watch(raw, watch) }
    }

    /// What has come so far, as much as fits into the buffer; nil when there is nothing.
    func read(into buffer: inout [UInt8]) throws(Errno) -> WatchEventBatch? {
        let raw = descriptor.raw
        let outcome = buffer.withUnsafeMutableBytes { bytes -> Result<WatchEventBatch?, Errno> in
            do throws(Errno) {
                let count = try systemCall { linux_read(raw, bytes.baseAddress, bytes.count) }
                return .success(WatchEventBatch(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
            } catch {
                return error == .wouldBlock ? .success(nil) : .failure(error)
            }
        }
        return try outcome.get()
    }
}
