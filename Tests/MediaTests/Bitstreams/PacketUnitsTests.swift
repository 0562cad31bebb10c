@testable import Media
import Testing

@Suite("What of a packet all containers keep")
struct PacketUnitsTests {
    private static func units(
        _ packet: [UInt8],
        _ codec: VideoCodec,
        _ framing: Framing = .startCodes
    ) -> [[UInt8]] {
        var units: [[UInt8]] = []
        packet.withUnsafeBytes { bytes in
            PacketUnits.forEachUnit(of: bytes, codec: codec, framing: framing) {
                units.append(Array($0))
            }
        }
        return units
    }

    private static let slices = [H264.slice(.i, idr: true), H264.slice(.p), [6, 5, 1, 7, 0x80]]

    @Test("The same H.264 picture gives the same units with start codes and with lengths")
    func h264() {
        let delimiter: [UInt8] = [9, 0xf0]
        let filler: [UInt8] = [12, 0xff, 0x80]
        let noise = [delimiter, H264.sps(), H264.pps(), [13, 1], [15, 1], filler]
        let annexB = codes(noise + PacketUnitsTests.slices) + [0, 0, 0]
        #expect(PacketUnitsTests.units(annexB, .h264) == PacketUnitsTests.slices)
        for size in 1...4 {
            let zeros = PacketUnitsTests.slices.flatMap { lengths($0 + [0, 0], size: size) }
            let found = PacketUnitsTests.units(zeros, .h264, .lengths(size))
            #expect(found == PacketUnitsTests.slices)
        }
        // In spite of what the extradata says.
        #expect(PacketUnitsTests.units(annexB, .h264, .lengths(4)) == PacketUnitsTests.slices)
    }

    @Test("HEVC's parameter sets, delimiters and filling are left out, its messages are kept")
    func hevc() {
        let kept: [[UInt8]] = [
            [39 << 1, 1, 5], [19 << 1, 1, 0x80], [40 << 1, 1, 9], [36 << 1, 1],
        ]
        let noise: [[UInt8]] = [32, 33, 34, 35, 38].map { [$0 << 1, 1, 0x50] }
        let packet = codes(noise + kept)
        #expect(PacketUnitsTests.units(packet, .hevc) == kept)
    }

    @Test("The same AV1 picture gives the same units with its last size written and without")
    func av1() {
        let frame: [UInt8] = [0x10, 1, 2]
        let header = AV1.header()
        let noise =
            AV1.delimiter + AV1.unit(.padding, [0, 0]) + AV1.unit(.tileList, [1])
            + AV1.frame(.key, as: .redundantFrameHeader)
        let written = noise + header + AV1.unit(.frame, frame, layer: 2)
        let short = header + AV1.unit(.frame, frame, layer: 2, hasSize: false)
        let expected: [[UInt8]] = [[1 << 3], Array(header.dropFirst(3)), [6 << 3 | 4, 16], frame]
        #expect(PacketUnitsTests.units(written, .av1) == expected)
        #expect(PacketUnitsTests.units(short, .av1) == expected)
    }

    @Test("Other packets are one unit, and nothing of a damaged one is left out")
    func whole() {
        let packet: [UInt8] = [0, 0, 1, 0xb3, 7, 0, 0]
        for codec in [VideoCodec.mpeg2, .mpeg4, .vp8, .vp9, .intraOnly, .other] {
            #expect(PacketUnitsTests.units(packet, codec) == [packet])
        }
        #expect(PacketUnitsTests.units([1, 2, 3], .h264) == [[1, 2, 3]])
        let broken = lengths([0x65, 1]) + [0, 0, 9, 9, 1]
        let parts: [[UInt8]] = [[0x65, 1], [0, 0, 9, 9, 1]]
        #expect(PacketUnitsTests.units(broken, .h264, .lengths(4)) == parts)
        #expect(PacketUnitsTests.units([0x32, 9, 1], .av1) == [[0x32, 9, 1]])
        #expect(PacketUnitsTests.units([], .h264).isEmpty)
    }
}

@Suite("Codecs without rules")
struct PlainCodecTests {
    @Test("Where every packet decodes alone, each key frame is a beginning")
    func intraOnly() {
        var reader = BitstreamReader(codec: .intraOnly, extradata: [])
        #expect(reader.read([1], isKey: true) == PacketFacts(access: .clean))
        #expect(reader.read([1], isKey: false) == PacketFacts())
        #expect(reader.read([], isKey: true) == PacketFacts(access: .unclean, shownFrames: 0))
    }

    @Test("Of an unknown codec no packet is a clean beginning")
    func other() {
        var reader = BitstreamReader(codec: .other, extradata: [1, 2, 3])
        #expect(reader.read([1], isKey: true) == PacketFacts(access: .unclean))
        #expect(reader.read([1], isKey: false) == PacketFacts(access: .unclean))
    }
}
