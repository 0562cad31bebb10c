@testable import Media
import Testing

/// MPEG-2 units, each with its start code.
enum MPEG2 {
    static func code(_ number: UInt8, _ fields: [BitField]) -> [UInt8] {
        [0, 0, 1, number] + bytes(fields)
    }

    /// 16 pixels wide and 32 high.
    static func sequence(rate: Int = 400) -> [UInt8] {
        let sizes: [BitField] = [.u(12, 16), .u(12, 32), .u(4, 1), .u(4, 3)]
        let buffer: [BitField] = [.u(18, rate), .u(1, 1), .u(10, 20), .u(1, 0), .u(1, 0), .u(1, 0)]
        return code(0xb3, sizes + buffer)
    }

    static func sequenceExtension(level: Int = 0x48) -> [UInt8] {
        let format: [BitField] = [.u(4, 1), .u(8, level), .u(1, 0), .u(2, 1), .u(4, 0), .u(12, 0)]
        return code(0xb5, format + [.u(1, 1), .u(8, 0), .u(1, 0), .u(7, 0)])
    }

    static func group(_ time: Int = 0) -> [UInt8] {
        code(0xb8, [.u(25, 1 << 12 | time), .u(1, 1), .u(1, 0), .u(5, 0)])
    }

    enum Kind: Int { case i = 1, p = 2, b = 3 }

    static func picture(_ kind: Kind, _ order: Int = 0) -> [UInt8] {
        let head: [BitField] = [.u(10, order), .u(3, kind.rawValue), .u(16, 0xffff)]
        return code(0, head + (kind == .i ? [] : [.u(4, 7)]) + [.u(1, 0)])
    }

    /// - Parameter structure: 1 is the top field, 2 the bottom field, 3 a frame.
    static func coding(_ structure: Int) -> [UInt8] {
        code(0xb5, [.u(4, 8), .u(16, 0xffff), .u(2, 0), .u(2, structure), .u(10, 0)])
    }

    /// One grey macroblock of a field of this size.
    static func slice() -> [UInt8] {
        let luma: [BitField] = (0..<4).flatMap { _ in [BitField.u(3, 0b100), .u(2, 0b10)] }
        let chroma: [BitField] = (0..<2).flatMap { _ in [BitField.u(2, 0b00), .u(2, 0b10)] }
        return code(1, [.u(5, 1), .u(1, 0), .u(1, 1), .u(1, 1)] + luma + chroma)
    }
}

@Suite("MPEG-1 and MPEG-2 packets")
struct MPEG2Tests {
    private static let header = MPEG2.sequence() + MPEG2.sequenceExtension()

    private static func frame(_ kind: MPEG2.Kind) -> [UInt8] {
        MPEG2.picture(kind) + MPEG2.coding(3) + MPEG2.slice()
    }

    @Test("An I picture behind a sequence header is a beginning")
    func access() {
        var reader = BitstreamReader(codec: .mpeg2, extradata: MPEG2Tests.header)
        let packets: [([UInt8], Bool, PacketFacts.Access)] = [
            (MPEG2Tests.header + MPEG2.group() + MPEG2Tests.frame(.i), false, .clean),
            (MPEG2.group() + MPEG2Tests.frame(.i), true, .unclean),
            (MPEG2Tests.frame(.i), false, .unclean),
            // A header behind the picture is the next one's.
            (MPEG2.picture(.i) + MPEG2Tests.header + MPEG2.slice(), false, .unclean),
            (MPEG2Tests.header + MPEG2Tests.frame(.p), false, .none),
            (MPEG2Tests.frame(.p), true, .unclean),
            (MPEG2Tests.frame(.b), false, .none),
            // MPEG-1 has no extensions.
            (MPEG2.sequence() + MPEG2.picture(.i) + MPEG2.slice(), false, .clean),
        ]
        for (index, (packet, isKey, expected)) in packets.enumerated() {
            let facts = reader.read(packet, isKey: isKey)
            #expect(facts == PacketFacts(access: expected), "packet \(index)")
        }
        let end: [UInt8] = [0, 0, 1, 0xb7]
        #expect(reader.read(end) == PacketFacts(access: .none, shownFrames: 0))
    }

    @Test("Two fields in one packet are a frame; in packets of their own the first one counts")
    func fields() {
        let top = MPEG2.picture(.i) + MPEG2.coding(1) + MPEG2.slice()
        let bottom = MPEG2.picture(.p) + MPEG2.coding(2) + MPEG2.slice()
        var reader = BitstreamReader(codec: .mpeg2, extradata: [])
        #expect(reader.read(MPEG2Tests.header + top + bottom) == PacketFacts(access: .clean))
        let first = PacketFacts(access: .clean, isField: true)
        let second = PacketFacts(shownFrames: 0, isField: true)
        #expect(reader.read(MPEG2Tests.header + top) == first)
        #expect(reader.read(bottom, isKey: true) == second)
        // Both partners of the next ones are missing.
        #expect(reader.read(bottom) == PacketFacts(isField: true))
        #expect(reader.read(bottom) == PacketFacts(isField: true))
        let broken = MPEG2.picture(.p) + MPEG2.coding(0) + MPEG2.slice()
        #expect(reader.read(broken) == .damaged)
    }

