internal import FoundationEssentials
internal import Model

/// Makes JSON of values.
enum JSONBody {
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("our own documents can be encoded: \(error)")
        }
    }

    /// - Parameter form: For example `version`, which becomes `reelmill.version/1`.
    static func document(_ form: String, _ body: some Encodable) -> [UInt8] {
        bytes(JSONDocument(schema: "\(Product.name).\(form)/1", body: body))
    }

    /// Nil where it is not that.
    static func value<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}

/// A document with the name of its form.
struct JSONDocument<Body: Encodable>: Encodable {
    /// For example `reelmill.version/1`.
    let schema: String
    let body: Body

    private enum Key: CodingKey { case schema }

    func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(schema, forKey: .schema)
    }
}
