public import Model

/// Stands before everything that answers: lets no request through that a foreign page made a
/// browser send, or that shows no token where one is needed, and gives every answer the headers
/// that keep a browser from doing more with it than was meant.
public struct Guard: WebHandler {
    private let hosts: HostRule
    private let token: WebToken?
    private let guesses: Guesses
    private let inner: any WebHandler

    /// - Parameter token: Nil where everybody who can connect may do everything.
    public init(
        _ hosts: HostRule,
        _ token: WebToken?,
        guesses: Guesses = Guesses(),
        _ inner: any WebHandler
    ) {
        (self.hosts, self.token, self.guesses, self.inner) = (hosts, token, guesses, inner)
    }

    public func answerAtOnce(_ request: WebRequest) -> WebResponse? {
        if let refusal = refusal(request) { return Guard.sealed(Guard.shown(refusal, request)) }
        if let response = session(request) { return Guard.sealed(response) }
        return inner.answerAtOnce(Guard.plain(request)).map(Guard.sealed)
    }

    public func answer(_ request: WebRequest) -> WebResponse {
        if let refusal = refusal(request) { return Guard.sealed(Guard.shown(refusal, request)) }
        return Guard.sealed(inner.answer(Guard.plain(request)))
    }

    /// For what the server says by itself.
    public static func refuse(_ refusal: WebRefusal) -> WebResponse {
        sealed(WebProblem(refusal).response)
    }

    // MARK: Who may come in

    private func refusal(_ request: WebRequest) -> WebProblem? {
        guard hosts.allows(request.headers["host"]) else {
            let shown = request.headers["host"].map { Quoted.readable(Array($0.utf8)) } ?? "no host"
            return WebProblem(
                421,
                "this node does not go by the name \(shown)",
                hint: "name it in allowed-hosts, or use the node's address"
            )
        }
        if let foreign = Guard.foreign(request) { return foreign }
        guard let token, Guard.needsToken(request) else { return nil }
        let missing = WebProblem(
            401,
            "a token is needed",
            hint: "send it as  Authorization: Bearer TOKEN"
        )
        guard let shown = Guard.shownToken(request) else { return missing }
        switch guesses.verdict(shown, token, from: request.source) {
        case .right: return nil
        case .wrong: return missing
        case .tooMany(let seconds): return .tooManyGuesses(seconds)
        }
    }

    /// Somebody whose session has ended and who follows a link to a file is sent to the page, which
    /// asks for the token, rather than be given a file that says what is wrong.
    private static func shown(_ refusal: WebProblem, _ request: WebRequest) -> WebResponse {
        guard refusal.status == 401, request.method == "GET",
            request.headers["sec-fetch-mode"] == "navigate"
        else { return refusal.response }
        let isHistory = request.path.hasPrefix("/api/v1/history")
        return WebResponse(303, [.init("Location", isHistory ? "/#/history" : "/")])
    }

    /// Why it comes from elsewhere than our own page or a program of the user.
    private static func foreign(_ request: WebRequest) -> WebProblem? {
        let site = request.headers["sec-fetch-site"] ?? "none"
        let isOwn = ["none", "same-origin"].contains(site)
        guard request.isChange else {
            // It could not read the answer, but have us work for it. Links may lead here.
            let mode = request.headers["sec-fetch-mode"]
            guard isOwn || mode == "navigate" || !request.path.hasPrefix("/api") else {
                return WebProblem(403, "the API is not for pages of other sites")
            }
            return nil
        }
        guard isOwn else {
            return WebProblem(403, "changes are not taken from pages of other sites")
        }
        if let origin = request.headers["origin"], let host = request.headers["host"] {
            let own = ["http://\(host)", "https://\(host)"].map { $0.lowercased() }
            guard own.contains(origin.lowercased()) else {
                return WebProblem(403, "changes are not taken from pages of other sites")
            }
        }
        // A form of a foreign page can send texts, but not JSON.
        if !request.body.isEmpty, !isJSON(request.headers["content-type"]) {
            return WebProblem(415, "the body of a change has to be application/json")
        }
        return nil
    }

    private static func isJSON(_ type: String?) -> Bool {
        let type = (type ?? "").split(separator: ";", maxSplits: 1).first ?? ""
        return type.lowercased().trimmed == "application/json"
    }

    private static func needsToken(_ request: WebRequest) -> Bool {
        if request.path == SessionRoute.path { return false }
        return request.path == "/api" || request.path.hasPrefix("/api/")
            || request.path == "/metrics"
            // What decodes to something else elsewhere is not let past this check.
            || request.path.contains("%") || request.path.contains("/.")
            || request.path.contains("//")
    }

    private static func shownToken(_ request: WebRequest) -> [UInt8]? {
        let words = (request.headers["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        // Any other scheme is meant for a proxy before us.
        guard words.first?.lowercased() == "bearer" else { return SessionRoute.shownToken(request) }
        return words.count == 2 ? Array(words[1].trimmed.utf8) : nil
    }

    private func session(_ request: WebRequest) -> WebResponse? {
        guard request.path == SessionRoute.path else { return nil }
        return SessionRoute(token: token, guesses: guesses).answer(request)
    }

    // MARK: What goes in and out

    /// The server sends no body to HEAD, so nobody else need know of it.
    private static func plain(_ request: WebRequest) -> WebRequest {
        guard request.method == "HEAD" else { return request }
        var plain = request
        plain.method = "GET"
        return plain
    }

    private static func sealed(_ response: WebResponse) -> WebResponse {
        var sealed = response
        let present = Set(response.headers.map { $0.name.lowercased() })
        sealed.headers += headers.filter { !present.contains($0.name.lowercased()) }
        if response.status == 401 {
            sealed.headers.append(.init("WWW-Authenticate", "Bearer realm=\"\(Product.name)\""))
        }
        return sealed
    }

    private static let headers: [WebResponse.Header] = [
        .init(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        ),
        .init("X-Content-Type-Options", "nosniff"),
        .init("Referrer-Policy", "no-referrer"),
        .init("Cross-Origin-Resource-Policy", "same-origin"),
        .init("Cache-Control", "no-store"),
    ]
}

extension WebRequest {
    /// Whether it may do more than look.
    var isChange: Bool { !["GET", "HEAD", "OPTIONS"].contains(method) }
}

extension StringProtocol {
    var trimmed: String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let start = drop(while: isSpace)
        let end = start.reversed().drop(while: isSpace)
        return String(end.reversed())
    }
}
