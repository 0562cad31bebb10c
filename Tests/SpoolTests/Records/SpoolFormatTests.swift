import Testing

@testable import Spool

@Suite("The file SPOOL")
struct SpoolFormatTests {
    @Test("It reads back")
    func roundTrip() {
        for bits in [0, 1, 0xabc, UInt64.max] {
            let format = SpoolFormat(bits: bits)
            #expect(SpoolFormat(format.bytes) == format)
            #expect(format.spool.utf8.count == 16)
        }
    }

    @Test(
        "What is no such file is nothing",
        arguments: [
            "", "{", "[]", "1", "{}", "{\"format\":\"1\"}", "{\"format\":1.5}", "\0",
            "{\"format\":1,\"schema\":1,\"spool\":\"\"}",
            "{\"format\":1,\"schema\":1,\"spool\":\"0123456789abcdeF\"}",
            "{\"format\":1,\"schema\":1,\"spool\":\"0123456789abcdef0\"}",
            "{\"format\":1,\"schema\":1,\"spool\":17}",
        ]
    )
    func damaged(text: String) {
        #expect(SpoolFormat(Array(text.utf8)) == nil)
    }

    @Test("Keys that this version does not know are no harm, and a later format has its number")
    func later() {
        let same = "{\"format\":1,\"new\":{},\"schema\":1,\"spool\":\"0123456789abcdef\"}"
        #expect(SpoolFormat(Array(same.utf8))?.spool == "0123456789abcdef")
        #expect(SpoolFormat(Array("{\"format\":7}".utf8))?.format == 7)
        #expect(SpoolFormat(Array("{\"format\":-7}".utf8))?.format == -7)
    }
}
