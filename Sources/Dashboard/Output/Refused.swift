internal import Model

/// Why a request is not answered as asked.
struct Refused: Error, Hashable {
    private(set) var problem: WebProblem
    var headers: [WebResponse.Header] = []

    init(_ status: Int, _ detail: String, hint: String? = nil) {
        let code = Refused.code(status)
        problem = WebProblem(status, detail, hint: hint, code: code)
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
    }

    static func wrong(_ detail: String) -> Refused { Refused(400, detail) }

    static func unavailable(_ detail: String) -> Refused {
        Refused(DeskRefusal(.unavailable, detail))
    }

    var response: WebResponse {
        var response = problem.response
        response.headers += headers
        return response
    }

    /// As the commands call their exit codes.
    private static func code(_ status: Int) -> String {
        switch status {
        case 400, 405: "usage"
        case 404: "notFound"
        case 503: "temporary"
        default: "failed"
        }
    }
}
