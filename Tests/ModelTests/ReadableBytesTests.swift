import Model
import Testing

@Suite("Bytes made readable")
struct ReadableBytesTests {
    @Test(
        "What cannot be printed is escaped",
        arguments: [
            (Array("plain ü 日本 'quoted'".utf8), "plain ü 日本 'quoted'"),
            (Array("a\nb\tc\rd".utf8), "a\\nb\\tc\\rd"),
            (Array("back\\slash".utf8), "back\\\\slash"),
            (Array("\u{1b}[31mred\u{7f}".utf8), "\\x1b[31mred\\x7f"),
            (Array("\u{202e}gnp.exe".utf8), "\\u{202e}gnp.exe"),
            (Array("\u{85}\u{2028}".utf8), "\\u{85}\\u{2028}"),
            ([0x61, 0xff, 0x62], "a\\xffb"),
            ([0xc3, 0x28], "\\xc3("),
            ([0xf0, 0x9f, 0x91], "\\xf0\\x9f\\x91"),
            ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),
            (Array("👩‍👩‍👧".utf8), "👩‍👩‍👧"),
        ] as [([UInt8], String)]
    )
    func escapes(bytes: [UInt8], shown: String) {
        #expect(ReadableBytes.escaped(bytes) == shown)
    }

    @Test("Valid text is handed over as it is, everything else with its exact bytes beside it")
    func repairs() {
        let plain = ReadableBytes.repaired(Array("é\n".utf8))
        #expect(plain.text == "é\n")
        #expect(plain.base64 == nil)
        let broken = ReadableBytes.repaired([0x61, 0xff])
        #expect(broken.text == "a\u{fffd}")
        #expect(broken.base64 == "Yf8=")
    }

    /// The examples of RFC 4648, section 10.
    @Test(
        "Base64 is that of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(text: String, encoded: String) {
        #expect(ReadableBytes.base64(Array(text.utf8)) == encoded)
    }
}
