import Testing

@testable import HTTPClient

@Suite("Addresses that something is sent to")
struct AddressTests {
    @Test("are shown without what may be a secret")
    func shown() {
        let address = WebAddress("https://me:word@Hooks.example:8443/services/T0/secret?token=1")
        #expect(address?.description == "https://Hooks.example:8443")
        #expect(address?.text.hasSuffix("token=1") == true)
    }

    @Test(
        "are of http or https, and have a host",
        arguments: [
            "ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "https:///path",
            "http://:80/", "http://a b/", "http://a\r\nX: y/", "gopher://x", "",
        ]
    )
    func refused(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test("keyed hashes are those of RFC 4231")
    func hashes() {
        // Its second case.
        let digest = Signature.hmacSHA256(
            of: Array("what do ya want for nothing?".utf8),
            key: Array("Jefe".utf8)
        )
        let text = digest?.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }
        #expect(
            text?.joined() == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }
}
