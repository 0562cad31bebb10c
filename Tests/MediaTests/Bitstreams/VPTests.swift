@testable import Media
import Testing

@Suite("VP8 packets")
struct VP8Tests {
    static func packet(isKey: Bool, isShown: Bool, width: Int = 160) -> [UInt8] {
        let tag = UInt8(isKey ? 0 : 1) | UInt8(isShown ? 16 : 0)
        guard isKey else { return [tag, 0, 0, 7] }
        // The two highest bits of a size ask for enlarging.
        return [tag, 0, 0, 0x9d, 1, 0x2a, UInt8(width & 0xff), UInt8(width >> 8) | 0x40, 120, 0x80]
    }

    @Test("Key frames are beginnings when they are shown")
    func facts() {
        var reader = BitstreamReader(codec: .vp8, extradata: [])
        func facts(_ isKey: Bool, _ isShown: Bool) -> PacketFacts {
            reader.read(VP8Tests.packet(isKey: isKey, isShown: isShown), isKey: false)
        }
        #expect(facts(true, true) == PacketFacts(access: .clean))
        #expect(facts(true, false) == PacketFacts(access: .unclean, shownFrames: 0))
        #expect(facts(false, true) == PacketFacts())
        #expect(facts(false, false) == PacketFacts(shownFrames: 0))
        let inter = VP8Tests.packet(isKey: false, isShown: true)
        #expect(reader.read(inter, isKey: true).access == .unclean)
        let unmarked: [UInt8] = [16, 0, 0, 1, 2, 3, 160, 0, 120, 0]
        #expect(reader.read(unmarked, isKey: true) == .damaged)
        #expect(reader.parameterChange == nil)
    }

    @Test("Another size is a change")
    func size() {
        var reader = BitstreamReader(codec: .vp8, extradata: [])
        _ = reader.read(VP8Tests.packet(isKey: true, isShown: true))
        _ = reader.read(VP8Tests.packet(isKey: true, isShown: true, width: 640))
        #expect(
            reader.parameterChange
                == "the picture changes from 160x120 to 640x120 at video packet 1"
        )
    }
}

@Suite("VP9 packets")
struct VP9Tests {
    private static func head(_ profile: Int = 0) -> [BitField] {
        [.u(2, 2), .u(1, profile & 1), .u(1, profile >> 1)] + (profile == 3 ? [.u(1, 0)] : [])
    }

    private static func size(_ width: Int) -> [BitField] { [.u(16, width - 1), .u(16, 119)] }

    static func key(
        isShown: Bool = true,
        width: Int = 160,
        profile: Int = 0,
        format: [BitField] = [.u(3, 2), .u(1, 0)]
    ) -> [UInt8] {
        let flags: [BitField] = [.u(1, 0), .u(1, 0), .u(1, isShown ? 1 : 0), .u(1, 0)]
        return bytes(head(profile) + flags + [.u(24, 0x49_83_42)] + format + size(width))
    }

    /// - Parameter width: Written only when it is not that of the first reference.
    static func inter(isShown: Bool = true, width: Int? = nil) -> [UInt8] {
        let flags: [BitField] = [.u(1, 0), .u(1, 1), .u(1, isShown ? 1 : 0), .u(1, 0)]
        let intra: [BitField] = isShown ? [] : [.u(1, 0)]
        let references: [BitField] = [.u(2, 0), .u(8, 1), .u(12, 0)]
        let size = width.map { [.u(3, 0)] + VP9Tests.size($0) } ?? [.u(1, 1)]
        return bytes(head() + flags + intra + references + size + [.u(8, 1)])
    }

    private static func intraOnly(width: Int = 160) -> [UInt8] {
        let flags: [BitField] = [.u(1, 0), .u(1, 1), .u(1, 0), .u(1, 0), .u(1, 1), .u(2, 0)]
        return bytes(head() + flags + [.u(24, 0x49_83_42), .u(8, 1)] + size(width))
    }

