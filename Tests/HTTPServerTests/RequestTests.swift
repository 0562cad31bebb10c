import HTTPServer
import Model
import TestKit
import Testing

@Suite("Requests and their answers")
struct RequestTests {
    @Test("The handler gets the request as it was sent")
    func request() throws {
        let bed = try ServerBed()
        let answer = try bed.ask(
            "POST",
            "/echo%2F..%2f?a=%20b&c",
            ["X-Two: 1", "x-two: 2", "Cookie: a=1", "Cookie: b=2"],
            "body"
        )
        #expect(answer.status == 200)
        let asked = try #require(bed.handler.asked.first)
        #expect(asked.method == "POST")
        #expect(asked.path == "/echo%2F..%2f")
        #expect(asked.query == "a=%20b&c")
        #expect(asked.headers["x-two"] == "1, 2")
        #expect(asked.headers["cookie"] == "a=1; b=2")
        #expect(asked.body == Array("body".utf8))
        #expect(asked.peer?.isLoopback == true)
    }

    @Test("What may wait is answered from another thread, on the same connection")
    func work() throws {
        let bed = try ServerBed()
        let client = try bed.client()
        for path in ["/echo", "/work", "/work", "/echo"] {
            try client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try client.answer().text == "GET \(path) 0")
        }
        #expect(bed.server.connections == 1)
    }

    @Test("Requests that come before the answer of the first are answered in their order")
    func pipelining() throws {
        let bed = try ServerBed()
        let client = try bed.client()
        let paths = ["/work", "/echo", "/work", "/echo"]
        try client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
        for path in paths { #expect(try client.answer().text == "GET \(path) 0") }
    }

    @Test("A request may come in pieces of one byte")
    func torn() throws {
        let bed = try ServerBed()
        let client = try bed.client()
        for byte in "POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc".utf8 {
            try client.send([byte])
        }
        #expect(try client.answer().text == "POST /work 3")
    }

    @Test("An answer to HEAD has the length of the body and not the body")
    func head() throws {
        let bed = try ServerBed()
        let client = try bed.client()
        try client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try client.answer(toHead: true).headers["content-length"] == "12")
        try client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try client.answer().text == "GET /echo 0")
    }

    @Test("A large answer comes whole")
    func large() throws {
        let bed = try ServerBed()
        let answer = try bed.ask("GET", "/work?5000000")
        #expect(answer.body.count == 5_000_011)
    }

    @Test("A line end in a header of an answer makes no other header")
    func injection() throws {
        let bed = try ServerBed()
        let answer = try bed.ask("GET", "/header", ["X-Value: a=1"])
        #expect(answer.status == 500)
        #expect(answer.headers["set-cookie"] == nil)
    }

    @Test("A port that is taken says so")
    func taken() throws {
        let bed = try ServerBed()
        let address = ListenAddress(.loopback, bed.port)
        let failure = ListenFailure(address, .inUse)
        #expect(throws: failure) { try second(on: address) }
        #expect("\(failure)" == "cannot listen on \(address): another program has the port")
    }

    private func second(on address: ListenAddress) throws(ListenFailure) {
        _ = try HTTPServer(
            on: address,
            EchoHandler(),
            offload: { _ in false },
            refuse: { WebResponse($0.status) }
        )
    }
}
