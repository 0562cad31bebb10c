private import FoundationEssentials
internal import Model

/// `/api/v1/session`: a browser shows the token once and gets a cookie for it, since neither a page
/// nor its events can be fetched with a header of ours.
struct SessionRoute {
    static let path = "/api/v1/session"
    private static let cookie = Product.name

    private struct Body: Decodable {
        let token: String
    }

    let token: WebToken?
    let guesses: Guesses

    func answer(_ request: WebRequest) -> WebResponse {
        switch request.method {
        case "POST": return open(request)
        case "DELETE":
            return WebResponse(204, [SessionRoute.header("", "Max-Age=0", request)])
        default:
            var response = WebProblem(405, "a session is opened by POST").response
            response.headers.append(.init("Allow", "POST, DELETE"))
            return response
        }
    }

    private func open(_ request: WebRequest) -> WebResponse {
        let body = try? JSONDecoder().decode(Body.self, from: Data(request.body))
        guard let body else {
            return WebProblem(400, "the body has to be {\"token\": \"…\"}").response
        }
        // Where none is needed, everything is open already.
        guard let token else { return WebResponse(204) }
        switch guesses.verdict(Array(body.token.utf8), token, from: request.source) {
        // It ends with the browser's session.
        case .right: return WebResponse(204, [SessionRoute.header(token.cookie, nil, request)])
        case .wrong: return WebProblem(401, "the token is wrong").response
        case .tooMany(let seconds): return WebProblem.tooManyGuesses(seconds).response
        }
    }

    private static func header(
        _ value: String,
        _ more: String?,
        _ request: WebRequest
    ) -> WebResponse.Header {
        var parts = ["\(cookie)=\(value)", "HttpOnly", "SameSite=Strict", "Path=/"]
        if let more { parts.append(more) }
        // Said by a proxy that speaks TLS. Whoever makes it up only loses the cookie.
        if request.headers["x-forwarded-proto"] == "https" { parts.append("Secure") }
        return WebResponse.Header("Set-Cookie", parts.joined(separator: "; "))
    }

    static func shownToken(_ request: WebRequest) -> [UInt8]? {
        let pairs = (request.headers["cookie"] ?? "").split(separator: ";")
        let start = "\(cookie)="
        let value = pairs.lazy.map(\.trimmed).first { $0.hasPrefix(start) }?.dropFirst(start.count)
        guard let value, !value.isEmpty else { return nil }
        let plain = value.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: String(plain) + padding).map(Array.init)
    }
}
