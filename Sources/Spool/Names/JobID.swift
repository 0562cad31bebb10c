/// What a job is called: the beginning of the source's name, for whoever reads a listing, and a
/// hash of what the source is.
public struct JobID: Hashable, Sendable, Comparable {
    public let text: String

    /// - Parameter sourceName: Of the file; what does not fit into a name becomes a hyphen.
    public init(sourceName: String, hash: UInt64) {
        let digits = String(hash, radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        text = "\(JobID.slug(sourceName))_\(padded)"
    }

    public init?(_ text: String) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, JobID.slug(String(parts[0])) == parts[0], parts[1].utf8.count == 16,
            parts[1].utf8.allSatisfy(JobID.isHexDigit)
        else { return nil }
        self.text = text
    }

    /// The first two digits of the hash: history has a folder for each.
    public var folder: String { String(text.suffix(16).prefix(2)) }

    public static func < (left: JobID, right: JobID) -> Bool { left.text < right.text }

    private static let slugBytesMax = 40

    private static func slug(_ name: String) -> String {
        let bytes = name.utf8.prefix(slugBytesMax).map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                byte
            default: UInt8(ascii: "-")
            }
        }
        return bytes.isEmpty ? "job" : String(decoding: bytes, as: UTF8.self)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
            || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
    }
}

extension JobID: CustomStringConvertible {
    public var description: String { text }
}

extension JobID: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let job = JobID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no job")
            )
        }
        self = job
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
