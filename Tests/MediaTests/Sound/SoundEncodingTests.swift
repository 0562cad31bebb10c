import Media
import Model
import Platform
import TestKit
import Testing

@Suite("Encoded sound")
struct SoundEncodingTests {
    static let encoders = [
        SoundCase(encoder: "aac"), SoundCase(encoder: "libopus"), SoundCase(encoder: "flac"),
        SoundCase(encoder: "ac3"), SoundCase(encoder: "libmp3lame"),
        SoundCase(encoder: "pcm_s16le"), SoundCase(encoder: "alac"), SoundCase(encoder: "eac3"),
        SoundCase(encoder: "mp2"), SoundCase(encoder: "libvorbis"),
        SoundCase(encoder: "aac", line: "-b:a 96k", options: [CodecOption("b", "96k")]),
        SoundCase(
            encoder: "libopus",
            line: "-ac 1 -b:a 24k",
            options: [CodecOption("ac", "1"), CodecOption("b", "24k")]
        ),
        SoundCase(
            encoder: "aac",
            line: "-ar 32000 -ac 2",
            options: [CodecOption("ar", "32000"), CodecOption("ac", "2")]
        ),
        SoundCase(encoder: "libmp3lame", line: "-q:a 4", options: [CodecOption("q", "4")]),
        SoundCase(
            encoder: "flac",
            line: "-sample_fmt s32 -compression_level 8",
            options: [CodecOption("sample_fmt", "s32"), CodecOption("compression_level", "8")]
        ),
        SoundCase(
            encoder: "aac",
            line: "-af volume=0.5,atempo=1.25",
            filters: "volume=0.5,atempo=1.25"
        ),
    ]

    @Test("It is ffmpeg's, byte by byte, from AAC in MP4", arguments: encoders)
    func fromMP4(what: SoundCase) throws {
        let fixtures = try ProbeFixtures()
        try expectAsFFmpeg(try TestMedia.h264.file(), what, in: fixtures)
    }

    @Test(
        "It is ffmpeg's from every other container and codec",
        arguments: [
            TestMedia.h264MKV, .h264TS, .mpeg2TS, .mpeg2PS, .vp9, .mpeg4, .ffv1,
        ]
    )
    func fromOthers(media: TestMedia) throws {
        let fixtures = try ProbeFixtures()
        for encoder in ["libopus", "flac"] {
            try expectAsFFmpeg(try media.file(), SoundCase(encoder: encoder), in: fixtures)
        }
    }

    @Test("Every track is encoded, in one file, each with its own rate and layout")
    func tracks() throws {
        let fixtures = try ProbeFixtures()
        let source = try fixtures.make(
            "a.mkv",
            "-f lavfi -i testsrc2=s=64x48:d=3 -f lavfi -i sine=d=3:r=44100 -f lavfi -i "
                + "aevalsrc=sin(900*t)|sin(800*t)|sin(700*t)|0|sin(9*t)|sin(5*t):s=48000:d=3:"
                + "c=5.1(side) -f lavfi -i sine=d=1:r=8000 -map 0 -map 1 -map 2 -map 3 -c:v mpeg4 "
                + "-c:a:0 flac -c:a:1 ac3 -c:a:2 pcm_s16le"
        )
        for encoder in ["aac", "flac", "ac3"] {
            try expectAsFFmpeg(source, SoundCase(encoder: encoder), in: fixtures)
        }
        let report = try encodeSound(
            source,
            SoundCase(encoder: "aac"),
            to: fixtures.scratch.path / "b.nut"
        )
        #expect(report.tracks.map(\.sourceStream) == [1, 2, 3])
        #expect(report.tracks.map(\.parameters.sound?.sampleRate) == [44_100, 48_000, 8_000])
        #expect(report.tracks.map(\.parameters.sound?.layout) == ["mono", "5.1(side)", "mono"])
        #expect(report.tracks.map(\.parameters.sound?.initialPadding) == [1_024, 1_024, 1_024])
    }

    @Test("Opus takes the layout that most AC-3 has, where plain ffmpeg fails")
    func opusLayout() throws {
        let fixtures = try ProbeFixtures()
        let source = try fixtures.make("a.ac3", "-f lavfi -i sine=d=1:r=48000 -ac 6 -c:a ac3")
        let part = fixtures.scratch.path / "a.nut"
        let report = try encodeSound(source, SoundCase(encoder: "libopus"), to: part)
        #expect(report.tracks.map(\.parameters.sound?.layout) == ["5.1"])
    }

    @Test("What NUT loses is in the report: priming, padding, the codec and its head")
    func report() throws {
        let fixtures = try ProbeFixtures()
        let source = try TestMedia.h264.file()
        func track(_ encoder: String) throws -> SoundReport.Track {
            let part = fixtures.scratch.path / FileName("\(encoder).nut")
            let report = try encodeSound(source, SoundCase(encoder: encoder), to: part)
            let size = try Directory.target(of: part).size
            #expect(report.bytes == Int64(size))
            return try #require(report.tracks.first)
        }
        let opus = try track("libopus")
        #expect(opus.parameters.codec == "opus")
        let padding = try #require(opus.parameters.sound)
        #expect(padding.initialPadding == 312)
        #expect(opus.parameters.extradata.starts(with: Array("OpusHead".utf8)))
        let samples = Int(try Judge.sound(of: source).sampleCount)
        #expect(opus.packets * 960 == samples + 312 + Int(padding.trailingPadding))
        let alac = try track("alac")
        #expect(alac.parameters.codec == "alac")
        let flac = try track("flac")
        #expect(flac.parameters.sound?.frameSize == 4_608)
        // The sum of all samples is known at the end only.
        #expect(flac.parameters.extradata.count == 34)
        #expect(flac.parameters.extradata.suffix(16).contains { $0 != 0 })
        #expect(try track("aac").shift == 480_000)
    }

