import HTTPServer
import Model
import TestKit
import Testing

@Suite("What anybody can take of a server is bounded")
struct LimitTests {
    private static let announced: [(String, Int)] = [
        ("Content-Length: 1073741824", 413), ("Content-Length: 65537", 413),
        ("Content-Length: 99999999999999999999", 413), ("Transfer-Encoding: chunked", 411),
    ]

    @Test("A body that is too large is refused by its head alone", arguments: announced)
    func body(header: String, status: Int) throws {
        let bed = try ServerBed()
        let client = try bed.client()
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\n\(header)\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.status == status || answer.status == 400)
        // What comes behind it is not read as another request.
        try? client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
        let rest = try client.rest()
        #expect(!rest.contains("GET /echo"))
        #expect(bed.handler.asked.isEmpty)
    }

    @Test("A body of the largest size is taken")
    func largest() throws {
        let bed = try ServerBed()
        let body = String(repeating: "x", count: 65_536)
        #expect(try bed.ask("POST", "/work", [], body).text == "POST /work 65536")
    }

    private static let doubtful: [String] = [
        "GET /echo HTTP/1.1\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET http://elsewhere/echo HTTP/1.1\r\nHost: a\r\n\r\n",
        "nonsense\r\n\r\n",
    ]

    @Test("What can be read in two ways is not read at all", arguments: doubtful)
    func malformed(request: String) throws {
        let bed = try ServerBed()
        let client = try bed.client()
        try client.send(request)
        client.endSending()
        let answer = try client.rest()
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"))
        #expect(bed.handler.asked.isEmpty)
    }

    @Test("Addresses and heads that are too long are refused")
    func long() throws {
        let bed = try ServerBed()
        let path = "/echo?" + String(repeating: "a", count: 8_192)
        #expect(try bed.ask("GET", path).status == 414)
        let header = "X-Long: " + String(repeating: "a", count: 60_000)
        let status = try bed.ask("GET", "/echo", [header]).status
        #expect([413, 431].contains(status))
        #expect(bed.handler.asked.isEmpty)
    }

    @Test("When all threads work and enough requests wait, the next one is refused at once")
    func busy() throws {
        let bed = try ServerBed(threads: 1, places: 2)
        var clients: [WebClient] = []
        for count in 1...3 {
            let client = try bed.client()
            try client.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
            clients.append(client)
            #expect(bed.reaches { bed.handler.asked.count == count })
        }
        #expect(try bed.ask("GET", "/hold").status == 503)
        // What is answered from memory goes on.
        #expect(try bed.ask("GET", "/echo").status == 200)
        bed.handler.letGo()
        for client in clients { #expect(try client.answer().text == "GET /hold 0") }
    }

    @Test("A request that comes a byte at a time is cut off when its time is over")
    func slow() throws {
        var limits = ServerLimits()
        limits.arrival = .zero
        let bed = try ServerBed(limits)
        let client = try bed.client()
        try client.send("GET /echo HTTP/1.1\r\nHo")
        #expect(bed.reaches { bed.server.connections == 1 })
        bed.server.endSlow()
        #expect(try client.rest() == "")
        #expect(bed.reaches { bed.server.connections == 0 })
    }

    @Test("A body that does not come is cut off as well, and work that takes long is not")
    func slowBody() throws {
        var limits = ServerLimits()
        limits.arrival = .zero
        let bed = try ServerBed(limits)
        let waiting = try bed.client()
        try waiting.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(bed.reaches { bed.handler.asked.count == 1 })
        let client = try bed.client()
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        #expect(bed.reaches { bed.server.connections == 2 })
        bed.server.endSlow()
        #expect(try client.rest() == "")
        bed.handler.letGo()
        #expect(try waiting.answer().text == "GET /hold 0")
    }

    @Test("A thousand connections that ask nothing do not keep out one that asks")
    func thousand() throws {
        var limits = ServerLimits()
        limits.connections = 64
        let bed = try ServerBed(limits)
        let held = try bed.client()
        try held.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(bed.reaches { bed.handler.asked.count == 1 })
        var clients: [WebClient] = []
        for number in 0..<1_000 {
            // Only so many are kept open: the process of the tests has a limit of its own.
            if clients.count == 200 { clients.removeFirst() }
            clients.append(try bed.client())
            if number % 100 == 0 { #expect(try bed.ask("GET", "/echo").status == 200) }
        }
        #expect(try bed.ask("GET", "/echo").status == 200)
        #expect(bed.server.connections <= 64)
        bed.handler.letGo()
        #expect(try held.answer().text == "GET /hold 0")
    }
}
