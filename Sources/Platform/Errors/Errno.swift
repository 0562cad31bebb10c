internal import CLinux

/// An error number of the kernel. A struct, not an enum: kernels and libraries know more than we
/// do.
public struct Errno: Error, RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let operationNotPermitted = Errno(rawValue: EPERM)
    public static let noSuchFile = Errno(rawValue: ENOENT)
    public static let noSuchProcess = Errno(rawValue: ESRCH)
    public static let interrupted = Errno(rawValue: EINTR)
    public static let inputOutput = Errno(rawValue: EIO)
    public static let badDescriptor = Errno(rawValue: EBADF)
    public static let noChild = Errno(rawValue: ECHILD)
    public static let wouldBlock = Errno(rawValue: EAGAIN)
    public static let outOfMemory = Errno(rawValue: ENOMEM)
    public static let accessDenied = Errno(rawValue: EACCES)
    public static let exists = Errno(rawValue: EEXIST)
    public static let crossDevice = Errno(rawValue: EXDEV)
    public static let notADirectory = Errno(rawValue: ENOTDIR)
    public static let isADirectory = Errno(rawValue: EISDIR)
    public static let invalidArgument = Errno(rawValue: EINVAL)
    public static let tooManyOpenFilesHere = Errno(rawValue: EMFILE)
    public static let tooManyOpenFiles = Errno(rawValue: ENFILE)
    public static let fileTooLarge = Errno(rawValue: EFBIG)
    public static let noSpace = Errno(rawValue: ENOSPC)
    public static let readOnlyFileSystem = Errno(rawValue: EROFS)
    public static let tooManyLinks = Errno(rawValue: EMLINK)
    public static let brokenPipe = Errno(rawValue: EPIPE)
    public static let nameTooLong = Errno(rawValue: ENAMETOOLONG)
    public static let notEmpty = Errno(rawValue: ENOTEMPTY)
    public static let tooManySymlinks = Errno(rawValue: ELOOP)
    public static let notSupported = Errno(rawValue: EOPNOTSUPP)
    public static let notImplemented = Errno(rawValue: ENOSYS)
    public static let timedOut = Errno(rawValue: ETIMEDOUT)
    public static let staleHandle = Errno(rawValue: ESTALE)
    public static let overQuota = Errno(rawValue: EDQUOT)

    /// For example `ENOENT`; `errno 4711` for a number this system has no name for.
    public var name: String {
        linux_errno_name(rawValue).map { String(cString: $0) } ?? "errno \(rawValue)"
    }
}

extension Errno: CustomStringConvertible {
    /// For example `No such file or directory (ENOENT)`.
    public var description: String {
        guard let text = linux_errno_text(rawValue) else { return name }
        return "\(String(cString: text)) (\(name))"
    }
}

/// Makes a system call that reports by -1 and errno. The one place that reads errno and the one
/// place that repeats an interrupted call.
func systemCall<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        // No error number proves a bug of ours: EBADF is also the answer of a stream opened for
        // reading only, of an SMB server that closed a file and of whatever a FUSE server likes.
        let error = Errno(rawValue: linux_errno())
        if error != .interrupted { throw error }
    }
}
