import Model
import Testing

@Suite("What a scan came to")
struct ScanSummaryTests {
    @Test("a path that is not UTF-8 is readable, and its bytes are exact")
    func bytes() throws {
        let odd = try #require(Path(bytes: Array("tv/".utf8) + [0xff]))
        let sighted = ScanSummary.Sighted(path: odd, state: "settling", text: "settling")
        #expect(sighted.path == "tv/\u{fffd}")
        #expect(sighted.bytes == odd.bytes)
        let plain = ScanSummary.Sighted(path: "tv/a.mkv", state: "settling", text: "settling")
        #expect(plain.path_b64 == nil)
        #expect(plain.bytes == Array("tv/a.mkv".utf8))
    }
}
