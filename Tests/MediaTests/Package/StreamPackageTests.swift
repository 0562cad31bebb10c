import Model
import Platform
import TestKit
import Testing

@testable import Media

@Suite("Packages for players that adapt")
struct StreamPackageTests {
    @Test("every track has its frames at the source's times, all of them equally later")
    func tracks() throws {
        let scratch = try Scratch()
        let source = try TestMedia.h264.file()
        let lab = PackageLab(scratch.path, .streams([(160, 120), (80, 60)]))
        let made = try lab.run(source)
        let names = try Directory.entries(of: made.directory).map { "\($0.name)" }.sorted()
        let wanted = [
            "film-120p-iframes.m3u8", "film-120p.m3u8", "film-120p.mp4", "film-60p-iframes.m3u8",
            "film-60p.m3u8", "film-60p.mp4", "film-stereo.m3u8", "film-stereo.mp4",
            "manifest.mpd", "master.m3u8",
        ]
        #expect(names == wanted)
        let bytes = try names.reduce(0 as Int64) {
            $0 + Int64(try Directory.status(of: made.directory / FileName($1)).size)
        }
        #expect(made.report.bytes == bytes)
        #expect(made.report.frames == 144)
        #expect(made.report.durationMilliseconds == 6_000)
        let frames = try Judge.frames(of: source).nanoseconds(from: .firstFrame)
        let sound = try Judge.sound(of: made.directory / "film-stereo.mp4")
        #expect(sound.complaints.isEmpty)
        for name in ["film-120p.mp4", "film-60p.mp4"] {
            let found = try Judge.frames(of: made.directory / FileName(name))
            #expect(found.complaints.isEmpty)
            #expect(found.count == frames.count)
            for (one, other) in zip(found.nanoseconds(from: .firstFrame), frames) {
                #expect(abs(one - other) <= 1)
            }
            // The picture begins where the sound does, behind what its decoder drops.
            let first = found.timeBase.seconds(try #require(found.times.first))
            let start = try #require(sound.startSeconds) + 1_024.0 / 48_000
            #expect(abs(first - start) < 0.000_03)
        }
    }

    /// By ffmpeg, from the manifests alone: where the picture flashes the sound beeps.
    @Test("picture and sound are as far apart as in the source", arguments: [false, true])
    func sync(hasSegmentFiles: Bool) throws {
        let scratch = try Scratch()
        let source = try TestMedia.syncMP4.file()
        let ladder = FilmLadder.streams(
            [(160, 120), (80, 60)],
            hasSegmentFiles: hasSegmentFiles
        )
        let made = try PackageLab(scratch.path, ladder).run(source)
        let wanted = try Judge.syncMarks(of: source)
        for stream in ["v:0", "v:1"] {
            let found = try Judge.syncMarks(of: made.directory / "master.m3u8", video: stream)
            #expect(found.offsets.count == wanted.offsets.count && !found.offsets.isEmpty)
            for (one, other) in zip(found.offsets, wanted.offsets) {
                #expect(abs(one - other) < 0.000_1)
            }
        }
    }

    /// Players that take the first time of decoding for the beginning (hls.js), and drop what comes
    /// before it by the edit list (Chromium), would drop the first key frame.
    @Test(
        "the first picture is as far behind its decoding as the edit list takes away",
        arguments: [
            ("h264.mp4", "3"), ("sound-early.mp4", "3"), ("sound-early.mp4", "0"),
            ("sound-late.mp4", "0"),
        ]
    )
    func beginnings(film: String, reordered: String) throws {
        let scratch = try Scratch()
        let media = try #require(TestMedia.all.first { $0.name == film })
        let options = [CodecOption("preset", "ultrafast"), CodecOption("bf", reordered)]
        let ladder = FilmLadder.streams([(160, 120), (80, 60)], "libx264", options)
        let made = try PackageLab(scratch.path, ladder).run(try media.file())
        var beginnings: Set<UInt64> = []
        for name in ["film-120p.mp4", "film-60p.mp4"] {
            let tree = BoxTree(try made.read(FileName(name)))
            // Where nothing needs a lead there is no list.
            let list = tree.first(["moov", "trak", "edts", "elst"])?.content.lowerBound
            let lead = list.flatMap { tree.number(at: $0 + 12, bytes: 4) } ?? 0
            let time = tree.first(["moof", "traf", "tfdt"])?.content.lowerBound ?? 0
            let decoded = try #require(tree.number(at: time + 4, bytes: 8) as UInt64?)
            beginnings.insert(decoded)
            let first = try #require(try Judge.packets(of: made.directory / FileName(name)).first)
            let (shown, start) = (try #require(first.pts), try #require(first.dts))
            #expect(shown - start == Int64(lead))
            // ffprobe has taken the edit list off.
            #expect(shown == Int64(decoded))
        }
        #expect(beginnings.count == 1)
    }

    @Test("each range of a playlist begins with a key frame, at one time in all renditions")
    func ranges() throws {
        let scratch = try Scratch()
        let source = try TestMedia.film23976.file()
        let lab = PackageLab(scratch.path, .streams([(160, 120), (80, 60)], sounds: []))
        let made = try lab.run(source)
        var starts: [[String]] = []
        for rung in ["120p", "60p"] {
            let bytes = try made.read(FileName("film-\(rung).mp4"))
            let playlist = String(
                decoding: try made.read(FileName("film-\(rung).m3u8")),
                as: UTF8.self
            )
            let ranges = HLSRanges(playlist)
            #expect(ranges.segments.count > 3)
            var times: [String] = []
            for range in ranges.segments {
                let file = scratch.path / "segment.mp4"
                try? Directory.removeFile(file)
                try OpenFile.create(file).write(Array(bytes[ranges.head] + bytes[range]))
                let packets = try Judge.packets(of: file)
                #expect(packets.first?.isKey == true)
                let first = try #require(packets.first?.pts)
                #expect(packets.allSatisfy { ($0.pts ?? 0) >= first })
                times.append("\(first)")
            }
            starts.append(times)
        }
        #expect(starts[0] == starts[1])
    }

    @Test("texts become WebVTT, languages words of two letters, and the rest is told of")
    func rich() throws {
        let scratch = try Scratch()
        let source = try TestMedia.richMKV.file()
        var ladder = FilmLadder.streams(
            [(160, 120), (80, 60)],
            sounds: [("a", "aac"), ("b", "ac3")]
        )
        ladder.hasArchive = true
        ladder.notes = ["a note"]
        let made = try PackageLab(scratch.path, ladder).run(source)
        let master = String(decoding: try made.read("master.m3u8"), as: UTF8.self)
        for line in [
            "GROUP-ID=\"a\",LANGUAGE=\"de\",NAME=\"Deutsch\",DEFAULT=YES,AUTOSELECT=YES,"
                + "CHANNELS=\"1\",URI=\"film-a-deu.m3u8\"",
            "GROUP-ID=\"b\",LANGUAGE=\"ja\",NAME=\"Kommentar\",DEFAULT=NO,AUTOSELECT=NO",
            "TYPE=SUBTITLES,GROUP-ID=\"texts\",LANGUAGE=\"fr\",NAME=\"Français\",DEFAULT=NO,"
                + "AUTOSELECT=YES,FORCED=YES",
            "mp4a.40.2\"", "ac-3\"",
        ] {
            #expect(master.contains(line), "\(line)")
        }
        let text = String(decoding: try made.read("film-text-fra-forced.vtt"), as: UTF8.self)
        #expect(text.hasPrefix("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:"))
        let judged = try Judge.subtitles(of: made.directory / "film-text-fra-forced.vtt")
        #expect(!judged.isEmpty)
        #expect(made.report.dropped.first == "a note")
        #expect(made.report.dropped.contains { $0.contains("chapters: HLS and DASH have none") })
        #expect(made.report.dropped.contains { $0.contains("ttf") })
        let archive = try made.read("film.zip")
        let text120 = Array("film-120p.mp4".utf8)
        #expect(archive.starts(with: [0x50, 0x4b, 3, 4]))
        #expect(archive[30...].starts(with: text120))
        // Stored, behind the name and the sizes in 64 bits.
        #expect(archive[(30 + text120.count + 20)...].starts(with: try made.read("film-120p.mp4")))
    }

    @Test("renditions whose segments begin at other times are refused")
    func mismatch() throws {
        let scratch = try Scratch()
        let lab = PackageLab(scratch.path, .streams([(160, 120), (80, 60)], sounds: []))
        var order = try lab.order(try TestMedia.h264.file())
        order.parts[1][0].segments = [0]
        do throws(MediaFailure) {
            _ = try FilmPackaging.run(order, to: LabFolder())
            Issue.record("it was packaged")
        } catch {
            #expect(error.kind == .mismatch)
            #expect(error.cause == "segment 1 of 60p does not begin when that of 120p does")
        }
    }
}

/// The ranges that a playlist names.
struct HLSRanges {
    var head = 0..<0
    var segments: [Range<Int>] = []

    init(_ playlist: String) {
        for line in playlist.split(separator: "\n") {
            let isHead = line.hasPrefix("#EXT-X-MAP")
            guard isHead || line.hasPrefix("#EXT-X-BYTERANGE") else { continue }
            let numbers = line.split { !$0.isNumber && $0 != "@" }.last { $0.contains("@") }
            let pair = (numbers ?? "0@0").split(separator: "@").compactMap { Int($0) }
            let range = pair[1]..<pair[1] + pair[0]
            if isHead { head = range } else { segments.append(range) }
        }
    }
}
