import Dashboard
import Model
import Testing

@Suite("What every node answers")
struct NodeRouterTests {
    private struct Desk: NodeDesk {
        var readiness = NodeReadiness(obstacles: [])
        var coordinator = CoordinatorPlace.unknown
        var metrics = "reelmill_up 1\n"
    }

    private static func ask(
        _ desk: Desk,
        _ path: String,
        _ method: String = "GET",
        query: String? = nil,
        headers: [String: String] = [:],
        leads: Bool = false
    ) -> WebResponse? {
        let router = NodeRouter(desk) { leads ? GuardTests.Echo() : nil }
        return router.answerAtOnce(
            WebRequest(method: method, path: path, query: query, headers: headers)
        )
    }

    @Test("It lives, it is ready or says why not, and it has metrics")
    func own() {
        #expect(NodeRouterTests.ask(Desk(), "/livez")?.status == 200)
        #expect(NodeRouterTests.ask(Desk(), "/readyz")?.status == 200)
        let desk = Desk(readiness: NodeReadiness(obstacles: ["input: gone", "it stops"]))
        let response = NodeRouterTests.ask(desk, "/readyz")
        #expect(response?.status == 503)
        #expect(response?.text == "not ready: input: gone\nnot ready: it stops\n")
        #expect(NodeRouterTests.ask(desk, "/livez")?.status == 200)
        #expect(NodeRouterTests.ask(desk, "/metrics")?.text == "reelmill_up 1\n")
        #expect(NodeRouterTests.ask(desk, "/livez", "POST")?.status == 405)
    }

    @Test("The coordinator answers everything else itself")
    func here() {
        let desk = Desk(coordinator: .here)
        #expect(NodeRouterTests.ask(desk, "/now", leads: true)?.text == "GET /now")
        #expect(NodeRouterTests.ask(desk, "/later", leads: true) == nil)
        #expect(NodeRouterTests.ask(desk, "/now")?.status == 503)
    }

    @Test("Another node sends people to it, and keeps what they asked for")
    func elsewhere() {
        let desk = Desk(coordinator: .elsewhere(node: "nuc-1", address: "http://nuc-1:8080"))
        let response = NodeRouterTests.ask(desk, "/api/v1/jobs/é%20", "POST", query: "a=<b>")
        #expect(response?.status == 307)
        #expect(
            response?.header("Location") == "http://nuc-1:8080/api/v1/jobs/%C3%A9%20?a=%3Cb%3E"
        )
        let navigation = ["sec-fetch-mode": "navigate"]
        #expect(NodeRouterTests.ask(desk, "/", headers: navigation)?.status == 307)
        let fetch = NodeRouterTests.ask(desk, "/", headers: ["sec-fetch-mode": "cors"])
        #expect(fetch?.status == 503)
        #expect(fetch?.text.contains(#""coordinator":"http://nuc-1:8080""#) ?? false)
    }

    @Test("The page comes from where people are, unless they can be sent on")
    func page() {
        let reached = CoordinatorPlace.elsewhere(node: "a", address: "http://a:80")
        let places: [(CoordinatorPlace, Int)] = [
            (.here, 200), (.unknown, 200), (.elsewhere(node: "a", address: nil), 200),
            (reached, 307),
        ]
        for (place, status) in places {
            let router = NodeRouter(Desk(coordinator: place), page: { _ in WebResponse(200) }) {
                nil
            }
            let request = WebRequest(method: "GET", path: "/")
            #expect(router.answerAtOnce(request)?.status == status)
            let file = WebRequest(method: "GET", path: "/assets/1/app.js")
            #expect(router.answerAtOnce(file)?.status == 200)
        }
    }

    @Test("One that cannot be reached from here is named")
    func unreachable() {
        let desk = Desk(coordinator: .elsewhere(node: "nuc-\"1", address: nil))
        let response = NodeRouterTests.ask(desk, "/")
        #expect(response?.status == 503)
        #expect(response?.text.contains(#""detail":"nuc-\"1 is the coordinator"#) ?? false)
    }
}
