internal import Model
internal import Platform
internal import Services

/// Counts what is answered, and how long that takes, for the metrics.
struct CountedHandler: WebHandler {
    let tally: Tally
    let inner: any WebHandler

    func answerAtOnce(_ request: WebRequest) -> WebResponse? {
        let began = MonotonicTime.now
        let response = inner.answerAtOnce(request)
        if let response { count(request, response, since: began) }
        return response
    }

    func answer(_ request: WebRequest) -> WebResponse {
        let began = MonotonicTime.now
        let response = inner.answer(request)
        count(request, response, since: began)
        return response
    }

    private func count(
        _ request: WebRequest,
        _ response: WebResponse,
        since began: MonotonicTime
    ) {
        let method = CountedHandler.methods.contains(request.method) ? request.method : "other"
        tally.answered(
            CountedHandler.route(request.path),
            method,
            code: response.status,
            in: (MonotonicTime.now - began).inSeconds
        )
    }

    /// One of a few words, whatever anybody asks for.
    static func route(_ path: String) -> String {
        if ["/", "/livez", "/readyz", "/metrics"].contains(path) { return path }
        if path.hasPrefix("/assets/") { return "/assets" }
        let words = path.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count > 3, words[1] == "api", words[2] == "v1" else { return "other" }
        let word = String(words[3].prefix { $0 != "/" })
        return areas.contains(word) ? "/api/v1/\(word)" : "other"
    }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
    private static let areas: Set<String> = [
        "state", "queue", "jobs", "pause", "resume", "nodes", "history", "statistics", "profiles",
        "scan", "doctor", "scale", "events", "openapi.json", "session", "version",
    ]
}
