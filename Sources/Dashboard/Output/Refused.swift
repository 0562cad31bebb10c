internal import Model

/// Why a request is not answered as asked: RFC 9457's problem.
struct Refused: Error, Hashable {
    var status: Int
    var detail: String
    /// A command that helps on.
    var hint: String?
    /// As the commands call it.
    var code: String
    var headers: [WebResponse.Header] = []

    init(_ status: Int, _ detail: String, hint: String? = nil) {
        (self.status, self.detail, self.hint) = (status, detail, hint)
        code = Refused.code(status)
    }

    init(_ refusal: DeskRefusal) {
        let status =
            switch refusal.kind {
            case .notFound: 404
            case .conflict: 409
            case .invalid: 400
            case .unavailable: 503
            }
        self.init(status, refusal.detail, hint: refusal.hint)
        if status == 503 { headers = [.init("Retry-After", "5")] }
    }

    static func wrong(_ detail: String) -> Refused { Refused(400, detail) }

    static func unavailable(_ detail: String) -> Refused {
        Refused(DeskRefusal(.unavailable, detail))
    }

    var response: WebResponse {
        let body = ProblemBody(
            title: Refused.title(status),
            status: status,
            detail: detail,
            hint: hint,
            code: code
        )
        let type = WebResponse.Header("Content-Type", "application/problem+json")
        return WebResponse(status, [type] + headers, JSONBody.bytes(body))
    }

    private struct ProblemBody: Encodable {
        let type = "about:blank"
        let title: String
        let status: Int
        let detail: String
        let hint: String?
        let code: String
    }

    private static func code(_ status: Int) -> String {
        switch status {
        case 400, 405: "usage"
        case 404: "notFound"
        case 503: "temporary"
        default: "failed"
        }
    }

    /// As RFC 9110 has them.
    private static func title(_ status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 503: "Service Unavailable"
        default: "Failed"
        }
    }
}
