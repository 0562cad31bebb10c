import CFFmpeg
import Model
import Platform
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

    /// SVT-AV1 does for root; a test that nobody runs as root holds for the others.
    @Test("nothing of one goes before all others of the machine", arguments: ["libsvtav1"])
    func urgency(name: String) throws {
        let encoder = try Encoder(named: name)
        encoder.context.pointee.width = 320
        encoder.context.pointee.height = 240
        encoder.context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        encoder.context.pointee.time_base = AVRational(num: 1, den: 25)
        let before = try EncoderTests.policies().count
        try encoder.open([CodecOption("preset", "8")])
        let policies = try EncoderTests.policies()
        #expect(policies.count > before)
        #expect(policies.allSatisfy { $0 == EncoderTests.usual })
    }

    private static let usual = "0"

    /// By which rule each thread of this process gets its turn, as proc(5) has it.
    private static func policies() throws -> [String] {
        let tasks: Path = "/proc/self/task"
        return try Directory.entries(of: tasks).compactMap { entry in
            // One may have ended since.
            guard let file = try? OpenFile(tasks / entry.name / "stat", for: .readRegular),
                let bytes = try? file.readAll(limit: 4_096)
            else { return nil }
            // Behind the name, which may have anything in it.
            let fields = String(decoding: bytes, as: UTF8.self).split(separator: ")").last ?? ""
            return fields.split(separator: " ")[38].description
        }
    }
}
