private import FoundationEssentials
internal import Model

/// How a node and its children speak: one JSON document a line, an order one way, events the other.
enum TaskLines {
    static func line(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    static func value<Value: Decodable>(_ type: Value.Type, from line: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(line))
    }

    /// What a child writes to go on with the next batch, once it may.
    static let goOn: [UInt8] = [UInt8(ascii: "\n")]
    /// The longest line that is taken: an order to join 5,000 parts, a batch of a film with a
    /// variable rate.
    static let bytesMax = 64 << 20
}
