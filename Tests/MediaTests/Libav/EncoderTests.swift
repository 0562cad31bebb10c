import CFFmpeg
import Model
import Testing

@testable import Media

@Suite("Encoders that are opened and closed")
struct EncoderTests {
    /// SVT-AV1 itself waited for ever in most of such closings.
    @Test(
        "closing one that never had a picture ends",
        .timeLimit(.minutes(15)),
        arguments: ["libsvtav1", "libx264", "libx265", "libvpx-vp9"]
    )
    func closing(name: String) throws {
        for _ in 0..<10 {
            let encoder = try Encoder(named: name)
            encoder.context.pointee.width = 320
            encoder.context.pointee.height = 240
            encoder.context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
            encoder.context.pointee.time_base = AVRational(num: 1, den: 25)
            try encoder.open([])
        }
    }
}
