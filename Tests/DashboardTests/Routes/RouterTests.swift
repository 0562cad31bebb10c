import Model
import Testing

@testable import Dashboard

@Suite("The router") struct RouterTests {
    private let hub = LiveHub(epoch: "e", now: { 100 })

    private func ask(
        _ method: String,
        _ path: String,
        query: String? = nil,
        headers: [String: String] = [:],
        body: String = "",
        desk: FakeDesk = FakeDesk()
    ) -> WebResponse {
        let request = WebRequest(
            method: method,
            path: "/api/v1" + path,
            query: query,
            headers: headers,
            body: Array(body.utf8)
        )
        let router = Router(desk: desk, hub: hub)
        return router.answerAtOnce(request) ?? router.answer(request)
    }

    @Test("an address that is none is not found, and one with another method says which there are")
    func elsewhere() throws {
        #expect(ask("GET", "/nothing").status == 404)
        let refused = ask("PUT", "/history/entry")
        #expect(refused.status == 405)
        #expect(refused.header("Allow") == "GET, DELETE")
        #expect(ask("DELETE", "/history/export").header("Allow") == "GET")
        let problem = try refused.json()
        #expect(problem["type"]?.text == "about:blank")
        #expect(problem["status"]?.number == 405)
        #expect(problem["code"]?.text == "usage")
    }

    @Test("what the desk refuses has the status of its kind")
    func refusals() {
        let statuses = DeskRefusal.Kind.allCases.map { kind in
            ask("GET", "/jobs/film", desk: FakeDesk(refusal: DeskRefusal(kind, "no"))).status
        }
        #expect(statuses == [404, 409, 400, 503])
    }

    @Test("a parameter that is not known, is given twice or is out of its range is refused")
    func parameters() throws {
        #expect(ask("GET", "/history", query: "serach=a").status == 400)
        let problem = try ask("GET", "/history", query: "serach=a").json()
        #expect(problem["detail"]?.text?.contains("did you mean search?") == true)
        #expect(ask("GET", "/history", query: "limit=1001").status == 400)
        #expect(ask("GET", "/history", query: "limit=-1").status == 400)
        #expect(ask("GET", "/history", query: "limit=1&limit=1").status == 400)
        #expect(ask("GET", "/history", query: "since=yesterday").status == 400)
        #expect(ask("GET", "/history", query: "search=%F").status == 400)
        #expect(ask("GET", "/profiles/effective").status == 400)
        #expect(ask("GET", "/profiles/effective", query: "path=%00").status == 400)
        #expect(ask("GET", "/history", query: "limit=0&search=a+b&removed=true").status == 200)
    }

    @Test("names in addresses may have escapes, and may not be broken")
    func names() {
        #expect(ask("GET", "/jobs/f%69lm").status == 200)
        #expect(ask("GET", "/jobs/%FF").status == 400)
        #expect(ask("GET", "/jobs/").status == 404)
        #expect(ask("GET", "/jobs/..%2f..%2fetc").status == 404)
    }

    @Test("a path that is not UTF-8 can be asked for by its bytes")
    func bytes() throws {
        let answer = try ask("GET", "/profiles/effective", query: "path=a%FF.mkv").json()
        #expect(answer["path_b64"]?.text == "Yf8ubWt2")
    }

    @Test("a retry is of what failed, or of all where the body says so")
    func retry() throws {
        func action(_ body: String) throws -> String? {
            try ask("POST", "/jobs/film/retry", body: body).json()["action"]?.text
        }
        #expect(try action("") == "retry")
        #expect(try action("{\"all\":false}") == "retry")
        #expect(try action("{\"all\":true}") == "retry all")
        for value in ["1", "null", "\"true\""] {
            #expect(ask("POST", "/jobs/film/retry", body: "{\"all\":\(value)}").status == 400)
        }
        #expect(ask("POST", "/jobs/film/cancel", body: "[]").status == 400)
    }

    @Test("the state is answered from memory, once more only when it has changed")
    func state() throws {
        #expect(ask("GET", "/state").status == 503)
        hub.show(.of([FakeDesk.line(1)]))
        let first = ask("GET", "/state")
        #expect(first.status == 200)
        #expect(try first.json()["jobs"]?[0]?["key"]?.text == "film_1.0")
        #expect(try first.json()["schema"]?.text == "reelmill.state/1")
        let tag = try #require(first.header("ETag"))
        #expect(ask("GET", "/state", headers: ["if-none-match": tag]).status == 304)
        hub.show(.of([]))
        #expect(ask("GET", "/state", headers: ["if-none-match": tag]).status == 200)
    }

    @Test("jobs are found by their state and by a piece of their path in any case")
    func jobs() throws {
        hub.show(.of([FakeDesk.line(1), FakeDesk.line(2, state: "failed"), FakeDesk.line(3)]))
        func keys(_ query: String) throws -> [String] {
            let page = try ask("GET", "/jobs", query: query).json()
            return (page["jobs"]?.list ?? []).compactMap { $0["id"]?.text }
        }
        #expect(try keys("state=waiting") == ["1", "3"])
        #expect(try keys("path=%C3%89PISODE+2") == ["2"])
        #expect(try keys("offset=1&limit=1") == ["2"])
        #expect(try ask("GET", "/jobs", query: "offset=9").json()["total"]?.number == 3)
    }

    @Test("a paused cluster asks no autoscaler for nodes")
    func scale() throws {
        var job = FakeDesk.line(1, state: "encoding")
        job.slices.waiting = 7
        var apart = FakeDesk.line(4, state: "encoding")
        apart.slices.waiting = 2
        apart.renditionTasks = TaskCounts()
        apart.renditionTasks?.waiting = 5
        var snapshot = LiveSnapshot.of(
            [job, FakeDesk.line(2), FakeDesk.line(3, state: "paused"), apart]
        )
        hub.show(snapshot)
        #expect(try ask("GET", "/scale").json()["waiting"]?.number == 13)
        snapshot.status.isPaused = true
        let later = LiveHub(epoch: "e", now: { 100 })
        later.show(snapshot)
        let request = WebRequest(method: "GET", path: "/api/v1/scale")
        let answer = Router(desk: FakeDesk(), hub: later).answer(request)
        #expect(try answer.json()["waiting"]?.number == 0)
    }

    @Test("an export goes on page by page to its end, as lines or as a table")
    func export() {
        let lines = ask("GET", "/history/export", desk: FakeDesk(entries: 1_200)).bytes
        #expect(lines.count { $0 == UInt8(ascii: "\n") } == 1_200)
        #expect(lines.first == UInt8(ascii: "{"))
        let query = "format=csv"
        // A stream can be read once.
        let bytes = ask("GET", "/history/export", query: query, desk: FakeDesk(entries: 2)).bytes
        let table = String(decoding: bytes, as: UTF8.self)
        #expect(bytes.count { $0 == UInt8(ascii: "\r") } == 3)
        #expect(table.contains("\"a,b.mkv\""))
    }
}
