private import FoundationEssentials
internal import Model

/// How records are written: JSON with sorted keys, so that the same record has the same bytes.
enum RecordCoding {
    static func bytes(_ record: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(record) else {
            preconditionFailure("a record has a value that JSON cannot hold")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    static func record<Record: Decodable>(
        _ type: Record.Type,
        _ bytes: [UInt8],
        at path: Path
    ) throws(SpoolError) -> Record {
        let decoder = JSONDecoder()
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch {
            throw .unreadable(path, "not the JSON that was expected (\(bytes.count) bytes)")
        }
    }

    /// A record of a fixed length that is rewritten in place: one write of less than a page, so
    /// that hardly a reader sees half of it.
    static func padded(_ record: some Encodable, to length: Int) -> [UInt8] {
        var bytes = bytes(record)
        if bytes.count < length {
            bytes.removeLast()
            bytes += [UInt8](repeating: UInt8(ascii: " "), count: length - bytes.count - 1)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
