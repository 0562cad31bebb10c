public import Model

/// A system call that failed: what was attempted, on what, and why it could not be done.
public struct SystemError: Error, Hashable, Sendable {
    /// A verb with its object in the middle of a sentence, for example `create` or
    /// `read the listing of`.
    public let attempt: String
    public let path: Path?
    /// The second path of a rename or link.
    public let target: Path?
    public let errno: Errno

    public init(_ attempt: String, _ path: Path? = nil, to target: Path? = nil, _ errno: Errno) {
        self.attempt = attempt
        self.path = path
        self.target = target
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    /// For example `cannot rename spool/queue/7.0 to spool/run/7.0.a: Permission denied (EACCES)`.
    public var description: String {
        var words = ["cannot", attempt]
        if let path { words.append("\(path)") }
        if let target { words.append("to \(target)") }
        return words.joined(separator: " ") + ": \(errno)"
    }
}

/// Gives a failed system call its context.
func attempting<Result>(
    _ attempt: String,
    _ path: Path? = nil,
    to target: Path? = nil,
    _ body: () throws(Errno) -> Result
) throws(SystemError) -> Result {
    do throws(Errno) {
        return try body()
    } catch {
        throw SystemError(attempt, path, to: target, error)
    }
}

extension Path {
    /// The bytes as C wants them.
    func withCString<Result>(
        _ body: (UnsafePointer<CChar>) throws(Errno) -> Result
    ) throws(Errno) -> Result {
        let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
        // `withUnsafeBufferPointer` gained typed throws after Swift 6.0, hence the Result.
        let outcome = terminated.withUnsafeBufferPointer { buffer -> Swift.Result<Result, Errno> in
            guard let start = buffer.baseAddress else { return .failure(.invalidArgument) }
            do throws(Errno) {
                return .success(try body(start))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}
