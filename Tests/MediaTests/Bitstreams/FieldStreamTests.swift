@testable import Media
import Model
import Testing

/// No encoder at hand writes fields as pictures of their own, so these are put together by hand:
/// one macroblock of 16 by 16 samples in each field.
@Suite("Streams of single fields", .timeLimit(.minutes(15)))
struct FieldStreamTests {
    private static let frames = 12

    private static func h264() -> [UInt8] {
        let pictures = (0..<frames).map { frame -> [[UInt8]] in
            let number = frame % 16
            let fields = [false, true].map { bottom in
                H264.slice(
                    .i,
                    idr: frame == 0 && !bottom,
                    number: number,
                    bottom: bottom,
                    order: 2 * frame + (bottom ? 1 : 0),
                    hasSamples: true
                )
            }
            let sets = [H264.sps(fields: true), H264.pps()]
            let beginning = frame % 4 == 0 ? sets + [H264.recovery(after: 0)] : []
            return [[9, 0x10]] + beginning + [fields[0], [9, 0x10], fields[1]]
        }
        return codes(pictures.flatMap(\.self))
    }

    private static func mpeg2() -> [UInt8] {
        (0..<frames).flatMap { frame -> [UInt8] in
            let header = MPEG2.sequence() + MPEG2.sequenceExtension() + MPEG2.group()
            let fields = (1...2).flatMap { structure in
                MPEG2.picture(.i, frame % 4) + MPEG2.coding(structure) + MPEG2.slice()
            }
            return (frame % 4 == 0 ? header : []) + fields
        }
    }

    @Test(
        "H.264 fields are packets of their own, and the first of each pair counts",
        arguments: ["a.ts", "a.h264"] as [FileName]
    )
    func h264Apart(file: FileName) throws {
        let film = try MadeFilm(file, of: FieldStreamTests.h264(), "-f h264 -framerate 50")
        var reader = BitstreamReader(codec: .h264, extradata: film.extradata)
        let facts = film.packets.map { reader.read($0.bytes, isKey: $0.isKey) }
        let second = PacketFacts(shownFrames: 0, isField: true)
        // The parser flags every intra picture.
        let pair = [PacketFacts(access: .unclean, isField: true), second]
        let beginning = [PacketFacts(access: .clean, isField: true), second]
        let group = beginning + pair + pair + pair
        #expect(facts == group + group + group)
        let times = zip(film.packets, facts).filter { $1.shownFrames > 0 }.map(\.0.time)
        #expect(times == film.frameTimes && times.count == FieldStreamTests.frames)
        #expect(reader.parameterChange == nil)
    }

    @Test(
        "MPEG-2 fields come in pairs, since the parser puts them together",
        arguments: ["a.ts", "a.m2v"] as [FileName]
    )
    func mpeg2Together(file: FileName) throws {
        let film = try MadeFilm(file, of: FieldStreamTests.mpeg2(), "-fflags +genpts -f mpegvideo")
        var reader = BitstreamReader(codec: .mpeg2, extradata: film.extradata)
        let facts = film.packets.map { reader.read($0.bytes, isKey: $0.isKey) }
        let group = (0..<4).map { PacketFacts(access: $0 == 0 ? .clean : .unclean) }
        #expect(facts == group + group + group)
        #expect(film.frameTimes.count == FieldStreamTests.frames)
        #expect(reader.parameterChange == nil)
    }
}
