/// A request over HTTP, whole and within the limits of whoever took it.
public struct WebRequest: Hashable, Sendable {
    /// As it was sent, for example `GET`.
    public var method: String
    /// Without the query, with its escapes still in it.
    public var path: String
    /// Behind the `?`, with its escapes; nil where there was none.
    public var query: String?
    /// By their names in lower case. What was sent twice is joined by ", ".
    public var headers: [String: String]
    public var body: [UInt8]
    /// The other end of its connection; nil where that is not known.
    public var peer: IPAddress?

    public init(
        method: String,
        path: String,
        query: String? = nil,
        headers: [String: String] = [:],
        body: [UInt8] = [],
        peer: IPAddress? = nil
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.headers, self.body, self.peer) = (headers, body, peer)
    }
}
