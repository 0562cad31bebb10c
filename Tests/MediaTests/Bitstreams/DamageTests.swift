@testable import Media
import Testing

/// A beginning of each codec, with all of its headers in the packet.
struct WholeBeginning: Sendable, CustomTestStringConvertible {
    var codec: VideoCodec
    var extradata: [UInt8] = []
    var packet: [UInt8]

    var testDescription: String { "\(codec), \(extradata.count) bytes of extradata" }

    static let all = [
        WholeBeginning(
            codec: .h264,
            packet: codes(
                [9, 0xf0],
                H264.sps(fields: true),
                H264.pps(),
                H264.recovery(after: 0),
                H264.slice(.i, bottom: false),
                H264.slice(.p, bottom: true)
            )
        ),
        WholeBeginning(
            codec: .h264,
            extradata: H264.record(H264.sps(), H264.pps()),
            packet: lengths(H264.recovery(after: 0), H264.slice(.i), size: 4)
        ),
        WholeBeginning(
            codec: .hevc,
            packet: codes(HEVC.vps(), HEVC.sps(), HEVC.pps(), HEVC.slice(21))
        ),
        WholeBeginning(
            codec: .hevc,
            extradata: HEVC.record(lengthSize: 2),
            packet: lengths(HEVC.sps(), HEVC.slice(19), size: 2)
        ),
        WholeBeginning(
            codec: .mpeg2,
            packet: MPEG2.sequence() + MPEG2.sequenceExtension() + MPEG2.group()
                + MPEG2.picture(.i) + MPEG2.coding(1) + MPEG2.slice() + MPEG2.picture(.p)
                + MPEG2.coding(2) + MPEG2.slice()
        ),
        WholeBeginning(
            codec: .mpeg4,
            packet: MPEG4Tests.layer(isLong: true) + MPEG4Tests.picture(.i)
                + MPEG4Tests.picture(.b)
        ),
        WholeBeginning(codec: .vp8, packet: VP8Tests.packet(isKey: true, isShown: true)),
        WholeBeginning(
            codec: .vp9,
            packet: VP9Tests.superframe(VP9Tests.key(), VP9Tests.inter(isShown: false))
        ),
        WholeBeginning(
            codec: .av1,
            extradata: AV1.record(AV1.header()),
            packet: AV1.delimiter + AV1.header(hasTiming: true) + AV1.frame(.key)
        ),
    ]
}

/// Reading behind the end of a buffer traps in debug builds, and so does arithmetic that overflows.
@Suite("Damaged packets")
struct DamageTests {
    @Test(
        "A packet cut off anywhere is read to its end, and a whole one after it is understood",
        arguments: WholeBeginning.all
    )
    func truncated(beginning: WholeBeginning) {
        for length in 0..<beginning.packet.count {
            var reader = BitstreamReader(codec: beginning.codec, extradata: beginning.extradata)
            let facts = reader.read(Array(beginning.packet.prefix(length)), isKey: true)
            #expect(facts.shownFrames <= 1)
            DamageTests.visitUnits(of: Array(beginning.packet.prefix(length)), beginning)
            #expect(reader.read(beginning.packet).access == .clean, "after \(length) bytes")
            let cutExtradata = Array(beginning.extradata.prefix(length))
            var poorReader = BitstreamReader(codec: beginning.codec, extradata: cutExtradata)
            _ = poorReader.read(beginning.packet)
        }
    }

    @Test("Changed bytes never lead outside the packet", arguments: WholeBeginning.all)
    func mutated(beginning: WholeBeginning) {
        var random = Scrambler(state: 1)
        var reader = BitstreamReader(codec: beginning.codec, extradata: beginning.extradata)
        for round in 0..<3_000 {
            var packet = beginning.packet
            for _ in 0...(round % 4) {
                let place = Int.random(in: packet.indices, using: &random)
                packet[place] =
                    Bool.random(using: &random) ? 0xff : .random(in: 0...255, using: &random)
            }
            #expect(0...8 ~= reader.read(packet, isKey: true).shownFrames)
            DamageTests.visitUnits(of: packet, beginning)
            var extradata = beginning.extradata
            if let place = extradata.indices.randomElement(using: &random) {
                extradata[place] = .random(in: 0...255, using: &random)
                var poorReader = BitstreamReader(codec: beginning.codec, extradata: extradata)
                _ = poorReader.read(beginning.packet)
            }
        }
    }

    @Test(
        "Noise is no clean beginning of a codec that marks its own",
        arguments: VideoCodec.allCases
    )
    func noise(codec: VideoCodec) {
        var random = Scrambler(state: 2)
        for length in 0..<400 {
            // Many zeros, so that there are start codes and small sizes.
            let packet = (0..<length).map { _ in
                UInt8.random(in: 0...255, using: &random) & (random.next() % 3 == 0 ? 0xff : 1)
            }
            var reader = BitstreamReader(codec: codec, extradata: packet)
            let facts = reader.read(packet, isKey: true)
            #expect(codec == .intraOnly || facts.access == .unclean, "\(packet)")
        }
    }

    private static func visitUnits(of packet: [UInt8], _ beginning: WholeBeginning) {
        var bytes = 0
        packet.withUnsafeBytes { packet in
            beginning.extradata.withUnsafeBytes { extradata in
                PacketUnits.forEachUnit(
                    of: packet,
                    codec: beginning.codec,
                    framing: Framing(codec: beginning.codec, extradata: extradata)
                ) { unit in
                    bytes += Array(unit).count
                }
            }
        }
        #expect(bytes <= packet.count)
    }
}

/// The same numbers in every run.
private struct Scrambler: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 33) &* 0xff51_afd7_ed55_8ccd
    }
}
