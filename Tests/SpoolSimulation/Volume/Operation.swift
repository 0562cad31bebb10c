/// What a client asks of the volume.
public enum Operation: UInt8, Sendable, CaseIterable {
    case list, read, create, rewrite, append, makeDirectory, rename, link, remove, removeDirectory
    case touch, sync, size, space
    case status, renameExclusively, exchange

    /// Whether a server that has just started answers it only when its clients had time to claim
    /// what they had open.
    var waitsForGrace: Bool {
        switch self {
        case .list, .touch, .sync, .size, .space, .status: false
        default: true
        }
    }

    /// Whether the real volume does it once more when a handle is stale.
    var isAskedTwice: Bool {
        switch self {
        case .list, .read, .rewrite, .size: true
        default: false
        }
    }

    /// How much likelier something goes wrong with it than with one that only looks.
    var weight: Int {
        switch self {
        case .rename, .renameExclusively, .exchange: 8
        case .link, .rewrite, .create, .removeDirectory, .append: 2
        default: 1
        }
    }

    /// Whether it leaves everything on the server as it was.
    var onlyLooks: Bool {
        switch self {
        case .list, .read, .size, .space, .touch, .status: true
        default: false
        }
    }

    /// Whether it is two steps on the server.
    var hasHalves: Bool { self == .create || self == .rewrite || self == .append }

    var needsSpace: Bool {
        switch self {
        case .create, .append, .makeDirectory, .link: true
        default: false
        }
    }
}
