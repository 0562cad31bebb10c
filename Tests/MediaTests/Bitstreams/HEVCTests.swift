@testable import Media
import Testing

/// HEVC units with the fields that are read.
enum HEVC {
    static func unit(_ type: Int, layer: Int = 0, _ content: [UInt8]) -> [UInt8] {
        [UInt8(type << 1 | layer >> 5), UInt8(layer & 0x1f) << 3 | 1] + emulated(content)
    }

    static func vps(_ number: Int = 0) -> [UInt8] { unit(32, [UInt8(number) << 4 | 0x0c]) }

    /// - Parameter subLayers: Whether each layer in time says its profile and its level.
    static func sps(
        _ number: Int = 0,
        level: Int = 93,
        layer: Int = 0,
        subLayers: [(profile: Int, level: Int)] = []
    ) -> [UInt8] {
        var fields: [BitField] = [.u(4, 0), .u(3, subLayers.count), .u(1, 1)]
        fields += [.u(8, 1), .u(32, 0x6000_0000), .u(32, 0x9000_0000), .u(16, 0), .u(8, level)]
        for subLayer in subLayers { fields += [.u(1, subLayer.profile), .u(1, subLayer.level)] }
        if !subLayers.isEmpty { fields.append(.u(2 * (8 - subLayers.count), 0)) }
        for subLayer in subLayers {
            fields += [.u(88 * subLayer.profile, -1), .u(8 * subLayer.level, 30)]
        }
        return unit(33, layer: layer, bytes(fields + [.ue(number), .ue(1), .stop]))
    }

    static func pps(_ number: Int = 0, saysOutput: Bool = false, extraBits: Int = 0) -> [UInt8] {
        unit(
            34,
            bytes(.ue(number), .ue(0), .u(1, 0), .u(1, saysOutput ? 1 : 0), .u(3, extraBits), .stop)
        )
    }

    static func slice(_ type: Int, pps: Int = 0, rest: [BitField] = []) -> [UInt8] {
        let head: [BitField] = [.u(1, 1)] + (16...23 ~= type ? [.u(1, 0)] : []) + [.ue(pps)]
        return unit(type, bytes(head + rest + [.ue(2), .stop]))
    }

    static let extradata = codes(vps(), sps(), pps())

    static func record(lengthSize: Int) -> [UInt8] {
        let head = [UInt8]([1]) + [UInt8](repeating: 0, count: 20) + [UInt8(0xfc | lengthSize - 1)]
        let sets = [(32, vps()), (33, sps()), (34, pps())]
        return head + [3] + sets.flatMap { [UInt8($0), 0, 1] + lengths($1, size: 2) }
    }
}

@Suite("HEVC packets")
struct HEVCTests {
    private static let cra = HEVC.slice(21)
    private static let rasl = [HEVC.slice(8), HEVC.slice(9)]
    private static let end = HEVC.unit(36, [])

    @Test("Random access pictures, and no others, are beginnings", arguments: 0..<32)
    func access(type: Int) {
        let slice = HEVC.slice(type)
        var reader = BitstreamReader(codec: .hevc, extradata: HEVC.extradata)
        let isClean = 16...21 ~= type
        #expect(reader.read(codes(slice)).access == (isClean ? .clean : .none))
        #expect(reader.read(codes(slice), isKey: true).access == (isClean ? .clean : .unclean))
        for size in [2, 4] {
            let record = HEVC.record(lengthSize: size)
            var lengthReader = BitstreamReader(codec: .hevc, extradata: record)
            let facts = lengthReader.read(lengths(slice, size: size), isKey: true)
            #expect(facts.access == (isClean ? .clean : .unclean))
            #expect(facts.isUndecodableAtStart == (type == 8 || type == 9))
        }
    }

    @Test("A recovery point on another picture is no clean beginning")
    func recoveryPoint() {
        let payload = bytes(.se(-2), .u(1, 1), .u(1, 0), .stop)
        let messages = HEVC.unit(39, [6, UInt8(payload.count)] + payload + [0x80])
        var reader = BitstreamReader(codec: .hevc, extradata: HEVC.extradata)
        #expect(reader.read(codes(messages, HEVC.slice(1))).access == .unclean)
        #expect(reader.read(codes(messages, HEVCTests.cra)).access == .clean)
    }

