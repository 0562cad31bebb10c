import HTTPServer
import Model
import Platform
import TestKit
import Testing

@Suite("Answers that go on")
struct StreamTests {
    private func listener(_ bed: ServerBed) throws -> (WebClient, TestStream) {
        let count = bed.handler.streams.count
        let client = try bed.client()
        try client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(bed.reaches { bed.handler.streams.count == count + 1 })
        return (client, try #require(bed.handler.streams.last))
    }

    @Test("What a stream has comes at once, and its end ends the answer")
    func stream() throws {
        let bed = try ServerBed()
        let (client, stream) = try listener(bed)
        stream.give("data: one\n\n")
        #expect(try client.receive(until: "data: one").hasPrefix("HTTP/1.1 200"))
        stream.give("data: two\n\n")
        _ = try client.receive(until: "data: two")
        stream.end()
        _ = try client.receive(until: "0\r\n\r\n")
        #expect(bed.reaches { stream.closed == 1 })
        #expect(bed.server.streams == 0)
        try client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try client.answer().text == "GET /echo 0")
    }

    @Test("A stream that breaks off does not look like a whole one")
    func broken() throws {
        let bed = try ServerBed()
        let (client, stream) = try listener(bed)
        stream.give("half")
        _ = try client.receive(until: "half")
        stream.end(isBroken: true)
        let rest = try client.rest()
        #expect(!rest.contains("0\r\n\r\n"))
        #expect(bed.reaches { stream.closed == 1 })
    }

    @Test("A stream that has nothing is asked once, not again and again")
    func noSpinning() throws {
        let bed = try ServerBed()
        let (client, stream) = try listener(bed)
        #expect(bed.reaches { stream.asked == 1 })
        // Whatever else goes on meanwhile.
        for _ in 0..<200 { #expect(try bed.ask("GET", "/work").status == 200) }
        #expect(stream.asked == 1)
        stream.give("x")
        _ = try client.receive(until: "x")
    }

    @Test("A piece that is larger than any buffer comes whole")
    func large() throws {
        let bed = try ServerBed()
        let (client, stream) = try listener(bed)
        stream.give(String(repeating: "abcdefg\n", count: 100_000))
        stream.end()
        let text = try client.receive(until: "0\r\n\r\n")
        #expect(text.utf8.count { $0 == UInt8(ascii: "g") } >= 100_000)
    }

    @Test("A listener that went away is noticed by the next thing that is sent")
    func gone() throws {
        let bed = try ServerBed()
        let stream = try listener(bed).1
        // Its client is let go of by now; the first writes may still find room.
        #expect(
            bed.reaches {
                stream.give(": heartbeat\n\n")
                return stream.closed == 1
            }
        )
        #expect(bed.reaches { bed.server.streams == 0 && bed.server.connections == 0 })
    }

    @Test("More listeners than there are places for are refused, and their streams closed")
    func bounded() throws {
        var limits = ServerLimits()
        limits.streams = 2
        let bed = try ServerBed(limits)
        let kept = try [listener(bed), listener(bed)]
        #expect(try bed.ask("GET", "/stream").status == 503)
        #expect(bed.handler.streams.map(\.closed) == [0, 0, 1])
        kept[0].1.end()
        #expect(bed.reaches { bed.server.streams == 1 })
        _ = try listener(bed)
        _ = kept
    }

    @Test("HEAD of a stream opens none that stays")
    func head() throws {
        let bed = try ServerBed()
        #expect(try bed.ask("HEAD", "/stream").status == 200)
        #expect(bed.reaches { bed.handler.streams.first?.closed == 1 && bed.server.streams == 0 })
    }

    @Test("A server stops while streams wait and work hangs, and lets all of them go")
    func stop() throws {
        let bed = try ServerBed()
        let streams = try (0..<5).map { _ in try listener(bed) }
        let held = try bed.client()
        try held.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(bed.reaches { bed.handler.asked.count == 6 })
        bed.server.stop()
        for (client, stream) in streams {
            let rest = try client.rest()
            #expect(!rest.contains("0\r\n\r\n"))
            #expect(stream.closed == 1)
        }
        let rest = try held.rest()
        #expect(!rest.contains("200 OK"))
        #expect(bed.server.streams == 0)
        bed.handler.letGo()
        #expect(bed.crew.end(within: .seconds(60)))
    }

    @Test("Waking a stream that is over does nothing")
    func late() throws {
        let bed = try ServerBed()
        let (client, stream) = try listener(bed)
        let wake = try #require(stream.wake)
        stream.end()
        _ = try client.receive(until: "0\r\n\r\n")
        #expect(bed.reaches { stream.closed == 1 })
        for _ in 0..<100 { wake() }
        bed.server.stop()
        wake()
    }
}
