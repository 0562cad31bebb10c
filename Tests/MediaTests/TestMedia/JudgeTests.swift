import Model
import TestKit
import Testing

@Suite("The judge")
struct JudgeTests {
    @Test("frames have the exact times of their stream")
    func frameTimes() throws {
        let frames = try Judge.frames(of: try TestMedia.h264.file())
        #expect(frames.timeBase == Rational(1, 12_288))
        let expected: [Int64] = (0..<144).map { $0 * 512 }
        #expect(frames.times == expected)
        #expect(Set(frames.hashes).count == 144)
    }

    @Test("a stream that was only moved to another container has the same frames")
    func sameFrames() throws {
        let (mp4, ts) = (try TestMedia.h264.file(), try TestMedia.h264TS.file())
        let comparison = try Judge.compare(ts, with: mp4, from: .firstFrame)
        #expect(comparison.isEqual, "\(comparison)")
    }

    @Test("a file starts with the earliest of its streams")
    func fileStart() throws {
        let frames = try Judge.frames(of: try TestMedia.h264TS.file())
        let sound = try Judge.sound(of: try TestMedia.h264TS.file())
        let start = try #require(sound.start)
        let microseconds = Rational(1, sound.sampleRate).rescale(start, to: .microseconds)
        // The decoder cuts no priming here, since a transport stream does not tell of it.
        #expect(frames.fileStart == microseconds)
        #expect(frames.nanoseconds().first == 21_333_333)
    }

    @Test("a pixel format is forced on the frames")
    func pixelFormat() throws {
        let file = try TestMedia.ffv1.file()
        let (plain, gray) = (
            try Judge.frames(of: file), try Judge.frames(of: file, pixelFormat: "gray")
        )
        #expect(plain.times == gray.times)
        #expect(Set(plain.hashes).isDisjoint(with: gray.hashes))
    }

    @Test("a missing, an extra and a different frame are told apart")
    func comparison() throws {
        func frames(_ list: [(Int64, String)], base: Rational) -> Judge.Frames {
            Judge.Frames(
                timeBase: base,
                fileStart: 0,
                frames: list.map { Judge.Frame(time: $0.0, duration: 1, hash: $0.1) },
                complaints: []
            )
        }
        let expected = frames([(0, "a"), (1, "b"), (2, "c"), (3, "d")], base: Rational(1, 24))
        let rounded = [(0, "a"), (42, "b"), (83, "c"), (125, "d")] as [(Int64, String)]
        let milliseconds = Rational(1, 1_000)
        #expect(Judge.compare(frames(rounded, base: milliseconds), with: expected).isEqual)

        let wrong = [(0, "a"), (42, "x"), (100, "c"), (125, "d")] as [(Int64, String)]
        let comparison = Judge.compare(frames(wrong, base: milliseconds), with: expected)
        #expect(comparison.different == [41_666_667])
        #expect(comparison.missing == [83_333_333])
        #expect(comparison.extra == [100_000_000])
        let text =
            "4 frames expected, 4 found: 1 missing (at 0.083333333), 1 extra (at 0.1), "
            + "1 different (at 0.041666667)"
        #expect(comparison.description == text)
    }

    @Test("packets have their times, flags, sizes and hashes")
    func packets() throws {
        let mp4 = try Judge.packets(of: try TestMedia.h264.file())
        #expect(mp4.count == 144)
        let keys: [Int64] = mp4.filter(\.isKey).compactMap(\.pts)
        #expect(keys == [0, 12_288, 24_576, 36_864, 49_152, 61_440])
        #expect(mp4.allSatisfy { !$0.isDiscarded && !$0.isCorrupt })
        #expect(mp4.allSatisfy { $0.duration == 512 })
        let earliest = try #require(mp4[0].dts)
        #expect(earliest < 0)
        let mkv = try Judge.packets(of: try TestMedia.h264MKV.file())
        #expect(mkv.map(\.hash) == mp4.map(\.hash))
        #expect(mkv.map(\.size) == mp4.map(\.size))
        let all = try Judge.packets(of: try TestMedia.h264.file(), stream: nil)
        #expect(Set(all.map(\.stream)) == [0, 1])
    }

    @Test("spans go from the first time to the last end")
    func spans() throws {
        let spans = try Judge.spans(of: try TestMedia.h264.file())
        #expect(spans.count == 2)
        #expect(spans[0].start == 0)
        #expect(spans[0].endSeconds == 6)
        let end = try #require(spans[1].endSeconds)
        #expect(abs(end - 6) < 0.03)
    }

    @Test("sound is hashed whatever its container is, with the time of its first sample")
    func sound() throws {
        let mp4 = try Judge.sound(of: try TestMedia.h264.file())
        let ts = try Judge.sound(of: try TestMedia.h264TS.file())
        #expect(mp4.sampleRate == 48_000)
        #expect(mp4.start == 0)
        #expect(mp4.complaints == [])
        // A transport stream does not say what is priming, so that is heard there, and after it the
        // same blocks: one packet of AAC is one block.
        let afterPriming = ts.hashes.dropFirst()
        #expect(afterPriming.elementsEqual(mp4.hashes.prefix(afterPriming.count)))
        #expect(afterPriming.count > 270)
        #expect(mp4.hash != ts.hash)
        let again = try Judge.sound(of: try TestMedia.h264.file())
        #expect(mp4.hash == again.hash)
    }

    @Test("the inventory names formats and streams as ffprobe does")
    func inventory() throws {
        let inventory = try Judge.inventory(of: try TestMedia.h264.file())
        #expect(inventory.format["format_name"] == "mov,mp4,m4a,3gp,3g2,mj2")
        #expect(inventory.values("codec_name") == ["h264", "aac"])
        #expect(inventory.videos[0]["disposition.default"] == "1")
        #expect(inventory.startTime == 0)
        #expect(inventory.chapters.isEmpty)
    }

    @Test("a whole file decodes without complaint")
    func noErrors() throws {
        #expect(try Judge.decodeErrors(of: try TestMedia.h264.file()) == [])
        #expect(try Judge.decodeErrors(of: try TestMedia.variableRateMKV.file()) == [])
    }

    @Test("equal pictures have likeness 1, coarse ones less")
    func likeness() throws {
        let (h264, ts) = (try TestMedia.h264.file(), try TestMedia.h264TS.file())
        let same = try Judge.likeness(of: ts, to: h264)
        #expect(same.frames.count == 144)
        #expect(same.worst == 1)
        let hevc = try Judge.likeness(of: try TestMedia.hevc.file(), to: h264)
        #expect(hevc.mean < 1)
        #expect(hevc.mean > 0.8)
    }

    @Test("a program that fails says its command line and its last words")
    func failure() {
        let words: [ToolWord] = ["-v", "error", "-i", "no such file", "-f", "null", "-"]
        do {
            try MediaTool.ffmpeg.run(words)
            Issue.record("it did not fail")
        } catch {
            let lines = "\(error)".split(separator: "\n")
            #expect(lines.first == "ffmpeg -v error -i 'no such file' -f null -")
            #expect(lines.dropFirst().first?.hasPrefix("ffmpeg exited with code ") == true)
            #expect(lines.last?.hasSuffix("No such file or directory") == true)
        }
    }
}
