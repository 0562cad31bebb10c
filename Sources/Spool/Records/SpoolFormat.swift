/// What the file `SPOOL` says: that this is a spool, which one, and how it is laid out.
public struct SpoolFormat: Hashable, Sendable, Codable {
    /// Of this file's own keys.
    public let schema: Int
    /// Of everything in the spool; another one is never written to.
    public let format: Int
    /// 16 hexadecimal digits, made by chance when the spool was.
    public let spool: String

    /// What this program reads and writes.
    public static let current = 1

    public init(bits: UInt64) {
        let digits = String(bits, radix: 16)
        schema = 1
        format = SpoolFormat.current
        spool = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Nil when it is damaged or no such file. A later format may have what it likes beside its
    /// number.
    init?(_ bytes: [UInt8]) {
        let path = Layout.format
        guard let head = try? RecordCoding.record(Head.self, bytes, at: path) else { return nil }
        let whole = try? RecordCoding.record(SpoolFormat.self, bytes, at: path)
        if head.format == SpoolFormat.current {
            guard let whole, SpoolFormat.isID(whole.spool) else { return nil }
            self = whole
        } else {
            schema = whole?.schema ?? 0
            format = head.format
            spool = whole?.spool ?? ""
        }
    }

    private struct Head: Decodable { let format: Int }

    var bytes: [UInt8] { RecordCoding.bytes(self) }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 16
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
