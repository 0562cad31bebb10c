/// An address that something is sent to. What of it may be a secret, its path above all, is never
/// shown.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    /// Scheme and host, for people.
    public let description: String

    /// Nil where it is no address of `http` or `https`.
    public init?(_ text: String) {
        let bytes = text.utf8
        let scheme = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        guard let scheme, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty, !host.hasPrefix(":") else { return nil }
        self.text = text
        description = scheme + host
    }
}
