public import Model

/// What went wrong, as RFC 9457 has it.
public struct WebProblem: Hashable, Sendable {
    public var status: Int
    /// What happened, with its numbers.
    public var detail: String
    /// What to do, as a command where there is one.
    public var hint: String?
    /// The name of the exit code that a command would end with.
    public var code: String?
    /// More members, of text.
    public var more: [String: String] = [:]
    /// After so many seconds it may be asked again.
    public var retryAfter: Int64?

    public init(_ status: Int, _ detail: String, hint: String? = nil, code: String? = nil) {
        (self.status, self.detail, self.hint, self.code) = (status, detail, hint, code)
    }

    public init(_ refusal: WebRefusal) {
        self.init(refusal.status, refusal.detail, code: refusal.status == 503 ? "temporary" : nil)
    }

    static func tooManyGuesses(_ seconds: Int64) -> WebProblem {
        var problem = WebProblem(
            429,
            "too many wrong tokens came from this address; it has to wait for \(seconds) s",
            code: "temporary"
        )
        problem.retryAfter = seconds
        return problem
    }

    public var response: WebResponse {
        var headers = [WebResponse.Header("Content-Type", "application/problem+json")]
        // Whoever asks again at once makes it worse.
        if let seconds = retryAfter ?? (status == 503 ? 2 : nil) {
            headers.append(.init("Retry-After", "\(seconds)"))
        }
        return WebResponse(status, headers, Array(body.utf8))
    }

    private var body: String {
        var members = [
            ("type", WebProblem.quoted("about:blank")), ("title", WebProblem.quoted(title)),
            ("status", "\(status)"), ("detail", WebProblem.quoted(detail)),
        ]
        if let hint { members.append(("hint", WebProblem.quoted(hint))) }
        if let code { members.append(("code", WebProblem.quoted(code))) }
        members += more.sorted { $0.key < $1.key }.map { ($0.key, WebProblem.quoted($0.value)) }
        let text = members.map { "\(WebProblem.quoted($0.0)):\($0.1)" }.joined(separator: ",")
        return "{\(text)}\n"
    }

    private var title: String { WebProblem.titles[status] ?? "Error" }

    /// The reason phrases of RFC 9110.
    private static let titles = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        405: "Method Not Allowed", 409: "Conflict", 411: "Length Required",
        413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
        421: "Misdirected Request", 422: "Unprocessable Content", 429: "Too Many Requests",
        500: "Internal Server Error", 503: "Service Unavailable",
    ]

    /// RFC 8259, section 7.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
