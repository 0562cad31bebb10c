import Media
import Model
import Platform
import TestKit
import Testing

@Suite("Sound that is encoded in several ways")
struct SoundsTests {
    @Test("Each way is what it is by itself, byte by byte")
    func severalWays() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        let ways = [
            SoundCase(encoder: "aac", options: [CodecOption("b", "96k"), CodecOption("ac", "2")]),
            SoundCase(encoder: "aac", options: [CodecOption("b", "48k"), CodecOption("ac", "1")]),
            SoundCase(encoder: "libopus"), SoundCase(encoder: "flac", filters: "volume=0.5"),
        ]
        var order = AudioOrder(
            source: source,
            recipe: ways[0].recipe,
            part: scratch.path / "unused.nut"
        )
        order.sounds = ways.enumerated().map { index, way in
            let part = scratch.path / FileName("sound.s\(index).nut")
            return AudioOrder.SoundWork(recipe: way.recipe.audio, part: part)
        }
        let reports = try SoundEncoding.runAll(order) { _ in }
        #expect(reports.count == ways.count)
        for (index, way) in ways.enumerated() {
            let part = scratch.path / "alone.nut"
            var alone = try encodeSound(source, way, to: part)
            alone.path = reports[index].path
            #expect(reports[index] == alone)
            #expect(try bytes(reports[index].path) == bytes(part))
            try Directory.removeFile(part)
        }
        #expect(throws: SystemError.self) { try Directory.removeFile(order.part) }
    }

    @Test("A film without sound has none in any way")
    func noSound() throws {
        let scratch = try Scratch()
        let way = SoundCase(encoder: "aac")
        var order = AudioOrder(
            source: try TestMedia.film2997.file(),
            recipe: way.recipe,
            part: scratch.path / "unused.nut"
        )
        order.sounds = ["a.nut", "b.nut"].map { name in
            AudioOrder.SoundWork(recipe: way.recipe.audio, part: scratch.path / FileName(name))
        }
        let reports = try SoundEncoding.runAll(order) { _ in }
        #expect(reports.map { $0.path } == order.sounds?.map { $0.part })
        #expect(reports.allSatisfy { $0.tracks.isEmpty })
    }

    private func bytes(_ file: Path) throws -> [UInt8] {
        try OpenFile(file, for: .readRegular).readAll(limit: 64 << 20)
    }
}
