/// A document with the name of its form.
public struct Document<Body: Encodable>: Encodable {
    /// For example `reelmill.version/1`.
    public let schema: String
    public let body: Body

    private enum Key: CodingKey { case schema }

    public init(schema: String, body: Body) { (self.schema, self.body) = (schema, body) }

    public func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(schema, forKey: .schema)
    }
}