    @Test("Another sequence header or extension is a change, another group header is none")
    func parameterChange() {
        var reader = BitstreamReader(codec: .mpeg2, extradata: MPEG2Tests.header)
        let first = MPEG2Tests.header + MPEG2.group() + MPEG2Tests.frame(.i)
        let later = MPEG2Tests.header + MPEG2.group(40) + MPEG2Tests.frame(.i)
        for packet in [first, later] { _ = reader.read(packet) }
        #expect(reader.parameterChange == nil)
        let changes = [
            (MPEG2.sequence(rate: 500), "sequence header changes at video packet 2"),
            (MPEG2.sequenceExtension(level: 0x46), "sequence extension changes at video packet 2"),
        ]
        for (unit, text) in changes {
            var reader = reader
            _ = reader.read(unit + MPEG2Tests.frame(.i))
            #expect(reader.parameterChange == text)
        }
    }
}

@Suite("MPEG-4 packets")
struct MPEG4Tests {
    enum Kind: Int { case i, p, b, s }

    /// - Parameter ticks: A second has so many; a picture's time is written in as many bits as that
    ///   needs.
    static func layer(_ ticks: Int = 30_000, isLong: Bool = false) -> [UInt8] {
        var fields: [BitField] = [.u(1, 0), .u(8, 17)]
        if isLong {
            // A version, a pixel shape in numbers, and a model of the buffer.
            fields += [.u(1, 1), .u(4, 2), .u(3, 1), .u(4, 15), .u(8, 12), .u(8, 11)]
            fields += [.u(1, 1), .u(2, 1), .u(1, 0), .u(1, 1), .u(40, 0x1234_5678), .u(39, 5)]
        } else {
            fields += [.u(1, 0), .u(4, 1), .u(1, 0)]
        }
        fields += [.u(2, 0), .u(1, 1), .u(16, ticks), .u(1, 1), .u(1, 0), .u(1, 1), .u(13, 160)]
        return [0, 0, 1, 0x20] + bytes(fields + [.stop])
    }

    static func picture(
        _ kind: Kind,
        seconds: Int = 0,
        timeBits: Int = 15,
        isCoded: Bool = true
    ) -> [UInt8] {
        let clock = (0..<seconds).map { _ in BitField.u(1, 1) } + [.u(1, 0), .u(1, 1)]
        let time: [BitField] = [
            .u(timeBits, (1 << timeBits) - 1), .u(1, 1), .u(1, isCoded ? 1 : 0),
        ]
        return [0, 0, 1, 0xb6] + bytes([.u(2, kind.rawValue)] + clock + time + [.stop])
    }

    @Test("The kind of a picture and whether it has content say what it is")
    func facts() {
        var reader = BitstreamReader(codec: .mpeg4, extradata: MPEG4Tests.layer())
        let packets: [([UInt8], Bool, PacketFacts)] = [
            (MPEG4Tests.picture(.i), true, PacketFacts(access: .clean)),
            (MPEG4Tests.picture(.p, seconds: 3), false, PacketFacts()),
            (MPEG4Tests.picture(.p), true, PacketFacts(access: .unclean)),
            (MPEG4Tests.picture(.s), false, PacketFacts()),
            (MPEG4Tests.picture(.p) + MPEG4Tests.picture(.b), false, PacketFacts(shownFrames: 2)),
            (
                MPEG4Tests.picture(.i) + MPEG4Tests.picture(.b), true,
                PacketFacts(access: .clean, shownFrames: 2)
            ),
            (MPEG4Tests.picture(.p, isCoded: false), false, PacketFacts(shownFrames: 0)),
            (
                MPEG4Tests.picture(.i, isCoded: false), false,
                PacketFacts(access: .unclean, shownFrames: 0)
            ),
            ([0, 0, 1, 0xb2, 68, 105], false, PacketFacts(shownFrames: 0)),
        ]
        for (index, (packet, isKey, expected)) in packets.enumerated() {
            #expect(reader.read(packet, isKey: isKey) == expected, "packet \(index)")
        }
    }

    /// With other bits the flag behind the time would be read in the wrong place.
    @Test("A picture's time has as many bits as its layer says", arguments: [false, true])
    func timeBits(isLong: Bool) {
        for (ticks, bits) in [(1, 1), (2, 1), (3, 2), (25, 5), (32, 5), (33, 6), (65_535, 16)] {
            let layer = MPEG4Tests.layer(ticks, isLong: isLong)
            var reader = BitstreamReader(codec: .mpeg4, extradata: [])
            let empty = MPEG4Tests.picture(.p, timeBits: bits, isCoded: false)
            #expect(reader.read(layer + empty).shownFrames == 0, "\(ticks) ticks")
            let whole = MPEG4Tests.picture(.p, timeBits: bits, isCoded: true)
            #expect(reader.read(whole).shownFrames == 1, "\(ticks) ticks")
        }
    }

    @Test("Without a layer, with one of the studio profile or without time, nothing is known")
    func unknown() {
        for head in [[], [0, 0, 1, 0xb0, 0xe3] + MPEG4Tests.layer(), MPEG4Tests.layer(0)] {
            var reader = BitstreamReader(codec: .mpeg4, extradata: [])
            #expect(reader.read(head + MPEG4Tests.picture(.i), isKey: true) == .damaged)
        }
    }

    @Test("Another layer is a change")
    func parameterChange() {
        var reader = BitstreamReader(codec: .mpeg4, extradata: MPEG4Tests.layer())
        _ = reader.read(MPEG4Tests.layer() + MPEG4Tests.picture(.i))
        #expect(reader.parameterChange == nil)
        _ = reader.read(MPEG4Tests.layer(25) + MPEG4Tests.picture(.i, timeBits: 5))
        #expect(reader.parameterChange == "video object layer 0 changes at video packet 1")
    }
}
