@testable import Media
import Testing

@Suite("H.264 packets")
struct H264Tests {
    private static let extradata = codes(H264.sps(), H264.pps())
    private static let idr = H264.slice(.i, idr: true)

    @Test(
        "What a packet is as a beginning follows from its picture and its recovery point",
        arguments: [
            ([H264.slice(.i, idr: true)], false, .clean),
            ([H264.slice(.i, idr: true, macroblock: 4)], true, .unclean),
            ([H264.recovery(after: 0), H264.slice(.i)], true, .clean),
            ([H264.recovery(after: 0), H264.slice(.si)], false, .clean),
            ([H264.recovery(after: 0), H264.slice(.p)], true, .unclean),
            ([H264.recovery(after: 0, exact: false), H264.slice(.i)], true, .unclean),
            ([H264.recovery(after: 12), H264.slice(.i)], true, .unclean),
            ([H264.recovery(after: 12), H264.slice(.p)], false, .unclean),
            ([H264.slice(.i)], true, .unclean),
            ([H264.slice(.i)], false, .none),
            ([H264.slice(.p)], false, .none),
            ([H264.slice(.b)], false, .none),
        ] as [([[UInt8]], Bool, PacketFacts.Access)]
    )
    func access(units: [[UInt8]], isKey: Bool, expected: PacketFacts.Access) {
        var annexB = BitstreamReader(codec: .h264, extradata: H264Tests.extradata)
        let facts = annexB.read(codes([[9, 0xf0]] + units), isKey: isKey)
        #expect(facts == PacketFacts(access: expected))
        for size in [2, 3, 4] {
            let record = H264.record(H264.sps(), H264.pps(), lengthSize: size)
            var reader = BitstreamReader(codec: .h264, extradata: record)
            let packet = units.flatMap { lengths($0, size: size) }
            #expect(reader.read(packet, isKey: isKey) == facts)
        }
    }

    @Test("The parameter sets may come with the picture; without any it is no clean beginning")
    func inBand() {
        var reader = BitstreamReader(codec: .h264, extradata: [])
        #expect(reader.read(codes(H264Tests.idr), isKey: true) == .damaged)
        let whole = codes(H264.sps(), H264.pps(), H264Tests.idr)
        #expect(reader.read(whole, isKey: true).access == .clean)
        #expect(reader.parameterChange == nil)
    }

    @Test("A packet without a slice shows nothing")
    func pictureless() {
        var reader = BitstreamReader(codec: .h264, extradata: H264Tests.extradata)
        #expect(reader.read(codes([9, 0xf0])) == PacketFacts(access: .none, shownFrames: 0))
        #expect(reader.read([]) == PacketFacts(access: .none, shownFrames: 0))
    }

    @Test("Two fields in one packet are a frame; in packets of their own the first one counts")
    func fields() {
        let extradata = codes(H264.sps(fields: true), H264.pps())
        let top = H264.slice(.i, idr: true, bottom: false)
        let bottom = H264.slice(.p, bottom: true)
        var together = BitstreamReader(codec: .h264, extradata: extradata)
        #expect(together.read(codes(top, bottom)) == PacketFacts(access: .clean))
        // The second slice of the field is not its partner.
        var apart = BitstreamReader(codec: .h264, extradata: extradata)
        let rest = H264.slice(.i, idr: true, macroblock: 1, bottom: false)
        let first = PacketFacts(access: .clean, isField: true)
        let second = PacketFacts(shownFrames: 0, isField: true)
        #expect(apart.read(codes(top, rest)) == first)
        #expect(apart.read(codes(bottom), isKey: true) == second)
        // The next frame begins with its bottom field, and its top field is missing.
        let single = PacketFacts(isField: true)
        #expect(apart.read(codes(H264.slice(.p, number: 1, bottom: true))) == single)
        #expect(apart.read(codes(H264.slice(.p, number: 2, bottom: false))) == single)
        #expect(apart.read(codes(H264.slice(.p, number: 2, bottom: true))) == second)
    }

    @Test("Repeated parameter sets are no change, others and new ones are, and the first is told")
    func parameterChange() {
        var reader = BitstreamReader(codec: .h264, extradata: H264Tests.extradata)
        _ = reader.read(codes(H264.pps(1), H264Tests.idr))
        // How important a unit is to others, in its header, is no part of it.
        let lessImportant = [0x27] + H264.sps().dropFirst() + [0, 0]
        _ = reader.read(codes(lessImportant, H264.pps(), H264.pps(1), H264Tests.idr))
        #expect(reader.parameterChange == nil)
        let known = reader
        _ = reader.read(codes(H264.sps(level: 31), H264Tests.idr))
        let text = "sequence parameter set 0 changes at video packet 2"
        #expect(reader.parameterChange == text)
        _ = reader.read(codes(H264.pps(9), H264Tests.idr))
        #expect(reader.parameterChange == text)
        reader = known
        _ = reader.read(codes(H264.pps(9), H264Tests.idr))
        #expect(
            reader.parameterChange == "a new picture parameter set 9 begins at video packet 2"
        )
    }

    @Test("Lengths hold although one of them looks like a start code, and start codes are seen")
    func framing() throws {
        let record = H264.record(H264.sps(), H264.pps())
        var reader = BitstreamReader(codec: .h264, extradata: record)
        let filler = [UInt8(12)] + [UInt8](repeating: 255, count: 299)
        let packet = lengths(filler, H264Tests.idr)
        try #require(packet.starts(with: [0, 0, 1]))
        #expect(reader.read(packet).access == .clean)
        #expect(reader.read(lengths([11], H264Tests.idr)).access == .clean)
        #expect(reader.read(codes(H264Tests.idr)).access == .clean)
        #expect(reader.read([0, 0, 9, 9] + H264Tests.idr) == .damaged)
    }

    /// High profile, 4:4:4 in planes of their own, with scaling lists and the pictures' order of
    /// type 1: all that stands before the fields that a slice's head needs.
    @Test("A long sequence parameter set is read to its end")
    func longSequenceSet() throws {
        var fields: [BitField] = [.u(8, 244), .u(8, 0), .u(8, 40), .ue(3)]
        fields += [.ue(3), .u(1, 1), .ue(2), .ue(2), .u(1, 0)]
        // A list that ends at once, a whole one, one of 64, and nine that are not there.
        fields += [.u(1, 1), .u(1, 1), .se(-8)]
        fields += [.u(1, 1)] + (0..<16).map { _ in .se(1) }
        fields += (0..<4).map { _ in .u(1, 0) }
        fields += [.u(1, 1)] + (0..<64).map { .se($0 % 2 == 0 ? 3 : -3) }
        fields += (0..<5).map { _ in .u(1, 0) }
        fields += [.ue(5), .ue(1), .u(1, 0), .se(-4), .se(7), .ue(2), .se(1), .se(-1)]
        fields += [.ue(4), .u(1, 0), .ue(119), .ue(67), .u(1, 0), .stop]
        let set = try bytes(fields).withUnsafeBytes { try H264SequenceSet($0) }
        #expect(set.number == 3 && set.hasSeparatePlanes && !set.hasFramesOnly)
        #expect(set.frameNumberBits == 9)
    }
}