    @Test("A gap stays a gap, and sound that begins late or before zero keeps its time")
    func gaps() throws {
        let fixtures = try ProbeFixtures()
        let gap = try fixtures.make(
            "gap.mkv",
            "-f lavfi -i sine=d=4:r=48000 -af aselect=lt(t\\,1)+gt(t\\,2) -c:a pcm_s16le"
        )
        _ = try fixtures.make("p.mp4", "\(ProbeFixtures.picture) \(ProbeFixtures.coding)")
        let late = try fixtures.make(
            "late.mkv",
            "-i p.mp4 -itsoffset 0.7 -i p.mp4 -map 0:v -map 1:a -c copy"
        )
        let shifted = try fixtures.make("shifted.ts", "-i p.mp4 -c copy -output_ts_offset 100")
        for source in [gap, late, shifted] {
            for encoder in ["aac", "libopus"] {
                try expectAsFFmpeg(source, SoundCase(encoder: encoder), in: fixtures)
            }
        }
    }

    @Test("Sound that changes its rate and its layout is brought to what it began with")
    func changes() throws {
        let fixtures = try ProbeFixtures()
        let first = try fixtures.make("1.ts", "-f lavfi -i sine=d=2:r=44100 -ac 2 -c:a mp2")
        let second = try fixtures.make(
            "2.ts",
            "-f lavfi -i sine=d=2:r=48000 -ac 1 -c:a mp2 -output_ts_offset 2"
        )
        let both = try fixtures.bytes(of: first) + fixtures.bytes(of: second)
        let source = try fixtures.write("both.ts", both)
        let part = fixtures.scratch.path / "b.nut"
        let report = try encodeSound(source, SoundCase(encoder: "flac"), to: part)
        #expect(report.tracks[0].parameters.sound?.sampleRate == 44_100)
        #expect(report.tracks[0].parameters.sound?.layout == "stereo")
        let sound = try Judge.sound(of: part)
        // Up to one packet is left in the filters at the change.
        #expect(abs(sound.sampleCount - 4 * 44_100) <= 4_608 + 2 * 1_152)
        #expect(sound.complaints == [])
    }

    @Test("Broken packets are left out as ffmpeg leaves them out, and counted")
    func damage() throws {
        let fixtures = try ProbeFixtures()
        let whole = try fixtures.make("a.mkv", "-f lavfi -i sine=d=4 -c:a flac")
        var bytes = try fixtures.bytes(of: whole)
        for place in stride(from: bytes.count / 3, to: bytes.count / 2, by: 997) {
            bytes[place] ^= 0x55
        }
        let source = try fixtures.write("b.mkv", bytes)
        let part = fixtures.scratch.path / "b.nut"
        let report = try encodeSound(source, SoundCase(encoder: "pcm_s16le"), to: part)
        #expect(report.tracks[0].damagedPackets > 0)
        let ours = try EncodedSound(in: part, track: 0)
        let what = SoundCase(encoder: "pcm_s16le")
        let judge = try EncodedSound(byFFmpeg: source, track: 0, what)
        #expect(ours.hashes == judge.hashes)
    }

    @Test("Sound that is copied or dropped is not touched, and neither is a film without any")
    func nothing() throws {
        let fixtures = try ProbeFixtures()
        let part = fixtures.scratch.path / "a.nut"
        let source = try TestMedia.h264.file()
        for mode in [AudioRecipe.Mode.copy, .drop] {
            var recipe = EncodeRecipe(container: "matroska")
            recipe.audio.mode = mode
            let order = AudioOrder(source: source, recipe: recipe, part: part)
            #expect(try SoundEncoding.run(order) { _ in }.tracks.isEmpty)
        }
        let silent = try fixtures.make("s.mkv", "-f lavfi -i testsrc2=s=64x48:d=1 -c:v mpeg4")
        let order = AudioOrder(source: silent, recipe: SoundCase(encoder: "aac").recipe, part: part)
        #expect(try SoundEncoding.run(order) { _ in }.tracks.isEmpty)
        #expect(throws: SystemError.self) { try Directory.target(of: part) }
    }

    @Test("The same order makes the same bytes")
    func repeatable() throws {
        let fixtures = try ProbeFixtures()
        let parts = try ["a.nut", "b.nut"].map { name in
            let part = fixtures.scratch.path / FileName(name)
            let source = try TestMedia.h264MKV.file()
            _ = try encodeSound(source, SoundCase(encoder: "libopus"), to: part)
            return try fixtures.bytes(of: part)
        }
        #expect(parts[0] == parts[1])
    }
}
