/// As text where the bytes are UTF-8, and otherwise as an object that has them in base64.
extension Path: Codable {
    private enum Key: String, CodingKey { case base64 = "path_b64" }

    public init(from decoder: any Decoder) throws {
        func refuse(_ reason: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
        }
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            guard let path = Path(bytes: Array(text.utf8)) else { throw refuse("not a path") }
            self = path
            return
        }
        let text = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .base64)
        guard let bytes = ReadableBytes.bytes(fromBase64: text), let path = Path(bytes: bytes)
        else {
            throw refuse("not a path in base64")
        }
        self = path
    }

    public func encode(to encoder: any Encoder) throws {
        if let text = String(validating: bytes, as: UTF8.self) {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        } else {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(ReadableBytes.base64(bytes), forKey: .base64)
        }
    }
}
