import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Files that are not all there")
struct IncompleteTests {
    @Test(
        "A film of known length is refused at every hundredth of it",
        arguments: ["a.mp4 -movflags +faststart", "b.mp4", "c.mkv", "d.avi", "e.webm", "f.mov"]
    )
    func truncated(output: String) throws {
        let fixtures = try ProbeFixtures()
        let words = output.split(separator: " ", maxSplits: 1)
        let coding =
            words[0].hasSuffix("webm")
            ? "-c:v libvpx -deadline realtime -c:a libopus" : ProbeFixtures.coding
        let more = words.count > 1 ? " \(words[1])" : ""
        let name = String(words[0])
        let whole = try fixtures.make(name, "\(ProbeFixtures.picture) \(coding)\(more)")
        let bytes = try fixtures.bytes(of: whole)
        #expect(throws: Never.self) { try Probe.run(whole) }
        for hundredth in 1...99 {
            let count = bytes.count * hundredth / 100
            let cut = try fixtures.write("\(hundredth)-\(name)", Array(bytes[..<count]))
            let failure = failure(cut)
            #expect(failure?.kind == .incomplete, "\(hundredth) %: \(failure.debugDescription)")
        }
    }

    @Test("A stream without a length is described however short it is", arguments: ["ts", "mpg"])
    func streamed(ending: String) throws {
        let fixtures = try ProbeFixtures()
        let line = "\(ProbeFixtures.picture) -c:v mpeg2video -c:a mp2"
        let whole = try fixtures.make("a.\(ending)", line)
        let bytes = try fixtures.bytes(of: whole)
        for hundredth in [30, 50, 77, 99] {
            let count = bytes.count * hundredth / 100
            let cut = try fixtures.write("\(hundredth).\(ending)", Array(bytes[..<count]))
            #expect(throws: Never.self) { try Probe.run(cut) }
        }
    }

    @Test("Lengths at the ends of 64 bits are no trouble", arguments: [Int64.min, -1, 0, .max])
    func impossibleLengths(reached: Int64) {
        do throws(MediaFailure) {
            try Completeness.checkReach(declared: .max, reached: reached, of: "a.mkv")
            #expect(reached == .max)
        } catch {
            #expect(reached < .max)
            #expect(error.kind == .incomplete)
        }
    }

    @Test("The message has the numbers and what to do")
    func message() throws {
        let fixtures = try ProbeFixtures()
        let whole = try fixtures.make("a.mkv", "\(ProbeFixtures.picture) \(ProbeFixtures.coding)")
        let bytes = try fixtures.bytes(of: whole)
        let cut = try fixtures.write("b.mkv", Array(bytes.dropLast(1_000)))
        let (there, needed) = (Int64(bytes.count - 1_000), Int64(bytes.count))
        let expected = MediaFailure(
            .incomplete,
            "read",
            cut,
            "it ends after \(Figures.grouped(there)) bytes, its index speaks of "
                + "\(Figures.grouped(needed)): it is still being copied or was cut off",
            remedy: "wait until it is whole, or copy it again"
        )
        #expect(failure(cut) == expected)
    }

    @Test("A film whose end was never written is refused by its packets")
    func holes() throws {
        let fixtures = try ProbeFixtures()
        let line = "-f lavfi -i testsrc2=s=160x120:r=25:d=8 \(ProbeFixtures.coding)"
        let whole = try fixtures.make("a.mkv", line)
        var bytes = try fixtures.bytes(of: whole)
        let half = bytes.count / 2
        bytes.replaceSubrange(half..., with: [UInt8](repeating: 0, count: bytes.count - half))
        let failure = failure(try fixtures.write("b.mkv", bytes))
        #expect(failure?.kind == .incomplete)
        #expect(failure?.cause.contains("its header speaks of 0:08.000") == true)
    }

    @Test("What is no film is refused in words")
    func noFilm() throws {
        let fixtures = try ProbeFixtures()
        let empty = failure(try fixtures.write("empty.mkv", []))
        #expect(empty?.cause == "it is empty (0 bytes)")
        #expect(empty?.kind == .unreadable)
        var state: UInt64 = 88_172_645_463_325_252
        let noise = (0..<100_000).map { _ -> UInt8 in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
        let random = failure(try fixtures.write("noise.mkv", noise))
        #expect(random?.kind == .unreadable)
        let absent = failure(fixtures.scratch.path / "absent.mkv")
        #expect(absent?.kind == .storage)
        #expect(absent?.cause.contains("No such file") == true)
    }

    @Test("Lists of other files are refused before anything is opened")
    func lists() throws {
        let fixtures = try ProbeFixtures()
        let texts = [
            "a.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n/etc/passwd\n#EXT-X-ENDLIST\n",
            "b.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n",
            "c.ffconcat": "ffconcat version 1.0\nfile '/etc/passwd'\n",
            "d.sdp":
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\n"
                + "m=video 5004 RTP/AVP 96\n",
        ]
        for (name, text) in texts {
            let failure = failure(try fixtures.write(name, Array(text.utf8)))
            #expect(failure?.kind == .refused, "\(name): \(failure.debugDescription)")
        }
    }

    @Test("A file that is named like a pattern of images is that one file")
    func pattern() throws {
        let fixtures = try ProbeFixtures()
        let image = try fixtures.make("x.png", "-f lavfi -i testsrc2=s=64x48 -frames:v 1")
        let named = try fixtures.write("a%03d.png", try fixtures.bytes(of: image))
        let found = try Probe.run(named)
        #expect(found.streams.map(\.codec) == ["png"])
        #expect(found.streams[0].measured.packets == 1)
    }

    private func failure(_ path: Path) -> MediaFailure? {
        do throws(MediaFailure) {
            _ = try Probe.run(path)
            return nil
        } catch {
            return error
        }
    }
}
