/// Who holds a claim: a node and the start of its process. Host names repeat among cloned
/// machines, so the random part alone is identity; the name is for whoever reads a listing.
public struct Holder: Hashable, Sendable, Comparable {
    public let node: String
    public let incarnation: String

    /// - Parameter hostName: Whatever it is; what does not fit into a name becomes a hyphen.
    public init(hostName: String, bits: UInt64) {
        node = Holder.sanitized(hostName)
        let digits = String(bits, radix: 36)
        incarnation = String(repeating: "0", count: 13 - digits.count) + digits
    }

    /// Of the form `pi4.1z141z4abcdef`.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Holder.isNode(parts[0]), Holder.isIncarnation(parts[1]) else {
            return nil
        }
        node = parts[0]
        incarnation = parts[1]
    }

    public var text: String { "\(node).\(incarnation)" }

    public static func < (left: Holder, right: Holder) -> Bool { left.text < right.text }

    private static let nodeBytesMax = 40

    /// Of a long one both ends stay: pods of one deployment differ in their last letters.
    static func sanitized(_ name: String) -> String {
        var kept = Array(name.utf8)
        if kept.count > nodeBytesMax {
            let half = nodeBytesMax / 2
            let start = Array(kept.prefix(nodeBytesMax - half - 1))
            kept = start + [UInt8(ascii: "-")] + kept.suffix(half)
        }
        let bytes = kept.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "-")
            }
        }
        return bytes.isEmpty ? "node" : String(decoding: bytes, as: UTF8.self)
    }

    private static func isNode(_ text: String) -> Bool {
        !text.isEmpty && sanitized(text) == text
    }

    private static func isIncarnation(_ text: String) -> Bool {
        text.utf8.count == 13
            && text.utf8.allSatisfy {
                ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    || ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
            }
    }
}

extension Holder: CustomStringConvertible {
    public var description: String { text }
}
