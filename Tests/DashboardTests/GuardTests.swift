import Dashboard
import Model
import Testing

@Suite("Who is let in")
struct GuardTests {
    /// Says what it was asked, from memory where the path begins with `/now`.
    struct Echo: WebHandler {
        func answerAtOnce(_ request: WebRequest) -> WebResponse? {
            request.path.hasPrefix("/now") ? answer(request) : nil
        }

        func answer(_ request: WebRequest) -> WebResponse {
            WebResponse(200, [], Array("\(request.method) \(request.path)".utf8))
        }
    }

    static let secret = "correct horse battery"

    private static func status(
        _ method: String,
        _ path: String,
        _ headers: [String: String],
        token: String? = nil,
        body: String = ""
    ) -> Int {
        let guardian = Guard(
            HostRule(["nuc-1", "films.example"]),
            token.flatMap { WebToken(Array($0.utf8)) },
            Echo()
        )
        let request = WebRequest(
            method: method,
            path: path,
            headers: ["host": "localhost:8080"].merging(headers) { $1 },
            body: Array(body.utf8)
        )
        return guardian.answerAtOnce(request)?.status ?? guardian.answer(request).status
    }

    private static let hosts: [(String, Int)] = [
        ("localhost", 200), ("LOCALHOST:8080", 200), ("127.0.0.1:8080", 200), ("192.0.2.7", 200),
        ("[::1]:8080", 200), ("[2001:db8::7]", 200), ("nuc-1:8080", 200), ("NUC-1.", 200),
        ("films.example", 200), ("evil.example", 421), ("localhost.evil.example", 421),
        ("nuc-1.evil.example:8080", 421), ("", 421), (":8080", 421), ("[::1", 421),
        ("127.0.0.1.evil.example", 421), ("localhost:80:80", 421), ("localhost:x", 421),
        ("localhost, evil.example", 421), ("0x7f.1", 421), ("evil@localhost", 421),
    ]

    @Test("A name that is not the node's own is refused, numbers are not", arguments: hosts)
    func host(header: String, status: Int) {
        #expect(GuardTests.status("GET", "/now", ["host": header]) == status)
        #expect(GuardTests.status("GET", "/later", ["host": header]) == status)
    }

    private static let changes: [([String: String], String, Int)] = [
        ([:], "", 200),
        (["content-type": "application/json"], "{}", 200),
        (["content-type": "Application/JSON; charset=utf-8"], "{}", 200),
        (["content-type": "text/plain"], "{}", 415),
        ([:], "{}", 415),
        (["content-type": "application/x-www-form-urlencoded"], "a=b", 415),
        (["sec-fetch-site": "same-origin"], "", 200),
        (["sec-fetch-site": "none"], "", 200),
        (["sec-fetch-site": "same-site"], "", 403),
        (["sec-fetch-site": "cross-site"], "", 403),
        (["sec-fetch-site": "cross-site", "content-type": "application/json"], "{}", 403),
        (["origin": "http://localhost:8080"], "", 200),
        (["origin": "https://localhost:8080"], "", 200),
        (["origin": "http://localhost:8081"], "", 403),
        (["origin": "http://evil.example"], "", 403),
        (["origin": "null"], "", 403),
    ]

    @Test("A change that a foreign page may have sent is refused", arguments: changes)
    func change(headers: [String: String], body: String, status: Int) {
        for method in ["POST", "DELETE", "PUT", "PATCH"] {
            #expect(GuardTests.status(method, "/api/v1/pause", headers, body: body) == status)
        }
        let isForeign = ["same-site", "cross-site"].contains(headers["sec-fetch-site"])
        let path = "/api/v1/state"
        #expect(GuardTests.status("GET", path, headers) == (isForeign ? 403 : 200))
        let link = headers.merging(["sec-fetch-mode": "navigate"]) { $1 }
        #expect(GuardTests.status("GET", path, link) == 200)
        #expect(GuardTests.status("GET", "/", headers) == 200)
    }

    private static let tokens: [(String, [String: String], Int)] = [
        ("/api/v1/state", [:], 401),
        ("/api/v1/state", ["authorization": "Bearer \(secret)"], 200),
        ("/api/v1/state", ["authorization": "bearer  \(secret) "], 200),
        ("/api/v1/state", ["authorization": "Bearer wrong horse battery1"], 401),
        ("/api/v1/state", ["authorization": "Bearer \(secret)1"], 401),
        ("/api/v1/state", ["authorization": "Bearer correct horse"], 401),
        ("/api/v1/state", ["authorization": "Bearer "], 401),
        ("/api/v1/state", ["authorization": "Basic \(secret)"], 401),
        ("/api/v1/state", ["cookie": "a=b; reelmill=Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"], 200),
        (
            "/api/v1/state",
            ["authorization": "Basic YTpi", "cookie": "reelmill=Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"], 200
        ),
        ("/api/v1/state", ["cookie": "reelmill=d3Jvbmc"], 401),
        ("/api/v1/state", ["cookie": "reelmill="], 401),
        ("/api/v1/state", ["cookie": "reelmill=%%%"], 401),
        ("/metrics", [:], 401), ("/metrics", ["authorization": "Bearer \(secret)"], 200),
        ("/api", [:], 401), ("/%61pi/v1/state", [:], 401), ("//api/v1/state", [:], 401),
        ("/./api/v1/state", [:], 401), ("/assets/../api/v1/state", [:], 401),
        ("/livez", [:], 200), ("/readyz", [:], 200), ("/", [:], 200),
        ("/assets/1/app.js", [:], 200),
    ]

