public import Model

/// One file of those that make a profile.
public struct ProfileSource: Hashable, Sendable {
    public enum Origin: Hashable, Sendable {
        case file(Path)
        /// One that is part of the program.
        case builtin(String)

        /// As messages and `extends` call it.
        public var path: Path {
            switch self {
            case .file(let path): path
            case .builtin(let name): Path("builtin:\(name)")
            }
        }
    }

    public var origin: Origin
    public var bytes: [UInt8]

    public init(_ origin: Origin, _ bytes: [UInt8]) {
        self.origin = origin
        self.bytes = bytes
    }
}

/// What a file says of the one it stands on.
public enum ProfileExtends: Hashable, Sendable {
    case none
    /// A path as it was written.
    case file(String)
    case builtin(String)
}
