internal import CMicroHTTPD
public import Model

/// Why nobody can be listened to.
public struct ListenFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        /// Another program has the port.
        case inUse
        /// The machine has no such address.
        case noSuchAddress
        /// Ports below 1024 are for those with a privilege.
        case notPermitted
        case other(String)
    }

    public let address: ListenAddress
    public let reason: Reason

    public init(_ address: ListenAddress, _ reason: Reason) {
        (self.address, self.reason) = (address, reason)
    }

    init(_ address: ListenAddress, code: Int32) {
        let reason: Reason =
            switch code {
            case EADDRINUSE: .inUse
            case EADDRNOTAVAIL: .noSuchAddress
            case EACCES: .notPermitted
            default: .other(String(cString: http_reason(code)))
            }
        self.init(address, reason)
    }

    public var description: String {
        let why =
            switch reason {
            case .inUse: "another program has the port"
            case .noSuchAddress: "this machine has no such address"
            case .notPermitted: "ports below 1024 need a privilege"
            case .other(let text): text
            }
        return "cannot listen on \(address): \(why)"
    }
}