    @Test("A token opens the API and the metrics, nothing else does", arguments: tokens)
    func token(path: String, headers: [String: String], status: Int) {
        #expect(GuardTests.status("GET", path, headers, token: GuardTests.secret) == status)
        #expect(GuardTests.status("GET", path, headers) == 200)
    }

    private static func guardian() -> Guard {
        Guard(HostRule([]), WebToken(Array(secret.utf8)), Echo())
    }

    private static func request(
        _ path: String,
        _ headers: [String: String],
        peer: String = "192.0.2.7"
    ) -> WebRequest {
        WebRequest(
            method: "GET",
            path: path,
            headers: ["host": "localhost"].merging(headers) { $1 },
            peer: IPAddress(peer)
        )
    }

    @Test("Who shows many wrong tokens has to wait, and others do not")
    func guessing() throws {
        let guardian = GuardTests.guardian()
        func ask(_ token: String, peer: String = "192.0.2.7") -> WebResponse {
            let headers = ["authorization": "Bearer \(token)"]
            let request = GuardTests.request("/api/v1/state", headers, peer: peer)
            return guardian.answerAtOnce(request) ?? guardian.answer(request)
        }
        for number in 0..<20 { #expect(ask("wrong \(number)").status == 401) }
        let answer = ask("wrong 20")
        #expect(answer.status == 429)
        #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
        #expect(answer.header("Content-Security-Policy") != nil)
        // Nobody can have guessed so long a one.
        #expect(ask(GuardTests.secret).status == 200)
        #expect(ask(GuardTests.secret, peer: "192.0.2.8").status == 200)
        // What needs no token is served all the same.
        #expect(guardian.answerAtOnce(GuardTests.request("/now", [:]))?.status == 200)
    }

    @Test("Who shows none is not taken for one who guesses")
    func silent() {
        let guardian = GuardTests.guardian()
        for _ in 0..<100 {
            let request = GuardTests.request("/api/v1/state", [:])
            #expect(guardian.answerAtOnce(request)?.status == 401)
        }
        let headers = ["authorization": "Bearer \(GuardTests.secret)"]
        let request = GuardTests.request("/api/v1/state", headers)
        #expect(guardian.answer(request).status == 200)
    }

    private static let links: [(String, String)] = [
        ("/api/v1/history/export", "/#/history"), ("/api/v1/state", "/"), ("/metrics", "/"),
    ]

    @Test("Who follows a link behind the end of the session comes to the page", arguments: links)
    func link(path: String, place: String) {
        let guardian = GuardTests.guardian()
        let answer = guardian.answerAtOnce(
            GuardTests.request(path, ["sec-fetch-mode": "navigate"])
        )
        #expect(answer?.status == 303)
        #expect(answer?.header("Location") == place)
        #expect(answer?.header("Content-Disposition") == nil)
        let program = guardian.answerAtOnce(GuardTests.request(path, ["sec-fetch-mode": "cors"]))
        #expect(program?.status == 401)
    }

    @Test("Every answer keeps browsers from doing more with it than was meant")
    func headers() throws {
        let guardian = Guard(HostRule([]), WebToken([1]), Echo())
        let hosts = ["host": "localhost"]
        let responses = [
            guardian.answerAtOnce(WebRequest(method: "GET", path: "/now", headers: hosts)),
            guardian.answerAtOnce(WebRequest(method: "GET", path: "/api/", headers: hosts)),
            guardian.answerAtOnce(WebRequest(method: "GET", path: "/now")),
            guardian.answer(WebRequest(method: "GET", path: "/later", headers: hosts)),
            Guard.refuse(.busy),
        ]
        for response in responses {
            let names = try #require(response).headers.map(\.name)
            #expect(names.contains("Content-Security-Policy"))
            #expect(names.contains("X-Content-Type-Options"))
            #expect(names.contains("Referrer-Policy"))
            #expect(names.contains("Cache-Control"))
        }
        #expect(responses[1]?.headers.contains { $0.name == "WWW-Authenticate" } ?? false)
    }

    @Test("HEAD is answered as GET")
    func head() {
        let guardian = Guard(HostRule([]), nil, Echo())
        let request = WebRequest(method: "HEAD", path: "/now", headers: ["host": "localhost"])
        #expect(guardian.answerAtOnce(request)?.text == "GET /now")
    }

    @Test("A token says itself nowhere")
    func silence() throws {
        let token = try #require(WebToken(Array(GuardTests.secret.utf8)))
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), dumped] {
            #expect(!text.contains("horse"))
        }
    }
}