    private static let existing = bytes(head() + [.u(1, 1), .u(3, 2)])

    /// The last bytes of a packet of several frames.
    static func superframe(_ frames: [UInt8]..., sizeBytes: Int = 2) -> [UInt8] {
        let mark = UInt8(0xc0 | (sizeBytes - 1) << 3 | frames.count - 1)
        let sizes = frames.flatMap { frame in
            (0..<sizeBytes).map { UInt8(frame.count >> (8 * $0) & 0xff) }
        }
        return frames.joined() + [mark] + sizes + [mark]
    }

    @Test("A shown key frame that comes first is a beginning, and every shown frame counts")
    func facts() {
        var reader = BitstreamReader(codec: .vp9, extradata: [])
        let packets: [([UInt8], PacketFacts.Access, Int)] = [
            (VP9Tests.key(), .clean, 1),
            (VP9Tests.key(isShown: false), .unclean, 0),
            (VP9Tests.inter(), .none, 1),
            (VP9Tests.inter(isShown: false), .none, 0),
            (VP9Tests.intraOnly(), .none, 0),
            (VP9Tests.existing, .none, 1),
            (VP9Tests.superframe(VP9Tests.inter(isShown: false), VP9Tests.inter()), .none, 1),
            (VP9Tests.superframe(VP9Tests.key(), VP9Tests.inter(isShown: false)), .clean, 1),
            (VP9Tests.superframe(VP9Tests.inter(isShown: false), VP9Tests.key()), .unclean, 1),
            (VP9Tests.superframe(VP9Tests.key(isShown: false), VP9Tests.existing), .unclean, 1),
            (VP9Tests.superframe(VP9Tests.key(), VP9Tests.inter(), sizeBytes: 4), .clean, 2),
        ]
        for (index, (packet, access, shown)) in packets.enumerated() {
            let expected = PacketFacts(access: access, shownFrames: shown)
            #expect(reader.read(packet, isKey: false) == expected, "packet \(index)")
        }
        #expect(reader.read(VP9Tests.intraOnly(), isKey: true).access == .unclean)
        #expect(reader.parameterChange == nil)
    }

    @Test("Broken frames and sizes that do not fit are damage")
    func damage() {
        var reader = BitstreamReader(codec: .vp9, extradata: [])
        let short = VP9Tests.superframe(VP9Tests.key(), VP9Tests.inter()).dropFirst(6)
        #expect(reader.read(Array(short)) == .damaged)
        #expect(reader.read([0x40, 1, 2]) == .damaged)
        #expect(reader.read(Array(VP9Tests.key().dropLast(3))) == .damaged)
    }

    @Test("Another size is a change on any kind of frame, and so is another format")
    func changes() {
        var reader = BitstreamReader(codec: .vp9, extradata: [])
        _ = reader.read(VP9Tests.key())
        let tenBit = VP9Tests.key(profile: 2, format: [.u(1, 0), .u(3, 2), .u(1, 0)])
        let full = VP9Tests.key(profile: 1, format: [.u(3, 7), .u(1, 0)])
        let half = VP9Tests.key(
            profile: 3,
            format: [.u(1, 1), .u(3, 1), .u(1, 0), .u(2, 2), .u(1, 0)]
        )
        let changes = [
            (VP9Tests.key(width: 80), "80x120 4:2:0 8 bit"),
            (VP9Tests.inter(width: 80), "80x120 4:2:0 8 bit"),
            (VP9Tests.intraOnly(width: 80), "80x120 4:2:0 8 bit"),
            (tenBit, "160x120 4:2:0 10 bit"),
            (full, "160x120 4:4:4 8 bit RGB"),
            (half, "160x120 4:2:2 12 bit"),
        ]
        for (packet, picture) in changes {
            var reader = reader
            _ = reader.read(packet)
            let text = "the picture changes from 160x120 4:2:0 8 bit to \(picture)"
            #expect(reader.parameterChange == "\(text) at video packet 1")
        }
    }
}
