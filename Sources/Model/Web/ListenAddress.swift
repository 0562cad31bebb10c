/// Where a server takes connections.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    public var host: IPAddress
    /// 0 is any that is free.
    public var port: UInt16

    public static let usual = ListenAddress(.loopback, 8080)

    public init(_ host: IPAddress, _ port: UInt16) { (self.host, self.port) = (host, port) }

    /// - Parameter text: For example `127.0.0.1:8080`, `[::]:8080` or `localhost:8080`.
    public init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(Measure.isDigit), let port = UInt16(digits)
        else { return nil }
        self.port = port
        var name = text[..<colon]
        if name == "localhost" {
            host = .loopback
            return
        }
        let hasBrackets = name.first == "[" && name.last == "]"
        if hasBrackets { name = name.dropFirst().dropLast() }
        guard let host = IPAddress(name), host.isVersion6 == hasBrackets else { return nil }
        self.host = host
    }

    public var description: String { host.isVersion6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
