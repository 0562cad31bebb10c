import Model
import Testing

@Suite("Addresses of hosts and servers")
struct AddressTests {
    private static let numbers: [(String, String)] = [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8:0:0:0:0:0:7", "2001:db8::7"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"), ("64:ff9b::192.0.2.7", "64:ff9b::c000:207"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
    ]

    @Test("A number is read and written as everybody writes it", arguments: numbers)
    func number(text: String, written: String) {
        #expect(IPAddress(text)?.description == written)
    }

    private static let wrongNumbers = [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "0x7f.0.0.1", "1.2.3.-4", "1.2.3.+4",
        ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::12345", "::g",
        "1:2:3:4:5:6:7::8:9",
        "[::1]", "::1%eth0", "1.2.3.4::", "::1.2.3", "::+1", "localhost", " 1.2.3.4",
        "1:2:3:4:5:6:7:8::",
    ]

    @Test("What is none is none", arguments: wrongNumbers)
    func noNumber(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("Which ones only this machine reaches, and which ones stand for all")
    func kinds() throws {
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            let address = try #require(IPAddress(text))
            #expect(address.isLoopback)
        }
        for text in ["0.0.0.0", "::", "192.0.2.7", "::2", "128.0.0.1", "::ffff:192.0.2.7"] {
            let address = try #require(IPAddress(text))
            #expect(!address.isLoopback)
        }
        for text in ["0.0.0.0", "::", "::ffff:0.0.0.0"] {
            let address = try #require(IPAddress(text))
            #expect(address.isAny)
        }
    }

    private static let subscribers: [(String, String)] = [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::1", "::"),
    ]

    @Test("All addresses of one subscriber count as one", arguments: subscribers)
    func subscriber(text: String, network: String) {
        #expect(IPAddress(text)?.subscriber.description == network)
    }

    @Test("An address is made of as many bytes as one has")
    func raw() {
        #expect(IPAddress(raw: [192, 0, 2, 7])?.description == "192.0.2.7")
        #expect(IPAddress(raw: [1, 2, 3]) == nil)
    }

    private static let places: [(String, String?)] = [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("localhost:1", "127.0.0.1:1"),
        ("[::]:8080", "[::]:8080"), ("0.0.0.0:0", "0.0.0.0:0"), ("[::1]:65535", "[::1]:65535"),
        ("::1:8080", nil), ("[127.0.0.1]:80", nil), ("127.0.0.1", nil), ("127.0.0.1:", nil),
        ("127.0.0.1:65536", nil), ("127.0.0.1:-1", nil), ("nuc-1:8080", nil), (":8080", nil),
        ("8080", nil), ("[::]", nil),
    ]

    @Test("Where a server listens is a number and a port", arguments: places)
    func place(text: String, written: String?) {
        #expect(ListenAddress(text)?.description == written)
    }

    private static let servers: [(String, String?)] = [
        ("http://nuc-1:8080", "http://nuc-1:8080"),
        ("https://films.example/", "https://films.example"),
        ("http://[2001:db8::7]:80", "http://[2001:db8::7]:80"),
        ("http://192.0.2.7", "http://192.0.2.7"),
        ("http://[::1]", "http://[::1]"), ("nuc-1:8080", nil), ("ftp://nuc-1", nil),
        ("http://", nil), ("http://a/b", nil), ("http://a@b", nil), ("http://a:0", nil),
        ("http://a:x", nil), ("http://a b", nil), ("http://a\r\nb", nil),
        ("http://2001:db8::7", nil),
        ("http://a..b", nil), ("http://a?b", nil),
    ]

    @Test("How a server is reached has no path and no name of a user", arguments: servers)
    func server(text: String, written: String?) {
        #expect(WebPlace(text)?.description == written)
    }
}