    @Test("Leading pictures are skipped at the start, after a sequence's end and a broken link")
    func skippedLeading() {
        var reader = BitstreamReader(codec: .hevc, extradata: HEVC.extradata)
        func shown(_ packets: [UInt8]...) -> [Int] {
            packets.map { reader.read($0).shownFrames }
        }
        let rasl = HEVCTests.rasl.map { codes($0) }
        let (cra, radl) = (codes(HEVCTests.cra), codes(HEVC.slice(7)))
        #expect(shown(rasl[0], cra, rasl[0], rasl[1], radl) == [0, 1, 0, 0, 1])
        #expect(shown(cra, rasl[0], rasl[1], radl) == [1, 1, 1, 1])
        #expect(shown(codes(HEVCTests.end, HEVCTests.cra), rasl[0], radl) == [1, 0, 1])
        #expect(shown(cra, rasl[0]) == [1, 1])
        for brokenLink in 16...18 {
            #expect(shown(codes(HEVC.slice(brokenLink)), rasl[1], cra, rasl[1]) == [1, 0, 1, 1])
        }
    }

    @Test("Where units have lengths, the end of a sequence is seen behind its last picture")
    func endBehindPicture() {
        let record = HEVC.record(lengthSize: 4)
        var reader = BitstreamReader(codec: .hevc, extradata: record)
        let rasl = lengths(HEVCTests.rasl[0])
        let last = lengths(HEVC.slice(1), HEVCTests.end)
        let packets = [lengths(HEVCTests.cra), last, lengths(HEVCTests.cra), rasl]
        #expect(packets.map { reader.read($0).shownFrames } == [1, 1, 1, 0])
    }

    @Test("A picture that says it is not shown is hidden")
    func hidden() {
        let pps = HEVC.pps(5, saysOutput: true, extraBits: 2)
        var reader = BitstreamReader(codec: .hevc, extradata: HEVC.extradata + codes(pps))
        let head: [BitField] = [.u(2, 3), .ue(1)]
        let hidden = HEVC.slice(1, pps: 5, rest: head + [.u(1, 0)])
        let shown = HEVC.slice(1, pps: 5, rest: head + [.u(1, 1)])
        #expect(reader.read(codes(hidden)).shownFrames == 0)
        #expect(reader.read(codes(shown)).shownFrames == 1)
        #expect(reader.read(codes(HEVC.slice(1, pps: 6))) == .damaged)
    }

    @Test("Other parameter sets are a change, those of other layers are none")
    func parameterChange() {
        var reader = BitstreamReader(codec: .hevc, extradata: HEVC.extradata)
        _ = reader.read(codes(HEVC.vps(), HEVC.sps(), HEVC.pps(), HEVCTests.cra))
        _ = reader.read(codes(HEVC.sps(level: 120, layer: 1), HEVCTests.cra))
        #expect(reader.parameterChange == nil)
        let changes = [
            (HEVC.vps(1), "a new video parameter set 1 begins at video packet 2"),
            (HEVC.sps(level: 120), "sequence parameter set 0 changes at video packet 2"),
            (HEVC.pps(extraBits: 1), "picture parameter set 0 changes at video packet 2"),
        ]
        for (unit, text) in changes {
            var reader = reader
            _ = reader.read(codes(unit, HEVCTests.cra))
            #expect(reader.parameterChange == text)
        }
    }

    @Test("The number of a parameter set is found behind its layers in time")
    func subLayers() throws {
        let layers = [(1, 1), (0, 1), (1, 0)].map { (profile: $0.0, level: $0.1) }
        let unit = HEVC.sps(11, subLayers: layers)
        let number = try Array(unit.dropFirst(2)).withUnsafeBytes {
            try HEVCSequenceSet.number($0)
        }
        #expect(number == 11)
    }
}
