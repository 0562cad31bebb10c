import Model
import Testing

@testable import Media

@Suite("Encoders that are tried")
struct EncoderTrialTests {
    private static let catalogue = EncoderCatalogue.installed()
    static let usual = ["libx264", "libx265", "libsvtav1", "libvpx-vp9", "mpeg4", "ffv1"]
        .filter { catalogue[$0] != nil }

    @Test("Those that need no device work", arguments: usual)
    func works(_ encoder: String) {
        #expect(EncoderTrial.verdict(on: encoder) == EncoderVerdict(encoder, failure: nil))
    }

    @Test("One that there is not says so")
    func unknown() {
        let failure = EncoderTrial.verdict(on: "libx2640").failure
        #expect(failure?.contains("has none of that name") == true)
    }

    @Test("One whose pictures lie in a device is told apart")
    func device() {
        guard EncoderTrialTests.catalogue["h264_vaapi"] != nil else { return }
        let failure = EncoderTrial.verdict(on: "h264_vaapi").failure
        #expect(failure?.contains("takes pictures from a device's memory only (vaapi)") == true)
    }
}
