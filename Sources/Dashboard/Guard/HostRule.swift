internal import Model

/// Which names a server answers to. A page of somebody else can have its own name point to this
/// machine and then speak to it as to itself ("DNS rebinding"), but only by a name: an address is
/// always meant.
public struct HostRule: Hashable, Sendable {
    private let names: Set<String>

    /// - Parameter names: Besides addresses and `localhost`.
    public init(_ names: some Sequence<String>) {
        self.names = Set(names.map { $0.lowercased() }).union(["localhost"])
    }

    /// - Parameter header: For example `nuc-1:8080` or `[::1]`; nil where none was sent.
    func allows(_ header: String?) -> Bool {
        guard let header, let name = HostRule.name(header.lowercased()) else { return false }
        // The dot at the end of a whole name.
        let plain = name.last == "." ? String(name.dropLast()) : name
        return names.contains(plain) || IPAddress(plain) != nil
    }

    /// Without the port.
    private static func name(_ header: String) -> String? {
        if header.first == "[" {
            guard let end = header.firstIndex(of: "]"), isPort(header[header.index(after: end)...])
            else { return nil }
            return String(header[header.index(after: header.startIndex)..<end])
        }
        let end = header.firstIndex(of: ":") ?? header.endIndex
        guard isPort(header[end...]), end != header.startIndex else { return nil }
        return String(header[..<end])
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.first else { return true }
        let digits = text.dropFirst()
        return first == ":" && !digits.isEmpty && digits.utf8.allSatisfy(Measure.isDigit)
    }
}
