internal import Model

/// An address, what may be given with it, and what is done.
struct Route: Sendable {
    let method: String
    /// With names in braces, such as `/api/v1/jobs/{id}`.
    let template: String
    let parameters: [Parameter]
    /// The statuses that it answers by itself; what all of them may be refused with is not in here.
    let statuses: Set<Int>
    /// Whether it is answered without touching a file, and quickly.
    let isFromMemory: Bool
    let act: @Sendable (Asked) throws(Refused) -> WebResponse

    private let parts: [Substring]

    init(
        _ method: String,
        _ template: String,
        _ parameters: [Parameter] = [],
        _ statuses: Set<Int> = [200],
        isFromMemory: Bool = false,
        act: @escaping @Sendable (Asked) throws(Refused) -> WebResponse
    ) {
        (self.method, self.template, self.parameters) = (method, template, parameters)
        (self.statuses, self.isFromMemory, self.act) = (statuses, isFromMemory, act)
        parts = template.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// What stands in place of the names in braces; nil where it is another address.
    func words(in path: [Substring]) -> [Substring]? {
        guard path.count == parts.count else { return nil }
        var words: [Substring] = []
        for (part, given) in zip(parts, path) {
            if part.first == "{" {
                guard !given.isEmpty else { return nil }
                words.append(given)
            } else if part != given {
                return nil
            }
        }
        return words
    }
}

/// A request at its route.
struct Asked: Sendable {
    let request: WebRequest
    let parameters: Parameters
    /// In place of the names in braces.
    let words: [String]

    /// The first of them.
    var word: String { words.first ?? "" }

    init(_ request: WebRequest, _ route: Route, _ words: [Substring]) throws(Refused) {
        self.request = request
        parameters = try Parameters(request.query, route.parameters)
        var decoded: [String] = []
        for word in words {
            guard let bytes = PercentCoding.decoded(word),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw .wrong("the address is not UTF-8, or its escapes are broken") }
            decoded.append(text)
        }
        self.words = decoded
    }

    /// What was sent with a change; all of its fields may be left out.
    func body<Body: Decodable>(_ type: Body.Type, _ none: Body) throws(Refused) -> Body {
        guard !request.body.isEmpty else { return none }
        guard let body = JSONBody.value(type, request.body) else {
            throw .wrong("the body is no JSON object as it is asked for here")
        }
        return body
    }
}

/// Of those that take nothing.
struct NoBody: Decodable {
    init() {}

    private enum Key: CodingKey {}

    init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Key.self) }
}

struct RetryBody: Decodable {
    /// What is done is done again, too.
    var all: Bool?

    init() {}

    private enum Key: CodingKey { case all }

    /// Left out it may be, but not null: that is no Boolean.
    init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: Key.self)
        if body.contains(.all) { all = try body.decode(Bool.self, forKey: .all) }
    }
}
