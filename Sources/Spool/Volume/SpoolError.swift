public import Model
public import Platform

/// Why something could not be done in the spool.
public enum SpoolError: Error, Hashable, Sendable {
    /// The volume answered with an error. Whether the operation happened is not known; it is to be
    /// tried again later.
    case storage(SystemError)
    /// A file holds what this version cannot read.
    case unreadable(Path, String)
    /// Others took this process for dead and gave its work away. It begins again under a new
    /// incarnation.
    case declaredGone(Holder)
}

extension SpoolError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .storage(let error): "\(error)"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .declaredGone(let holder):
            "\(holder) was silent for so long that others took its work; it begins again"
        }
    }
}
