@testable import Media
import Model
import Testing

@Suite("Packets of real encoders", .timeLimit(.minutes(15)))
struct RealStreamTests {
    /// Frames are compared by their hashes.
    @Test(
        "ffmpeg shows as many frames, and decodes the same ones from clean beginnings only",
        arguments: RealStream.all
    )
    func facts(stream: RealStream) throws {
        let film = try MadeFilm(stream)
        var reader = BitstreamReader(codec: stream.codec, extradata: film.extradata)
        let facts = film.packets.map { reader.read($0.bytes, isKey: $0.isKey) }
        #expect(reader.parameterChange == nil)
        #expect(facts.allSatisfy { !$0.isField })
        try checkShownFrames(of: stream, film, facts)

        let keys = facts.indices.filter { film.packets[$0].isKey && facts[$0].shownFrames > 0 }
        let clean = facts.indices.filter { facts[$0].access == .clean }
        try #require(keys.count > 2)
        #expect(clean == (stream.beginnings == .keys ? keys : [0]))
        if stream.frames != .packed { try checkBeginnings(of: stream, film, facts) }
    }

    private func checkShownFrames(
        of stream: RealStream,
        _ film: MadeFilm,
        _ facts: [PacketFacts]
    ) throws {
        let counts = Set(facts.map(\.shownFrames))
        switch stream.frames {
        case .alone: #expect(counts == [1])
        case .packed: #expect(counts == [0, 1, 2])
        case .hidden: #expect(counts == [0, 1])
        case .hiddenInside:
            // A superframe ends with its mark.
            let marks = film.packets.count { $0.bytes.last.map { $0 & 0xe0 == 0xc0 } ?? false }
            #expect(counts == [1] && marks > 0)
        }
        #expect(facts.reduce(0) { $0 + $1.shownFrames } == film.frameTimes.count)
        guard stream.frames != .packed else { return }
        let times = zip(film.packets, facts).filter { $1.shownFrames > 0 }.map(\.0.time)
        try #require(!times.contains(nil))
        #expect(times.compactMap(\.self).sorted() == film.frameTimes)
    }

    private func checkBeginnings(
        of stream: RealStream,
        _ film: MadeFilm,
        _ facts: [PacketFacts]
    ) throws {
        guard let raw = stream.raw else { return }
        let all = try FilmTool.frames(of: film.elementary(stream.codec, from: 0), as: raw)
        try #require(all.count == film.frameTimes.count)
        for start in facts.indices.dropFirst() where facts[start].access != .none {
            let time = try #require(film.packets[start].time)
            let count = film.frameTimes.count { $0.map { $0 >= time } ?? false }
            let rest = film.elementary(stream.codec, from: start)
            let isExact = try FilmTool.frames(of: rest, as: raw).suffix(count) == all.suffix(count)
            #expect(isExact == (facts[start].access == .clean), "packet \(start)")
        }
    }
}
