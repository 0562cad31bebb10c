internal import Model

/// All addresses of the API. What each of them takes and answers is in `Embedded/openapi.json`; a
/// test holds the two against each other.
struct RouteTable: Sendable {
    static let root = "/api/v1"

    let desk: any ClusterDesk
    let hub: LiveHub
    private(set) var routes: [Route] = []

    init(desk: any ClusterDesk, hub: LiveHub) {
        (self.desk, self.hub) = (desk, hub)
        routes = live + jobs + nodes + history + profiles + health
    }

    /// Whether what is kept in memory is good enough to be answered without waiting.
    func isQuick(_ template: String) -> Bool {
        switch template {
        case RouteTable.root + "/state", RouteTable.root + "/events": hub.isStateAtHand
        case RouteTable.root + "/scale": hub.isRecent
        default: true
        }
    }

    func get(
        _ template: String,
        _ parameters: [Parameter] = [],
        _ statuses: Set<Int> = [200],
        isFromMemory: Bool = false,
        act: @escaping @Sendable (Asked) throws(Refused) -> WebResponse
    ) -> Route {
        Route(
            "GET",
            RouteTable.root + template,
            parameters,
            statuses,
            isFromMemory: isFromMemory,
            act: act
        )
    }

    func post(
        _ template: String,
        _ statuses: Set<Int>,
        act: @escaping @Sendable (Asked) throws(Refused) -> WebResponse
    ) -> Route {
        Route("POST", RouteTable.root + template, [], statuses) { asked throws(Refused) in
            _ = try asked.body(NoBody.self, NoBody())
            return try act(asked)
        }
    }

    static let page = [Parameter("offset"), Parameter("limit")]

    // MARK: What all routes do

    /// What is in memory, read anew where it is old.
    @Sendable func snapshot() throws(Refused) -> LiveSnapshot {
        if !hub.isRecent { desk.refresh(upTo: RouteTable.patience) }
        guard let snapshot = hub.snapshot else { throw nothingYet() }
        return snapshot
    }

    func nothingYet() -> Refused {
        .unavailable(hub.trouble ?? "the spool has not been read yet")
    }

    /// So long somebody waits for the spool to be read, rather than be shown what is old.
    static let patience = Duration.seconds(2)
}

/// Does what a desk does, with its refusals as answers.
func asking<Value>(
    _ body: () throws(DeskRefusal) -> Value
) throws(Refused) -> Value {
    do throws(DeskRefusal) { return try body() } catch { throw Refused(error) }
}

extension WebResponse {
    /// - Parameter form: For example `job`, for `reelmill.job/1`.
    static func document(_ form: String, _ body: some Encodable) -> WebResponse {
        json(JSONBody.document(form, body))
    }

    static func json(_ bytes: [UInt8], _ headers: [Header] = []) -> WebResponse {
        WebResponse(200, [Header("Content-Type", "application/json")] + headers, bytes)
    }
}
