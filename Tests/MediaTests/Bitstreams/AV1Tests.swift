@testable import Media
import Testing

/// AV1 units with the fields that are read.
enum AV1 {
    /// - Parameter hasSize: Whether the size is written, which the last unit of a packet may lack.
    static func unit(
        _ kind: AV1Unit.Kind,
        _ content: [UInt8],
        layer: Int? = nil,
        hasSize: Bool = true
    ) -> [UInt8] {
        let flags = (layer == nil ? 0 : 4) | (hasSize ? 2 : 0)
        let head = [kind.rawValue << 3 | UInt8(flags)] + (layer.map { [UInt8($0 << 3)] } ?? [])
        let size = [UInt8(content.count & 0x7f | 0x80), UInt8(content.count >> 7)]
        return head + (hasSize ? size : []) + content
    }

    static func header(
        layers: Int = 0,
        level: Int = 4,
        isReduced: Bool = false,
        hasTiming: Bool = false
    ) -> [UInt8] {
        let timing: [BitField] = [.u(64, 25), .u(1, 1), .ue(70_000), .u(1, 1), .u(47, 99)]
        var fields: [BitField] = [.u(3, 0), .u(1, isReduced ? 1 : 0), .u(1, isReduced ? 1 : 0)]
        if !isReduced {
            fields += [.u(1, hasTiming ? 1 : 0)] + (hasTiming ? timing : [])
            fields += [.u(1, 0), .u(5, 0), .u(12, layers)]
        }
        return unit(.sequenceHeader, bytes(fields + [.u(5, level), .stop]))
    }

    enum Kind: Int { case key, inter, intraOnly, `switch` }

    static func frame(
        _ kind: Kind,
        isShown: Bool = true,
        as unitKind: AV1Unit.Kind = .frame,
        layer: Int? = nil
    ) -> [UInt8] {
        let fields: [BitField] = [
            .u(1, 0), .u(2, kind.rawValue), .u(1, isShown ? 1 : 0), .u(28, 5),
        ]
        return unit(unitKind, bytes(fields), layer: layer)
    }

    static let existing = unit(.frameHeader, bytes(.u(1, 1), .u(3, 2)))
    static let delimiter = unit(.temporalDelimiter, [])
    static let tiles = unit(.tileGroup, [1, 2, 3])

    static func record(_ header: [UInt8]) -> [UInt8] { [0x81, 0, 0x0c, 0] + header }
}

@Suite("AV1 packets")
struct AV1Tests {
    @Test("A shown key frame that comes first is a beginning where its header is at hand")
    func facts() {
        let packets: [([UInt8], PacketFacts.Access, Int)] = [
            (AV1.delimiter + AV1.header() + AV1.frame(.key), .clean, 1),
            (AV1.header() + AV1.frame(.key, as: .frameHeader) + AV1.tiles, .clean, 1),
            (AV1.header() + AV1.frame(.key, isShown: false) + AV1.frame(.inter), .unclean, 1),
            (AV1.header() + AV1.frame(.inter, isShown: false) + AV1.frame(.key), .unclean, 1),
            (AV1.header() + AV1.frame(.inter), .none, 1),
            (AV1.header() + AV1.frame(.intraOnly), .none, 1),
            (AV1.header() + AV1.frame(.switch), .none, 1),
            (AV1.header() + AV1.frame(.inter, isShown: false), .none, 0),
            (AV1.header() + AV1.existing, .none, 1),
            (AV1.header() + AV1.frame(.inter, isShown: false) + AV1.existing, .none, 1),
            (AV1.header(hasTiming: true) + AV1.frame(.key), .clean, 1),
            (AV1.header(isReduced: true) + AV1.unit(.frame, [0xff]), .clean, 1),
            // What repeats a header is no other frame.
            (
                AV1.header() + AV1.frame(.key, as: .frameHeader) + AV1.tiles
                    + AV1.frame(.key, as: .redundantFrameHeader) + AV1.tiles, .clean, 1
            ),
            (AV1.header() + AV1.frame(.key).dropLast() + [9], .clean, 1),
        ]
        for (index, (packet, access, shown)) in packets.enumerated() {
            var reader = BitstreamReader(codec: .av1, extradata: [])
            let expected = PacketFacts(access: access, shownFrames: shown)
            #expect(reader.read(packet, isKey: false) == expected, "packet \(index)")
            let asKey = reader.read(packet, isKey: true).access
            #expect(asKey == (access == .clean ? .clean : .unclean), "packet \(index)")
        }
    }

    @Test("Of pictures in several layers of size one is shown, and none is a beginning")
    func layers() {
        var reader = BitstreamReader(codec: .av1, extradata: [])
        let two = AV1.header(layers: 0x301)
        let both = AV1.frame(.key, layer: 0) + AV1.frame(.inter, layer: 1)
        #expect(reader.read(two + both) == PacketFacts(access: .unclean))
        var oneLayer = BitstreamReader(codec: .av1, extradata: [])
        let one = AV1.header(layers: 0x103) + AV1.frame(.key, layer: 0)
        #expect(oneLayer.read(one) == PacketFacts(access: .clean))
    }

    @Test("The header may be in the extradata, for as long as no packet says otherwise")
    func extradata() {
        for extradata in [AV1.record(AV1.header()), AV1.header()] {
            var reader = BitstreamReader(codec: .av1, extradata: extradata)
            #expect(reader.read(AV1.frame(.key)).access == .clean)
            #expect(reader.read(AV1.header() + AV1.frame(.key)).access == .clean)
            #expect(reader.read(AV1.frame(.key)).access == .clean)
            #expect(reader.parameterChange == nil)
        }
        var reader = BitstreamReader(codec: .av1, extradata: AV1.record(AV1.header(level: 0)))
        #expect(reader.read(AV1.header() + AV1.frame(.key)).access == .clean)
        #expect(reader.read(AV1.frame(.key)).access == .unclean)
        #expect(reader.parameterChange == nil)
        var without = BitstreamReader(codec: .av1, extradata: [0x81, 0, 0x0c, 0])
        #expect(without.read(AV1.frame(.key), isKey: true) == .damaged)
    }

    @Test("Another header is a change")
    func parameterChange() {
        let text = "sequence header changes at video packet 1"
        for extradata in [[], AV1.record(AV1.header())] {
            var reader = BitstreamReader(codec: .av1, extradata: extradata)
            _ = reader.read((extradata.isEmpty ? AV1.header() : []) + AV1.frame(.key))
            _ = reader.read(AV1.header(level: 8) + AV1.frame(.key))
            #expect(reader.parameterChange == text)
        }
    }

    @Test("Units that do not fit are damage")
    func damage() {
        var reader = BitstreamReader(codec: .av1, extradata: AV1.header())
        let packets: [[UInt8]] = [
            Array(AV1.frame(.key).dropLast()), [0x80 | 0x32, 1, 0], [0x32],
            [0x32] + [UInt8](repeating: 0xff, count: 9), [0x36],
        ]
        for packet in packets { #expect(reader.read(packet) == .damaged, "\(packet)") }
        #expect(reader.read(AV1.frame(.key)).access == .clean)
    }
}
