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
        bytes(Document(schema: "\(Product.name).\(form)/1", body: body))
    }

    /// Nil where it is not that.
    static func value<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
