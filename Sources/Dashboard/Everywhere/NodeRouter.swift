public import Model

/// What every node answers: how it is, its metrics, and where the coordinator is, who answers
/// everything else. All of it comes from memory, so a volume that hangs stops none of it.
public struct NodeRouter: WebHandler {
    /// Answers for the cluster; nil while this node cannot.
    public typealias Coordinator = @Sendable () -> (any WebHandler)?

    /// Nil for what is none of the page's files.
    public typealias Page = @Sendable (WebRequest) -> WebResponse?

    private let desk: any NodeDesk
    private let page: Page
    private let coordinator: Coordinator

    public init(
        _ desk: any NodeDesk,
        page: @escaping Page = { _ in nil },
        coordinator: @escaping Coordinator
    ) {
        (self.desk, self.page, self.coordinator) = (desk, page, coordinator)
    }

    public func answerAtOnce(_ request: WebRequest) -> WebResponse? {
        if let own = own(request) { return own }
        let place = desk.coordinator
        // The page shows what its own node answers, so another node sends people on if it can. If
        // not, the page says why, and goes on by itself when that changes.
        let isPage = ["/", "/index.html"].contains(request.path)
        if !isPage || !place.isReachable, let file = page(request) { return file }
        switch place {
        case .here:
            guard let handler = coordinator() else { return elsewhere(request, .unknown) }
            return handler.answerAtOnce(request)
        case .elsewhere, .unknown: return elsewhere(request, place)
        }
    }

    public func answer(_ request: WebRequest) -> WebResponse {
        // It may have come to lead nobody any more since.
        coordinator()?.answer(request) ?? elsewhere(request, desk.coordinator)
    }

    // MARK: This node

    private func own(_ request: WebRequest) -> WebResponse? {
        let paths: [String: () -> WebResponse] = [
            "/livez": { NodeRouter.text(200, "ok\n") },
            "/readyz": { NodeRouter.readiness(desk.readiness) },
            "/metrics": {
                NodeRouter.text(200, desk.metrics, "text/plain; version=0.0.4; charset=utf-8")
            },
        ]
        guard let answer = paths[request.path] else { return nil }
        guard request.method == "GET" else {
            var response = WebProblem(405, "\(request.path) can be read only").response
            response.headers.append(.init("Allow", "GET, HEAD"))
            return response
        }
        return answer()
    }

    private static func text(
        _ status: Int,
        _ text: String,
        _ type: String = "text/plain; charset=utf-8"
    ) -> WebResponse {
        WebResponse(status, [.init("Content-Type", type)], Array(text.utf8))
    }

    /// Words for people; programs look at the status.
    private static func readiness(_ readiness: NodeReadiness) -> WebResponse {
        guard !readiness.isReady else { return text(200, "ready\n") }
        let lines = readiness.obstacles.map { "not ready: \($0)\n" }
        return text(503, lines.joined())
    }

    // MARK: Another node

    private func elsewhere(_ request: WebRequest, _ place: CoordinatorPlace) -> WebResponse {
        var problem = WebProblem(503, "no coordinator is there yet", code: "temporary")
        guard case .elsewhere(let node, let address) = place else { return problem.response }
        problem.detail = "\(node) is the coordinator, and answers; this node does not"
        guard let address else {
            problem.hint = "start it with --listen, on an address that this node can be told"
            return problem.response
        }
        problem.more["coordinator"] = address
        // The page must not be sent to another site behind its back; it asks where to go, and goes.
        let mode = request.headers["sec-fetch-mode"] ?? "navigate"
        guard mode == "navigate" else { return problem.response }
        let target =
            address + NodeRouter.escaped(request.path)
            + (request.query.map { "?" + NodeRouter.escaped($0) } ?? "")
        return WebResponse(307, [.init("Location", target)])
    }

    /// What an address cannot hold as it is.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            if (0x21...0x7e).contains(byte), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "<"),
                byte != UInt8(ascii: ">")
            {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

extension CoordinatorPlace {
    /// Whether it is another node that people can be sent to.
    fileprivate var isReachable: Bool {
        if case .elsewhere(_, .some) = self { true } else { false }
    }
}
