internal import Model

extension RouteTable {
    var jobs: [Route] {
        let actions: [JobAction] = [.cancel, .pause, .resume, .bump, .postpone]
        return [
            get("/jobs", [Parameter("state"), Parameter("path")] + RouteTable.page, act: list),
            get("/queue", RouteTable.page, act: list),
            get("/jobs/{id}", [], RouteTable.found, act: job),
            get("/jobs/{id}/logs", [], RouteTable.found, act: logs),
            Route("POST", RouteTable.root + "/jobs/{id}/retry", [], RouteTable.found, act: retry),
        ]
            + actions.map { action in
                post("/jobs/{id}/\(action.name)", RouteTable.found) { asked throws(Refused) in
                    try steer(asked.word, action)
                }
            }
    }

    /// With those of a name that is not there, or means several.
    static let found: Set<Int> = [200, 404, 409]

    private struct Page: Encodable {
        let jobs: [JobLine]
        let total: Int
        let offset: Int
        let troubles: [String]
    }

    @Sendable private func list(_ asked: Asked) throws(Refused) -> WebResponse {
        let state = try asked.parameters.choice("state", RouteTable.states)
        let piece = try asked.parameters.text("path").map(PieceOfText.init)
        let (offset, limit) = try asked.parameters.page
        let status = try snapshot().status
        let jobs = status.jobs.filter { job in
            (state.map { $0 == job.state } ?? true)
                && (piece.map { $0.isIn(job.path) } ?? true)
        }
        let page = Page(
            jobs: Array(jobs.dropFirst(offset).prefix(limit ?? RouteTable.jobsAtOnce)),
            total: jobs.count,
            offset: offset,
            troubles: status.troubles
        )
        return .document("jobs", page)
    }

    /// As jobs of a view have them.
    static let states = [
        "waiting", "splitting", "encoding", "merging", "publishing", "paused", "failed",
        "cancelling",
    ]
    private static let jobsAtOnce = 100

    @Sendable private func job(_ asked: Asked) throws(Refused) -> WebResponse {
        .document("job", try asking { () throws(DeskRefusal) in try desk.job(asked.word) })
    }

    @Sendable private func logs(_ asked: Asked) throws(Refused) -> WebResponse {
        let logs = try asking { () throws(DeskRefusal) in try desk.logs(ofJob: asked.word) }
        return .document("job-logs", logs)
    }

    @Sendable private func retry(_ asked: Asked) throws(Refused) -> WebResponse {
        let body = try asked.body(RetryBody.self, RetryBody())
        return try steer(asked.word, .retry(all: body.all ?? false))
    }

    private func steer(_ word: String, _ action: JobAction) throws(Refused) -> WebResponse {
        let changes = try asking { () throws(DeskRefusal) in try desk.steer(job: word, action) }
        return .document("job-changes", changes)
    }
}

/// Looks for a piece of a text, in any case.
struct PieceOfText {
    private let piece: [UInt8]

    init(_ text: String) { piece = Array(text.lowercased().utf8) }

    func isIn(_ text: String) -> Bool {
        guard let first = piece.first else { return true }
        let bytes = Array(text.lowercased().utf8)
        guard bytes.count >= piece.count else { return false }
        return (0...bytes.count - piece.count).contains { start in
            bytes[start] == first && bytes[start..<start + piece.count].elementsEqual(piece)
        }
    }
}
