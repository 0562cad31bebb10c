internal import Model

extension RouteTable {
    var live: [Route] {
        [
            get("/state", [], [200, 304], isFromMemory: true, act: state),
            get("/scale", isFromMemory: true, act: scale),
            get("/events", isFromMemory: true, act: stream),
            get("/events/list", RouteTable.eventParameters, act: events),
        ]
    }

    @Sendable private func state(_ asked: Asked) throws(Refused) -> WebResponse {
        _ = try snapshot()
        guard let state = hub.currentState() else { throw nothingYet() }
        let tag = WebResponse.Header("ETag", "W/\"\(state.id)\"")
        let known = asked.request.headers["if-none-match"] ?? ""
        let isKnown = known.split(separator: ",").contains { part in
            part.drop { $0 == " " } == tag.value[...]
        }
        return isKnown ? WebResponse(304, [tag]) : .json(state.bytes, [tag])
    }

    private struct Scale: Encodable {
        let waiting: Int
        let running: Int
        let tasks: Int
    }

    @Sendable private func scale(_ asked: Asked) throws(Refused) -> WebResponse {
        let status = try snapshot().status
        let running = status.jobs.reduce(0) { $0 + $1.running.count }
        // More nodes would not help while nobody may take anything.
        let waiting = status.isPaused ? 0 : status.jobs.reduce(0) { $0 + $1.tasksWaiting }
        let body = Scale(waiting: waiting, running: running, tasks: waiting + running)
        return .document("scale", body)
    }

    @Sendable private func stream(_ asked: Asked) throws(Refused) -> WebResponse {
        // Where nothing was ever read, why is said rather than a stream begun that says nothing.
        if hub.snapshot == nil { _ = try snapshot() }
        guard let stream = hub.listen(behind: asked.request.headers["last-event-id"]) else {
            throw .unavailable("\(hub.limits.clients) listen already, which is as many as may")
        }
        return WebResponse(
            200,
            [.init("Content-Type", "text/event-stream"), .init("X-Accel-Buffering", "no")],
            stream: stream
        )
    }

    private static let eventParameters = [
        Parameter("after"), Parameter("kind"), Parameter("since"), Parameter("job"),
        Parameter("limit"),
    ]

    @Sendable private func events(_ asked: Asked) throws(Refused) -> WebResponse {
        let given = asked.parameters
        var query = EventQuery()
        query.after = try given.number("after", 0...RouteTable.numberMax).map(Int64.init)
        query.kinds = try (given.text("kind") ?? "").split(separator: ",").map(String.init)
        query.since = try given.moment("since")?.rfc3339
        query.job = try given.text("job")
        query.limit = try given.number("limit", 0...Parameters.limitMax) ?? query.limit
        return .document("events", try asking { () throws(DeskRefusal) in try desk.events(query) })
    }

    /// As large as a number of JavaScript is exact.
    private static let numberMax = 1 << 53 - 1
}

extension JobLine {
    /// Of those that somebody could take, as far as they are known.
    fileprivate var tasksWaiting: Int {
        guard ["waiting", "splitting", "encoding"].contains(state) else { return 0 }
        let waiting = (renditionTasks ?? slices).waiting
        if waiting > 0 { return waiting }
        // The one that cuts it or the one that joins it.
        return running.isEmpty ? 1 : 0
    }
}
