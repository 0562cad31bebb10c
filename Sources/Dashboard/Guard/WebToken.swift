/// The secret that clients show; no message and no log has it.
public struct WebToken: Sendable, CustomStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    /// Nil for one that is empty.
    public init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return nil }
        self.bytes = bytes
    }

    public var description: String { "(not shown)" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Whether it can be guessed by trying.
    public var isShort: Bool { bytes.count < 16 }

    /// Takes as long however many bytes are right.
    public func equals(_ shown: [UInt8]) -> Bool {
        var difference = UInt8(shown.count == bytes.count ? 0 : 1)
        for index in shown.indices { difference |= shown[index] ^ bytes[index % bytes.count] }
        return difference == 0
    }

    /// What the cookie holds.
    var cookie: String { Base64URL.text(of: bytes) }
}

/// RFC 4648, section 5, without padding: nothing in it means anything in a cookie.
enum Base64URL {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(UInt32(0)) { bits, index in
                bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0)
            }
            for index in 0...group.count {
                text.append(digits[Int(bits >> (18 - 6 * UInt32(index))) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
