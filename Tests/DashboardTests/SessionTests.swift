import Dashboard
import Model
import Testing

@Suite("A browser's session")
struct SessionTests {
    private let guardian = Guard(
        HostRule([]),
        WebToken(Array("geheim-über-16-bytes".utf8)),
        GuardTests.Echo()
    )

    private func ask(
        _ method: String,
        _ body: String = "",
        _ more: [String: String] = [:]
    ) -> WebResponse? {
        let headers = ["host": "localhost", "content-type": "application/json"].merging(more) { $1 }
        return guardian.answerAtOnce(
            WebRequest(
                method: method,
                path: "/api/v1/session",
                headers: headers,
                body: Array(body.utf8)
            )
        )
    }

    @Test("The token is shown once, and its cookie opens the API from then on")
    func open() throws {
        let response = try #require(ask("POST", #"{"token":"geheim-über-16-bytes"}"#))
        #expect(response.status == 204)
        let cookie = try #require(response.header("Set-Cookie"))
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Strict; Path=/"))
        let pair = String(cookie.prefix { $0 != ";" })
        let request = WebRequest(
            method: "GET",
            path: "/api/v1/state",
            headers: ["host": "localhost", "cookie": pair]
        )
        #expect(guardian.answer(request).status == 200)
    }

    private static let refused: [(String, Int)] = [
        (#"{"token":"falsch"}"#, 401), (#"{"token":""}"#, 401), ("{}", 400), ("", 400),
        (#"{"token":7}"#, 400), ("[", 400),
    ]

    @Test("Anything else gets no cookie", arguments: refused)
    func wrong(body: String, status: Int) {
        #expect(ask("POST", body)?.status == status)
        #expect(ask("POST", body)?.header("Set-Cookie") == nil)
    }

    @Test("Whoever guesses at its door has to wait there as well")
    func guessing() {
        for number in 0..<20 { #expect(ask("POST", "{\"token\":\"\(number)\"}")?.status == 401) }
        let answer = ask("POST", #"{"token":"20"}"#)
        #expect(answer?.status == 429)
        #expect(answer?.header("Set-Cookie") == nil)
        #expect(ask("POST", #"{"token":"geheim-über-16-bytes"}"#)?.status == 204)
    }

    @Test("A foreign page cannot open one")
    func foreign() {
        let body = #"{"token":"geheim-über-16-bytes"}"#
        #expect(ask("POST", body, ["sec-fetch-site": "cross-site"])?.status == 403)
    }

    @Test("Behind a proxy that speaks TLS the cookie never travels without")
    func secure() throws {
        let body = #"{"token":"geheim-über-16-bytes"}"#
        let response = try #require(ask("POST", body, ["x-forwarded-proto": "https"]))
        #expect(response.header("Set-Cookie")?.hasSuffix("; Secure") ?? false)
    }

    @Test("Ending it takes the cookie back")
    func end() {
        #expect(
            ask("DELETE")?.header("Set-Cookie")
                == "reelmill=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"
        )
        #expect(ask("GET")?.status == 405)
    }
}
