/// Where a server is reached: a scheme, a host, perhaps a port, and no path.
public struct WebPlace: Hashable, Sendable, CustomStringConvertible {
    public let scheme: String
    /// Without brackets.
    public let host: String
    public let port: UInt16?

    public init(host: String, port: UInt16) {
        (scheme, self.host, self.port) = ("http", host, port)
    }

    /// - Parameter text: For example `http://nuc-1:8080` or `https://[2001:db8::7]/`.
    public init?(_ text: String) {
        guard let scheme = ["http", "https"].first(where: { text.hasPrefix("\($0)://") }) else {
            return nil
        }
        var rest = text.dropFirst(scheme.count + 3)
        if rest.last == "/" { rest = rest.dropLast() }
        var port: UInt16?
        if let colon = rest.lastIndex(of: ":"), rest.last != "]" {
            let digits = rest[rest.index(after: colon)...]
            guard !digits.isEmpty, digits.utf8.allSatisfy(Measure.isDigit),
                let number = UInt16(digits), number > 0
            else { return nil }
            (port, rest) = (number, rest[..<colon])
        }
        let hasBrackets = rest.first == "[" && rest.last == "]"
        if hasBrackets { rest = rest.dropFirst().dropLast() }
        let isVersion6 = IPAddress(rest)?.isVersion6 ?? false
        guard isVersion6 == hasBrackets, isVersion6 || WebPlace.isHost(String(rest)) else {
            return nil
        }
        (self.scheme, host, self.port) = (scheme, String(rest), port)
    }

    public var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(shown)" + (port.map { ":\($0)" } ?? "")
    }

    /// Whether only the machine itself gets there.
    public var isLoopback: Bool { host == "localhost" || (IPAddress(host)?.isLoopback ?? false) }

    /// Whether it may be the name of a host, or an address of four numbers.
    public static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isHostByte)
            }
    }

    /// Some names of hosts have a low line, whatever RFC 952 says.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
