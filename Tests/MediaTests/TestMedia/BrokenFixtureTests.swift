import Model
import Platform
import TestKit
import Testing

@Suite("Test media that is broken")
struct BrokenFixtureTests {
    @Test(
        "a recording from the middle begins with what cannot be decoded",
        arguments: TestMedia.allMidGOP
    )
    func midGOP(media: TestMedia) throws {
        let file = try media.file()
        let packets = try Judge.packets(of: file)
        let frames = try Judge.frames(of: file)
        // FFmpeg 7.1 makes frames of HEVC pictures whose references are missing, and says so.
        #expect(frames.count < packets.count || !frames.complaints.isEmpty)
        #expect(frames.count > 70)
        // Pictures are there that are shown before the first that can be decoded.
        let key = try #require(packets.first(where: \.isKey)?.pts)
        #expect(packets.compactMap(\.pts).contains { $0 < key })
    }

    @Test("the decoder complains of damage", arguments: TestMedia.allDamaged)
    func damaged(media: TestMedia) throws {
        let file = try media.file()
        let errors = try Judge.decodeErrors(of: file)
        #expect(!errors.isEmpty)
        #expect(try Judge.inventory(of: file).videos.first?["codec_name"] == media.facts.codec)
    }

    @Test("truncated media says how long it was, and holds less")
    func truncated() throws {
        for media in [TestMedia.truncatedMP4, .truncatedMKV] {
            let file = try media.file()
            #expect(try Judge.inventory(of: file).duration.map { $0 > 5.9 } == true)
            #expect(try Judge.packets(of: file).count < 100)
        }
        #expect(throws: MediaTool.Failure.self) {
            try Judge.inventory(of: try TestMedia.noIndexMP4.file())
        }
    }

    @Test("a codec that nobody knows has no name")
    func unknownCodec() throws {
        let video = try Judge.inventory(of: try TestMedia.unknownCodec.file()).videos.first
        #expect(video?["codec_name"] ?? "unknown" == "unknown")
    }

    @Test("a sparse file is large and takes no room")
    func sparse() throws {
        let status = try Directory.status(of: try TestMedia.sparse.file())
        #expect(status.size == 1 << 30)
        #expect(status.allocatedBytes < 1 << 20)
    }

    @Test("playlists lead to their files, though they are named as films")
    func playlists() throws {
        for media in [TestMedia.playlistOfPasswords, .disguisedPlaylist] {
            let text = String(decoding: try media.bytes(), as: UTF8.self)
            #expect(text.hasPrefix("#EXTM3U"))
            #expect(text.contains("file:///etc/passwd"))
        }
    }

    @Test("a pattern has files beside it")
    func pattern() throws {
        let file = try TestMedia.pattern.file()
        let names = Set(try Directory.entries(of: file.parent).map(\.name))
        #expect(names.isSuperset(of: ["picture-%d.png", "picture-1.png", "picture-4.png"]))
    }

    @Test("damage is the same for the same seed")
    func seeds() throws {
        let bytes = try TestMedia.h264.bytes()
        func damaged(_ seed: UInt64) -> [UInt8] {
            var copy = bytes
            Damage.flipping(bits: 5, of: &copy, seed: seed)
            Damage.overwriting(100, of: &copy, seed: seed)
            return copy
        }
        #expect(damaged(1) == damaged(1))
        #expect(damaged(1) != damaged(2))
        #expect(damaged(1).count == bytes.count)
        #expect(Damage.truncated(bytes, toPercent: 1).count == bytes.count / 100)
    }

    @Test("media is made once, however many ask, and cannot be written")
    func once() async throws {
        let files = try await withThrowingTaskGroup(of: Path.self) { group in
            for _ in 0..<8 { group.addTask { try TestMedia.h264.file() } }
            return try await group.reduce(into: Set<Path>()) { $0.insert($1) }
        }
        #expect(files.count == 1)
        let file = try #require(files.first)
        #expect(try Directory.status(of: file).permissions == 0o444)
    }
}
